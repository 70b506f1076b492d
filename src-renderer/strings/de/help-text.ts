import type { helpText as english } from '../en/help-text.ts';

export const helpText: typeof english = {
  title: 'Hilfe',
  everywhere: 'Überall',
  shortcuts: 'Kürzel',
  shortcutsOf: (view) => `Kürzel: ${view}`,
  close: 'Hilfe schließen',
  keyNames: { Ctrl: 'Strg', Shift: 'Umschalt', Space: 'Leertaste', Delete: 'Entf', Esc: 'Esc', Enter: 'Eingabe' },
  or: 'oder',
  startTour: 'Rundgang beginnen',
  api: 'API-Referenz',
  wrong: 'Wenn etwas nicht stimmt',
  wrongLines: [
    'Die Verbindung oben sagt, wie frisch der Bildschirm ist. Live: Alles ist gut.',
    'Gelb oder rot: Die Zeile darunter sagt, was geschah und was zu tun ist. Gespeichertes geht nicht verloren.',
    'Nicht gespeichert: den Satz lesen, den Auftrag ansehen, noch einmal versuchen.',
    'Aus Versehen getan: Strg+Z nimmt es zurück.',
    'Stimmt noch immer nicht: Der Monitor nennt die Ursache und die Abhilfe.',
  ],
  offer: 'Zum ersten Mal hier? Der Rundgang dauert eine Minute.',
  offerNo: 'Nein, danke',
  tour: {
    label: 'Rundgang',
    position: (step, steps) => `${step} von ${steps}`,
    back: 'Zurück',
    next: 'Weiter',
    end: 'Rundgang beenden',
    done: 'Fertig',
    steps: [
      { title: 'Ansichten', body: 'Aufträge, Tafel, Scannen und mehr. Jede hat eine Aufgabe.' },
      { title: 'Suche', body: 'Nummer, Kunde oder Artikel. Die Liste folgt beim Tippen.' },
      { title: 'Neue Aufträge', body: 'Hier angelegt, sofort auf jedem Bildschirm.' },
      {
        title: 'Wie frisch der Bildschirm ist',
        body: 'Live heißt: So steht es in diesem Augenblick in der Datenbank.',
      },
      { title: 'Hilfe', body: 'Hier sind Kürzel und dieser Rundgang. Strg+K findet jeden Befehl.' },
    ],
  },
};
