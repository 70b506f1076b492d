import type { noticeWords as english } from '../en/notice-words.ts';

export const noticeWords: typeof english = {
  crashed: {
    title: 'Orderdeck wurde beim letzten Mal nicht ordentlich beendet',
    withoutReport:
      'Es wurde von außen beendet, ist ohne Gelegenheit zu einer Erklärung gescheitert, oder der Computer ging aus. Alles Gespeicherte steht in der Datenbank; Getipptes, das nicht gespeichert war, ist verloren.',
    withReport:
      'Es ist gescheitert und hat sich beendet. Alles Gespeicherte steht in der Datenbank; Getipptes, das nicht gespeichert war, ist verloren. Ein Bericht sagt, was geschah: Bitte weitergeben, wenn es wieder vorkommt.',
  },
  settings: {
    title: 'Die Datei mit den Einstellungen war nicht brauchbar',
    message: (reason, used, isKept) => {
      const instead =
        used === 'defaults' ? 'Es gelten die Voreinstellungen' : 'Es gelten die letzten brauchbaren Einstellungen';
      const kept = isKept ? ' Die beschädigte Datei liegt daneben, damit nichts davon verloren geht.' : '';
      return `${reason} ${instead}; bitte nachsehen, ob sie so gewünscht sind.${kept}`;
    },
  },
  secrets: {
    askTitle: 'Dieses System hat keinen sicheren Ort für Passwörter',
    ask: 'Hier wurde kein Schlüsselbund gefunden (etwa GNOME-Schlüsselbund oder KWallet), daher lässt sich das Passwort der Datenbank nicht verschlüsseln. Zur Wahl steht: es in einer Datei aufheben, die nur dieser Benutzer lesen kann, oder es nach jedem Start eintippen.',
    unreadable: 'Das aufgehobene Passwort ist nicht lesbar',
    typeAgain: (problem) => `${problem} Bitte noch einmal eintippen.`,
    brokenFile: 'Die Datei mit den Passwörtern war nicht brauchbar.',
    keyringGone: (account) => `Der Schlüsselbund mit dem Passwort von ${account} ist nicht da.`,
    otherKeyring: (account) =>
      `Das Passwort von ${account} wurde von einem anderen Benutzer oder mit einem anderen Schlüsselbund verschlüsselt.`,
  },
  ports: {
    oneInUse: (port) => `Port ${port} ist belegt`,
    twoInUse: (first, second) => `Die Ports ${first} und ${second} sind belegt`,
    who: (program, port) => `${program ?? 'Ein anderes Programm'} hat Port ${port}.`,
    takeFree: (ports) =>
      `in den Einstellungen ${ports.length === 1 ? 'den freien Port' : 'die freien Ports'} ${ports.join(' und ')} nehmen`,
    changeVariables: (names) => `${names.join(' und ')} in der Umgebung oder in .env ändern und Orderdeck neu starten`,
    message: (who, wayOut) =>
      `${who} Browser können die Konsole deshalb nicht öffnen; dieses Fenster arbeitet trotzdem. Jenes Programm beenden, oder ${wayOut}.`,
    failedTitle: 'Browser können die Konsole nicht öffnen',
    failed: (reason) => `${reason} Dieses Fenster arbeitet trotzdem.`,
    bothAlike: (port) => `Beide Ports sind ${port}. In den Einstellungen für einen davon einen anderen wählen.`,
    noneFree: 'Kein Port dieses Computers ist frei.',
    forbidden: (port) =>
      `Das System lässt diesen Benutzer Port ${port} nicht öffnen. In den Einstellungen einen ab 1024 wählen.`,
    notOurs: (address) => `${address} ist keine Adresse dieses Computers. BIND_ADDRESS berichtigen oder weglassen.`,
    notOpened: (port, reason) =>
      `Port ${port} lässt sich nicht öffnen (${reason}). In den Einstellungen einen anderen wählen.`,
    unknown: 'Die Ports lassen sich nicht öffnen; warum, steht im Protokoll.',
  },
  core: {
    settingTitle: 'Eine Einstellung ist falsch',
    setting: (reason) =>
      `${reason}. Bitte in der Umgebung oder in der Datei .env berichtigen und Orderdeck neu starten.`,
    title: 'Orderdeck kann den Aufträgen nicht folgen',
    message: 'Warum, steht im Protokoll. Die Einstellungen ändern oder Orderdeck neu starten.',
  },
  demo: {
    title: 'Die Demo-Datenbank läuft nicht',
    message: (reason) =>
      `${reason} Die Demo noch einmal wählen, um es wieder zu versuchen, oder einen MySQL-Server verwenden.`,
  },
  login: {
    title: 'Der Start bei der Anmeldung ließ sich nicht einrichten',
    message: (reason) => `Das System lässt es Orderdeck nicht tun: ${reason}. Bis dahin bitte von Hand starten.`,
  },
};
