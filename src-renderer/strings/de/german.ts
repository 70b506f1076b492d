import type { OrderStatus } from '../../../src-shared/order.ts';
import type { Text } from '../../strings.ts';
import { formatNumber } from '../../ui/format.ts';
import { accessText } from './access-text.ts';
import { activityText } from './activity-text.ts';
import { alertsText } from './alerts-text.ts';
import { boardText } from './board-text.ts';
import { busText } from './bus-text.ts';
import { desktopText } from './desktop-text.ts';
import { doorText } from './door-text.ts';
import { errorText } from './error-text.ts';
import { helpText } from './help-text.ts';
import { importText } from './import-text.ts';
import { lookText } from './look-text.ts';
import { monitorText } from './monitor-text.ts';
import { orders } from './orders-count.ts';
import { paletteText } from './palette-text.ts';
import { scanText } from './scan-text.ts';
import { settingsText } from './settings-text.ts';
import { setupText } from './setup-text.ts';
import { shortcutsText } from './shortcuts-text.ts';
import { slipText } from './slip-text.ts';
import { undoText } from './undo-text.ts';
import { wallboardText } from './wallboard-text.ts';
import { windowText } from './window-text.ts';

const STATUS: Record<OrderStatus, string> = { pending: 'Offen', shipped: 'Versandt', delivered: 'Zugestellt' };
/** After the number: `3 Aufträge versenden`. */
const SET_STATUS: Record<OrderStatus, string> = {
  pending: 'zurücksetzen',
  shipped: 'versenden',
  delivered: 'zustellen',
};
const STATUS_SET: Record<OrderStatus, string> = {
  pending: 'auf „Offen“ gesetzt',
  shipped: 'versandt',
  delivered: 'zugestellt',
};
const ADJECTIVE: Record<OrderStatus, string> = {
  pending: 'offenen',
  shipped: 'versandten',
  delivered: 'zugestellten',
};

