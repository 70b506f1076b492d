import type { windowWords as english } from '../en/window-words.ts';

export const windowWords: typeof english = {
  tray: {
    feed: {
      live: 'Live',
      starting: 'Holt auf',
      reconnecting: 'Datenbank nicht erreichbar',
      blocked: 'Datenbank braucht Aufmerksamkeit',
      stopped: 'Angehalten',
    },
    noDatabase: 'Keine Datenbank gewählt',
    unread: (count) => `${count} ungesehen`,
    inTooltip: (state) => state,
    show: 'Orderdeck zeigen',
    newOrder: 'Neuer Auftrag',
    share: 'Im Netz freigeben',
    leaveWallboard: 'Wandanzeige verlassen',
    quit: 'Beenden',
  },
  staysInTray: {
    title: 'Orderdeck läuft im Infobereich weiter',
    body: 'Es folgt den Aufträgen weiterhin. Ein Klick auf das Symbol zeigt sie; „Beenden“ in seinem Menü beendet es.',
  },
  notSwitched: {
    title: 'Die Freigabe wurde nicht umgeschaltet',
    failed: 'Nichts wurde geändert. Das Protokoll sagt mehr.',
  },
  leave: {
    message: 'Verlassen, ohne zu speichern?',
    detail: 'Was hier geändert wurde, ist noch nicht gespeichert und geht beim Verlassen verloren.',
    stay: 'Hier bleiben',
    leave: 'Ohne Speichern verlassen',
  },
  pageFails: {
    message: 'Das Fenster stürzt immer wieder ab.',
    detail:
      'Die Aufträge sind in der Datenbank sicher, und Browser erreichen die Konsole weiterhin. Mehr steht im Protokoll.',
    reload: 'Neu laden',
    quit: 'Beenden',
  },
  about: { licence: 'MIT-Lizenz' },
};
