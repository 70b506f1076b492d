import type { setupText as english } from '../en/setup-text.ts';
import { orders } from './orders-count.ts';

/** The first run, and the choice of a database wherever it is made. */
export const setupText: typeof english = {
  title: 'Orderdeck einrichten',
  back: 'Zurück',
  cancel: 'Abbrechen',
  welcome: {
    title: 'Wo liegen die Aufträge?',
    hint: 'Das lässt sich jederzeit in den Einstellungen ändern.',
    server: 'MySQL-Server verwenden',
    serverHint:
      'Ein eigener Server: MySQL ab 5.7 oder MariaDB ab 10.4. Orderdeck prüft ihn zuerst und sagt, was es ändern würde.',
    demo: 'Mit einer Demo-Datenbank ausprobieren',
    demoHint:
      'Eine eigene Datenbank mit Beispielaufträgen auf diesem Computer. Sonst wird nichts angerührt, und Vorwissen ist nicht nötig.',
  },
  form: {
    title: 'MySQL-Server verwenden',
    host: 'Host',
    hostHint: 'db.example oder 192.168.1.20',
    port: 'Port',
    user: 'Benutzer',
    password: 'Passwort',
    passwordKept: 'Bleibt, wie es ist',
    showPassword: 'Passwort zeigen oder verbergen',
    name: 'Datenbank',
    nameHint: 'Sie wird angelegt, wenn es sie nicht gibt und der Benutzer das darf.',
    tls: 'Verschlüsselung',
    tlsOptions: { off: 'Aus', verify: 'Ein, geprüft', 'no-verify': 'Ein, ungeprüft' },
    tlsHints: {
      off: 'Nichts wird verschlüsselt. Gut auf diesem Computer oder in einem geschlossenen Netz.',
      verify: 'Verschlüsselt; dem Zertifikat muss dieses System vertrauen.',
      'no-verify': 'Verschlüsselt, aber jeder Server gilt als der richtige.',
    },
    otherUser: 'Ein anderer Benutzer legt das Schema an',
    otherUserHint: 'Nur, wenn der Benutzer oben keine Tabellen und Trigger anlegen darf. Er wird nur dafür verwendet.',
    setupUser: 'Benutzer für das Schema',
    setupPassword: 'Sein Passwort',
    test: 'Verbindung prüfen',
    testAgain: 'Noch einmal prüfen',
  },
  check: {
    title: 'Was geprüft wird',
    before: 'Die Prüfung der Verbindung zeigt, ob alles da ist. Sie ändert nichts.',
    busy: { checking: 'Der Server wird geprüft', preparing: 'Das Schema wird vorbereitet', using: 'Start' },
    cancelled: 'Vor dem Ende abgebrochen.',
    server: (server) => `Gefunden: ${server}`,
    steps: {
      host: 'Name des Hosts',
      port: 'Port',
      login: 'Benutzer und Passwort',
      version: 'Version des Servers',
      database: 'Datenbank',
      rights: 'Rechte des Benutzers',
      schema: 'Tabellen für Aufträge',
    },
    states: { ok: 'In Ordnung', warning: 'Bitte ansehen', failed: 'Fehlgeschlagen', skipped: 'Nicht erreicht' },
    waiting: 'Noch nicht geprüft',
    marked: 'Siehe Befund.',
    copyRepair: (step) => `Abhilfe kopieren für: ${step}`,
    fix: (step) => `Noch nicht bereit: ${step}. Was zu tun ist, steht daneben.`,
    'create-schema':
      'Bereit, aber es gibt noch keine Tabellen für Aufträge. Orderdeck legt sie an; Vorhandenes bleibt unverändert.',
    'upgrade-schema': (count) =>
      `Ein älteres Schema${count === null ? '' : ` mit ${orders(count)}`} wurde gefunden. Das Upgrade ergänzt, was Live-Aktualisierungen brauchen: Spalten, Indizes, Trigger und ein Änderungsprotokoll. Kein Auftrag geht verloren, und andere Programme laufen weiter wie bisher.`,
    use: (count) => `Alles ist da${count === null ? '' : `: ${orders(count)}`}.`,
  },
  next: {
    wizard: {
      'create-schema': 'Schema anlegen und starten',
      'upgrade-schema': 'Upgrade ausführen und starten',
      use: 'Starten',
    },
    settings: {
      'create-schema': 'Schema anlegen und verwenden',
      'upgrade-schema': 'Upgrade ausführen und verwenden',
      use: 'Diese Datenbank verwenden',
    },
  },
  demo: {
    title: 'Mit einer Demo-Datenbank ausprobieren',
    looking: 'Auf diesem Computer wird ein Datenbankprogramm gesucht',
    what: (program) =>
      `Orderdeck startet ${program} für sich allein, mit Beispielaufträgen im eigenen Datenordner. Es ist nur auf diesem Computer erreichbar und endet mit dem Programm. Änderungen bleiben erhalten.`,
    start: 'Demo starten',
    starting: 'Die Demo-Datenbank startet; beim ersten Mal dauert das bis zu einer Minute.',
    missing: 'So kommt man zu einem',
    copy: (line) => `Kopieren: ${line}`,
    again: 'Noch einmal suchen',
  },
  password: {
    title: 'Passwort der Datenbank',
    hint: (database) =>
      `Orderdeck verwendet ${database}. Das Passwort wird auf diesem Computer nicht aufbewahrt; deshalb wird nach jedem Start danach gefragt.`,
    field: 'Passwort',
    setupField: (user) => `Passwort von ${user}, der das Schema anlegen darf`,
    go: 'Weiter',
    other: 'Andere Datenbank wählen',
  },
  done: {
    server: (database) => `Verbunden mit ${database}`,
    created: (database) => `Schema angelegt; verbunden mit ${database}`,
    upgraded: (database) => `Schema aktualisiert; verbunden mit ${database}`,
    demo: 'Die Demo-Datenbank läuft; ausprobieren schadet nicht',
    place: (name, host) => `${name} auf ${host}`,
  },
};
