/** Help: shortcuts, the tour, and what to do when something is wrong. */
export const helpText = {
  title: 'Help',
  everywhere: 'Everywhere',
  shortcuts: 'Shortcuts',
  shortcutsOf: (view: string) => `Shortcuts: ${view}`,
  close: 'Close the help',
  keyNames: { Ctrl: 'Ctrl', Shift: 'Shift', Space: 'Space', Delete: 'Delete', Esc: 'Esc', Enter: 'Enter' } as Readonly<
    Record<string, string>
  >,
  or: 'or',
  startTour: 'Take the tour',
  api: 'API reference',
  wrong: 'When something is wrong',
  wrongLines: [
    'The connection at the top says how fresh the screen is. Live: all is well.',
    'Amber or red: the bar under it says what happened and what to do. Nothing that was saved is lost.',
    'Not saved: read the sentence, look at the order, try again.',
    'Done by mistake: Ctrl+Z takes it back.',
    'Still wrong: the Monitor names the cause and offers the repair.',
  ],
  offer: 'First time here? The tour takes a minute.',
  offerNo: 'No, thanks',
  tour: {
    label: 'Tour',
    position: (step: number, steps: number) => `${step} of ${steps}`,
    back: 'Back',
    next: 'Next',
    end: 'End the tour',
    done: 'Done',
    steps: [
      { title: 'Views', body: 'Orders, board, scanner and more. Each does one job.' },
      { title: 'Search', body: 'Number, customer or product. The list follows while you type.' },
      { title: 'New orders', body: 'Entered here, on everybody’s screen at once.' },
      { title: 'How fresh the screen is', body: 'Live means: what you see is in the database this moment.' },
      { title: 'Help', body: 'Shortcuts and this tour are here. Ctrl+K finds every action.' },
    ],
  },
};
