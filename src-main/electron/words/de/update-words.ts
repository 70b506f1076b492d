import type { updateWords as english } from '../en/update-words.ts';

const AGAIN = 'Später noch einmal versuchen.';
const SETTINGS = 'Die Adresse für neue Versionen in den Einstellungen prüfen.';
const UNREACHED = 'Die Quelle neuer Versionen ist nicht erreichbar:';

export const updateWords: typeof english = {
  fromSource: 'Dieses Programm läuft aus seinem Quelltext und wird dort aktualisiert.',
  noFeed: 'Es gibt noch keine Adresse für neue Versionen. Sie lässt sich in den Einstellungen angeben.',
  nothingToDownload: 'Es gibt keine neue Version zum Herunterladen. Erst nach einer suchen.',
  nothingToInstall: 'Es gibt keine neue Version, die installiert werden könnte.',
  network: {
    NAME_NOT_RESOLVED: `${UNREACHED} Kein Computer hat den Namen in ihrer Adresse. ${SETTINGS}`,
    CONNECTION_REFUSED: `${UNREACHED} Unter ihrer Adresse antwortet nichts. ${SETTINGS}`,
    ADDRESS_UNREACHABLE: `${UNREACHED} Zu ihrer Adresse führt kein Weg. ${SETTINGS}`,
    INTERNET_DISCONNECTED: `${UNREACHED} Dieser Computer hat zurzeit kein Netz.`,
    CONNECTION_TIMED_OUT: `${UNREACHED} Sie hat nicht geantwortet. ${AGAIN}`,
    TIMED_OUT: `${UNREACHED} Sie hat nicht geantwortet. ${AGAIN}`,
  },
  certificate: `${UNREACHED} Ihrem Zertifikat wird nicht vertraut. Die Adresse in den Einstellungen und die Uhr dieses Computers prüfen.`,
  connection: (reason) => `${UNREACHED} Die Verbindung ist gescheitert (${reason}). ${AGAIN}`,
  timeout: `Die Quelle neuer Versionen hat nicht rechtzeitig geantwortet. ${AGAIN}`,
  status: (status) => `Die Quelle neuer Versionen hat mit Fehler ${status} geantwortet. ${AGAIN}`,
  noFeedForSystem: `Unter der Adresse gibt es keine neuen Versionen für dieses System. ${SETTINGS}`,
  wrongChecksum:
    'Die heruntergeladene Datei ist nicht die angekündigte (ihre Prüfsumme weicht ab) und wurde verworfen. Noch einmal versuchen; bleibt es dabei, den Herausgeber des Programms verständigen.',
  diskFull: 'Für die neue Version ist nicht genug Platz auf der Platte. Platz schaffen und noch einmal versuchen.',
  noRight:
    'Die neue Version lässt sich nicht auf die Platte schreiben: Dieser Benutzer hat kein Recht dazu. Bitte von Hand herunterladen.',
  notUnderstood: `Was die Quelle neuer Versionen sagt, ist nicht verständlich; nichts wurde geändert. ${SETTINGS}`,
  failed: (message) => `Die neue Version war nicht zu bekommen: ${message}`,
  byHand: (version, url) =>
    `Diese Kopie des Programms kann sich nicht selbst ersetzen. Bitte Version ${version} ${url === null ? 'dort, woher diese kam,' : `von ${url}`} herunterladen und von Hand installieren.`,
  confirmFeed: {
    message: (host) => `Neue Versionen von Orderdeck von ${host} holen?`,
    detail: 'Wem diese Adresse gehört, der bestimmt, welches Programm auf diesem Computer läuft.',
    open: 'Sie ist nicht verschlüsselt: Jeder auf dem Weg dorthin kann ein anderes Programm an die Stelle der neuen Version setzen.',
    cancel: 'Abbrechen',
    use: 'Diese Adresse verwenden',
  },
  feedKept: 'Die Adresse für neue Versionen bleibt, wie sie war.',
};