/** Every word the console says, in German. */
export const german: Text = {
  product: 'Orderdeck',
  opening: 'Aufträge werden geöffnet',
  nav: {
    label: 'Ansichten',
    orders: 'Aufträge',
    board: 'Tafel',
    scan: 'Scannen',
    activity: 'Aktivität',
    wallboard: 'Wandanzeige',
    monitor: 'Monitor',
    settings: settingsText.title,
    help: helpText.title,
    skip: 'Zur Ansicht springen',
    more: 'Mehr',
    api: 'API-Referenz',
    widen: 'Namen der Ansichten zeigen',
    narrow: 'Nur Symbole zeigen',
    theme: { auto: 'Farben: wie das System', light: 'Farben: hell', dark: 'Farben: dunkel' },
  },
  search: { label: 'Aufträge suchen', placeholder: 'Nummer, Kunde, Artikel suchen', clear: 'Suche leeren' },
  newOrder: {
    open: 'Neuer Auftrag',
    title: 'Neuer Auftrag',
    create: 'Auftrag anlegen',
    cancel: 'Abbrechen',
    created: (id) => `Auftrag ${id} angelegt`,
    customerHint: 'Wer ihn bekommt',
    productHint: 'Was bestellt ist',
  },
  field: {
    id: 'Nummer',
    customer_name: 'Kunde',
    product_name: 'Artikel',
    status: 'Status',
    updated_at: 'Geändert',
    created_at: 'Angelegt',
    version: 'Version',
  },
  status: STATUS,
  empty: '–',
  pill: {
    spoken: {
      connecting: 'Verbindung wird hergestellt',
      live: 'Live: die Aufträge sind auf dem neuesten Stand',
      'catching-up': 'Holt auf',
      reconnecting: 'Die Verbindung ist unterbrochen. Bis sie wieder steht, wird nichts gespeichert.',
      stale: 'Die gezeigten Aufträge sind veraltet',
      'database-lost': 'Die Datenbank ist nicht erreichbar',
      refused: 'Die Verbindung wurde abgelehnt',
    },
    label: 'Verbindung',
    connecting: 'Verbindet',
    live: 'Live',
    liveBy: { ipc: '', websocket: '', 'event-stream': 'per Stream', polling: 'per Abfrage' },
    catchingUp: 'Holt auf',
    reconnecting: 'Verbindet neu',
    dataFrom: (time) => `Stand ${time}`,
    stale: (age) => `Daten ${age} alt`,
    databaseLost: (time) => `MySQL nicht erreichbar seit ${time}`,
    blocked: (time) => `Keine Live-Aktualisierung seit ${time}`,
    refused: 'Nicht verbunden',
    tryNow: 'Jetzt versuchen',
    nextTry: (seconds) => `nächster Versuch in ${seconds} s`,
    trying: 'Versuch läuft',
  },
  pillCard: {
    title: 'Live-Aktualisierung',
    age: 'Alter der Daten',
    lag: 'Verzögerung (Hälfte aller Änderungen)',
    way: 'Weg',
    ways: {
      ipc: 'Dieses Programm',
      websocket: 'WebSocket',
      'event-stream': 'Server-Sent Events',
      polling: 'Abfrage, einmal pro Sekunde',
    },
    fallback: 'WebSocket kommt hier nicht durch, daher ein anderer Weg. Jede Minute wird es wieder versucht.',
    database: 'Datenbank',
    clients: 'Verbundene Konsolen',
    server: 'Version des Servers',
    unknown: 'noch nicht bekannt',
  },
  notice: {
    label: 'Hinweis zur Verbindung',
    reconnecting: (time) =>
      time === null
        ? 'Der Server ist nicht erreichbar. Bis er zurück ist, kann nichts gezeigt oder gespeichert werden.'
        : `Der Server ist nicht erreichbar. Zu sehen sind die Aufträge vom Stand ${time}; Änderungen lassen sich erst wieder speichern, wenn er zurück ist.`,
    stale: (age) =>
      `Diese Aufträge sind ${age} alt und können sich seither geändert haben. Bitte nicht darauf verlassen.`,
    staleConnected: (age) =>
      `Der Server ist erreichbar, hat aber seit ${age} nichts Neues gelesen. Diese Aufträge können sich seither geändert haben.`,
    databaseLost: 'Die Datenbank ist nicht lesbar.',
    lastOrders: 'Zu sehen ist der letzte Stand der Aufträge; Änderungen lassen sich nicht speichern.',
    noOrders: 'Aufträge können weder gezeigt noch gespeichert werden.',
    whatNow: 'Was nun?',
    refused: (detail) => `Der Server weist diese Konsole ab: ${detail}`,
    tryAgain: 'Noch einmal versuchen',
    updated: 'Der Server wurde aktualisiert. Neu laden, um die passende Konsole zu bekommen.',
    reload: 'Neu laden',
  },
  orders: {
    title: 'Aufträge',
    all: 'Alle',
    filter: 'Nach Status zeigen',
    view: 'Ansicht',
    columns: 'Spalten',
    density: 'Zeilenhöhe',
    densities: { compact: 'Kompakt', normal: 'Normal', touch: 'Touch' },
    grid: 'Aufträge',
    spoken: {
      select: 'Leertaste wählt den Auftrag aus',
      selected: 'ausgewählt',
      notSelected: 'nicht ausgewählt',
      partly: 'teilweise ausgewählt',
      sort: 'Eingabetaste sortiert nach dieser Spalte',
    },
    count: (shown, all) => (shown === all ? orders(all) : `${formatNumber(shown)} von ${orders(all)}`),
    newAbove: (count) => `${formatNumber(count)} neue oben`,
    loading: 'Aufträge werden geladen',
    loaded: (received, expected) => `${formatNumber(received)} von ${orders(expected)}`,
    unreachable: 'Der Server ist nicht erreichbar',
    noDatabase: 'Die Datenbank ist nicht erreichbar',
    unreachableHint: 'Aufträge erscheinen hier, sobald er antwortet.',
    none: 'Noch keine Aufträge',
    noneHint: 'Neue erscheinen hier von selbst, egal wer sie anlegt.',
    noneOf: (status) => `Keine ${ADJECTIVE[status]} Aufträge`,
    noneOfHint: 'Aufträge erscheinen hier von selbst, wenn sie diesen Status erreichen.',
    noMatch: (search) => `Nichts passt zu „${search}“`,
    noMatchHint: 'Gesucht wird in Nummer, Kunde und Artikel.',
    showAll: 'Alle Aufträge zeigen',
  },
  bulk: {
    bar: 'Ausgewählte Aufträge',
    selected: (count) => `${formatNumber(count)} ausgewählt`,
    hidden: (count) => `davon ${formatNumber(count)} durch den Filter verdeckt`,
    set: (status, count) => `${orders(count)} ${SET_STATUS[status]}`,
    remove: (count) => `${orders(count)} löschen`,
    clear: 'Auswahl aufheben',
    selectAll: 'Alle gezeigten Aufträge auswählen',
    setTitle: (status, count) => `${orders(count)} ${SET_STATUS[status]}?`,
    setBody: (status) => `Der Status wird sofort für alle „${STATUS[status]}“. Das lässt sich rückgängig machen.`,
    removeTitle: (count) => `${orders(count)} löschen?`,
    removeBody: (count) =>
      `${count === 1 ? 'Er verschwindet' : 'Sie verschwinden'} sofort für alle. Das lässt sich rückgängig machen.`,
    cancel: 'Abbrechen',
    done: (status, count) => `${orders(count)} ${STATUS_SET[status]}`,
    removed: (count) => `${orders(count)} gelöscht`,
    conflicts: (count) => `${orders(count)} unverändert: Jemand anders hat inzwischen etwas daran geändert.`,
    notFound: (count) => `${orders(count)} schon von jemand anderem gelöscht.`,
    failed: (count) => `${orders(count)} nicht geändert`,
    cannotSend:
      'Jetzt lässt sich nichts senden, weil keine Verbindung zum Server besteht. Bestätigen geht wieder, wenn sie zurück ist.',
    adminsOnly: 'Mehrere Aufträge auf einmal ändern nur Verwalter.',
  },
  outcome: {
    unsent:
      'Nicht gespeichert: Es gibt keine Verbindung zum Server. Nichts wurde geändert. Noch einmal versuchen, wenn sie zurück ist.',
    unknown:
      'Keine Antwort vom Server. Ob die Änderung ankam, ist ungewiss: Bitte vor dem nächsten Versuch den Auftrag ansehen.',
    failed: 'Nicht gespeichert',
  },
  order: {
    drawer: (id) => `Auftrag ${id}`,
    close: 'Schließen',
    save: 'Änderungen speichern',
    discard: 'Änderungen verwerfen',
    remove: 'Auftrag löschen',
    saved: (id) => `Auftrag ${id} gespeichert`,
    cannotSave: 'Änderungen lassen sich wieder speichern, wenn die Verbindung zurück ist.',
    notFound: (id) => `Es gibt keinen Auftrag ${id}`,
    notFoundHint: 'Er wurde gelöscht, oder es gab ihn nie.',
    backToOrders: 'Zurück zu den Aufträgen',
    edit: 'Einzelheiten',
    created: 'Angelegt',
    changed: 'Zuletzt geändert',
    changedSince: 'Seit dem Öffnen geändert',
    changedBy: (who, when) => `von ${who}, ${when}`,
    changedDirty: 'Die eigenen Änderungen stehen noch hier. Vor dem Speichern beide Fassungen ansehen.',
    compare: 'Beide Fassungen vergleichen',
    dismiss: 'Ausblenden',
    deleted: 'Seit dem Öffnen gelöscht',
    deletedHint: 'Zu sehen ist der letzte Stand des Auftrags.',
    recreate: 'Als neuen Auftrag wieder anlegen',
    becameFrom: (before, after) => `${before} → ${after}`,
  },
  conflict: {
    title: 'Zwei Fassungen dieses Auftrags',
    notSaved: (who, when) =>
      `Nicht gespeichert: ${who} hat diesen Auftrag geändert (${when}). Beide Fassungen stehen nebeneinander.`,
    compare: (who, when) => `${who} hat diesen Auftrag geändert (${when}). Beide Fassungen stehen nebeneinander.`,
    somebody: 'jemand',
    theirs: 'Die andere',
    mine: 'Die eigene',
    choose: (field) => `Welche Fassung gilt für ${field}`,
    keepTheirs: 'Die andere behalten',
    saveChoice: 'Auswahl speichern',
    back: 'Zurück zu den eigenen Änderungen',
    same: 'in beiden gleich',
  },
  history: {
    title: 'Verlauf',
    created: 'Angelegt',
    deleted: 'Gelöscht',
    changed: 'Geändert',
    touched: 'Ohne sichtbare Änderung gespeichert',
    unknownActor: 'nicht festgehalten',
    incomplete: 'Ältere Änderungen stehen nicht mehr im Änderungsprotokoll.',
    none: 'Das Änderungsprotokoll enthält nichts mehr über diesen Auftrag.',
    failed: 'Der Verlauf konnte nicht geladen werden.',
    retry: 'Noch einmal versuchen',
    loading: 'Der Verlauf wird geladen',
  },
  monitor: monitorText,
  door: doorText,
  access: accessText,
  alerts: alertsText,
  board: boardText,
  bus: busText,
  scan: scanText,
  activity: activityText,
  wallboard: wallboardText,
  window: windowText,
  importing: importText,
  help: helpText,
  look: lookText,
  palette: paletteText,
  errors: errorText,
  shortcuts: shortcutsText,
  slip: slipText,
  undo: undoText,
  time: {
    now: 'jetzt',
    utc: 'UTC',
    none: 'keine Zeit festgehalten',
    justNow: 'gerade eben',
    ago: (span) => `vor ${span}`,
  },
  copy: { copy: 'Kopieren', copied: 'Kopiert' },
  desktop: desktopText,
  setup: setupText,
  settings: settingsText,
};
