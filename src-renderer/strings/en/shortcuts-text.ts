/** What each shortcut does, in a few words. */
export const shortcutsText = {
  undo: 'Undo what you did last',
  redo: 'Do it again',
  moveRow: 'Go from order to order',
  selectRow: 'Select the order, or take it out of the selection',
  openRow: 'Open the order',
  ship: 'Ship the selected orders',
  deliver: 'Deliver the selected orders',
  setBack: 'Set the selected orders back to pending',
  remove: 'Delete the selected orders (asks first)',
  closeOrder: 'Close the open order',
};
