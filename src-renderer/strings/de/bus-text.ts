import type { busText as english } from '../en/bus-text.ts';

export const busText: typeof english = {
  title: 'Mehrere Server',
  explanation:
    'Server einer Datenbank mit gemeinsamem Redis: Einer liest das Änderungsprotokoll für alle. Jeder behält seine eigene Stelle im Protokoll; was immer mit Redis geschieht, kostet nur Zeit.',
  role: 'Dieser Server',
  roles: { leader: 'liest für alle', follower: 'erfährt, was sich ändert', alone: 'liest für sich' },
  away: (reason: string) => `Redis ist nicht erreichbar (${reason}): liest für sich`,
  reader: 'Gelesen von',
  nobody: 'niemandem',
  thisServer: 'diesem Server',
  heard: 'Zuletzt gehört',
  fence: 'Nummer der Leitung',
  said: 'Gesendete Meldungen',
  taken: 'Übernommene Pakete',
  ownReads: 'Eigene Lesungen',
  holes: 'Aus dem Takt',
  clients: 'Verbindungen aller Server',
  servers: 'Server mit ihren Verbindungen',
  server: 'Server',
  connected: 'Verbindungen',
  explain: {
    role: 'Ob dieser Server das Änderungsprotokoll für alle liest, von einem anderen erfährt, was sich ändert, oder für sich liest wie ohne Redis. Verloren geht auf keinem Weg etwas.',
    reader:
      'Der Server, der die Leitung hat und das Änderungsprotokoll für alle liest. Fällt er aus, übernimmt binnen zwei Sekunden ein anderer.',
    heard:
      'Zeit, seit der lesende Server gehört wurde, in Millisekunden oder Sekunden. Nach einer Sekunde liest jeder Server für sich.',
    fence:
      'Jede Leitung hat eine höhere Nummer als alle davor. So wird ein Server, der eingefroren war, nach dem Aufwachen nicht mehr beachtet.',
    said: 'Meldungen, die dieser Server seit seinem Start an die anderen gesendet hat.',
    taken:
      'Pakete von Änderungen, die dieser Server seit seinem Start vom lesenden Server übernommen hat, statt MySQL zu fragen.',
    ownReads:
      'Wie oft dieser Server das Änderungsprotokoll seit seinem Start selbst gelesen hat. Alle zwei Sekunden sieht er in jedem Fall nach.',
    holes:
      'Wie oft seit dem Start etwas fehlte, zu spät kam oder nicht passte, sodass dieser Server selbst gelesen hat.',
    clients: 'Konsolen und Programme, die mit einem der Server verbunden sind; alle halbe Sekunde gezählt.',
    server: 'Rechner und Prozess jedes Servers, der sich in den letzten drei Sekunden gezeigt hat.',
    connected: 'Konsolen und Programme, die mit ihm verbunden sind.',
  },
};
