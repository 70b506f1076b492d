import type { callWords as english } from '../en/call-words.ts';

export const callWords: typeof english = {
  notAllowed: 'Diese Seite darf das nicht.',
  failed: 'Das ist gescheitert; warum, steht im Protokoll.',
  folder: (folder, reason) => `Der Ordner ${folder} ließ sich nicht öffnen: ${reason}`,
  samePorts: (port) => `Die beiden Ports müssen verschieden sein; beide sind ${port}.`,
  noticeStays: 'Dieser Hinweis wartet auf eine Antwort.',
  noticeGone: 'Diesen Hinweis gibt es nicht mehr.',
  noFile: 'Dazu gibt es keine Datei.',
  notServing: 'Browser werden zurzeit nicht bedient.',
  lock: {
    adminOnly: 'Dieses Fenster ist gesperrt. Dafür muss sich ein Verwalter anmelden.',
    notKnown:
      'Das Fenster lässt sich zurzeit nicht sperren: Es ist nicht bekannt, wer sich anmelden kann. Später noch einmal versuchen.',
    nobody: 'Noch kann sich kein Verwalter anmelden. Erst einem ein Passwort, eine PIN oder einen Ausweis geben.',
  },
  files: {
    diskFull: 'die Platte ist voll',
    noRight: 'dort fehlt das Recht zu schreiben',
    readOnly: 'die Platte ist schreibgeschützt',
    other: (what) => `das System sagt ${what}`,
    missing: 'Die Datei fehlt.',
    empty: 'Die Datei ist leer.',
    unreadable: (reason) => `Die Datei ist nicht lesbar: ${reason}.`,
    noSettings: 'Die Datei enthält keine Einstellungen: Sie beginnt nicht mit {.',
    settingsNotChanged: (reason, path) =>
      `Die Einstellungen wurden nicht geändert: ${reason} (${path}). Bitte beheben und noch einmal versuchen.`,
  },
  database: {
    demo: 'die Demo-Datenbank dieses Programms',
    place: (name, address) => `${name} auf ${address}`,
    createFirst: 'Das Schema fehlt. Es muss zuerst angelegt werden.',
    upgradeFirst: 'Das Schema stammt von einer früheren Version. Es muss zuerst erneuert werden.',
    notUsable: 'Der Server ist nicht verwendbar.',
    steps: {
      host: 'Host',
      port: 'Port',
      login: 'Anmeldung',
      version: 'Version des Servers',
      database: 'Datenbank',
      rights: 'Rechte',
      schema: 'Schema',
    },
    noPassword: 'Es gibt keine Datenbank, die ein Passwort verlangt.',
    notKept: (user, host) =>
      `Von ${user} auf ${host} ist kein Passwort aufgehoben; bitte eintippen. Ein aufgehobenes gilt nur für denselben Benutzer auf demselben Host.`,
    passwordNotKept: (reason) => `Das Passwort ließ sich nicht aufheben: ${reason}. Nichts wurde geändert.`,
    hasKeyring: 'Dieses System hat einen Schlüsselbund, der die Passwörter aufhebt.',
    named: (variables) =>
      `Die Datenbank ist durch ${variables.join(', ')} in der Umgebung oder in .env festgelegt, und das gilt vor der Wahl hier. Bitte dort entfernen und Orderdeck neu starten.`,
    demoNotStarted: (reason) => `Die Demo-Datenbank ist nicht gestartet: ${reason}`,
    noServer:
      'Die Demo betreibt einen eigenen MariaDB- oder MySQL-Server, und auf diesem Computer gibt es keinen. Bitte einen installieren und noch einmal nachsehen.',
    oneCommand: 'Je nach System hilft einer dieser Befehle:',
    homebrew: 'Mit Homebrew genügt ein Befehl:',
    windows:
      'Unter Windows kann die Demo keinen eigenen Server starten. Bitte MariaDB oder MySQL als Dienst installieren und „MySQL-Server verwenden“ mit dem dort vergebenen Passwort wählen.',
  },
};
