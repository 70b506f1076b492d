import { EASY_PASSWORD } from '../../../src-shared/easy-password.ts';
import type { Role } from '../../../src-shared/role.ts';
import type { doorText as english } from '../en/door-text.ts';

const ROLES: Record<Role, string> = { viewer: 'Betrachter', operator: 'Bediener', admin: 'Verwalter' };

export const doorText: typeof english = {
  roles: ROLES,
  signIn: 'Anmelden',
  name: 'Name',
  password: 'Passwort',
  showPassword: 'Passwort zeigen',
  hint: 'Aufträge sehen nur Leute dieses Lagers.',
  wrong: 'Name oder Passwort ist falsch. Niemand wurde angemeldet.',
  wait: (seconds) => `Zu viele falsche Versuche. Nächster Versuch in ${seconds} s.`,
  noAnswer: 'Der Server antwortet nicht. Noch einmal versuchen, wenn er zurück ist.',
  kept: (name) =>
    `Hier wartet nicht gespeicherte Arbeit von ${name}. Sie wird verworfen, sobald sich jemand anders anmeldet.`,
  joinInstead: 'Diesen Bildschirm als Gerät anmelden',
  back: 'Zurück',
  cancel: 'Abbrechen',
  again: 'Noch einmal versuchen',
  bench: {
    title: 'Wer ist da?',
    hint: 'Namen wählen oder Ausweis scannen.',
    people: 'Leute',
    search: 'Namen suchen',
    none: 'Noch hat niemand eine PIN oder einen Ausweis. Mit Passwort anmelden; PINs vergibt ein Verwalter unter Einstellungen, Leute.',
    noMatch: 'Kein solcher Name.',
    loading: 'Die Namen werden geladen',
    byPassword: 'Mit Passwort anmelden',
    byPin: 'Stattdessen Namen wählen',
    asDevice: (device) => `Weiter als ${device}`,
    notBadge: 'Das ist kein Ausweis. Ausweis scannen oder Namen wählen.',
    unknownBadge: 'Niemand hat diesen Ausweis. Namen wählen oder einen Verwalter fragen.',
  },
  pin: {
    title: (name) => `PIN von ${name}`,
    pad: 'PIN-Tastenfeld',
    entered: (count) => (count === 1 ? '1 Ziffer eingegeben' : `${count} Ziffern eingegeben`),
    clear: 'Leeren',
    erase: 'Letzte Ziffer löschen',
    wrong: 'Die PIN ist falsch. Niemand wurde angemeldet.',
    other: 'Jemand anders',
  },
  firstAdmin: {
    title: 'Der erste Verwalter',
    hint: 'Verwalter kümmern sich um Leute, Geräte und Einstellungen. Alle anderen werden von ihnen hinzugefügt.',
    passwordHint: 'Mindestens 12 Zeichen. Die Länge zählt, nicht die Art der Zeichen.',
    create: 'Verwalter anlegen und anmelden',
    used: 'Dieser Link ist verbraucht oder zu alt. Nichts wurde geändert. Ein Neustart des Servers gibt einen neuen.',
    missing: 'Noch kann sich niemand anmelden',
    missingHint:
      'Beim Start hat der Server einen Link für den ersten Verwalter ausgegeben. Diesen Link hier öffnen; er steht auch im Protokoll des Servers.',
  },
  pair: {
    title: 'Gerät anmelden',
    busy: 'Der Code wird geprüft',
    ask: (name) => `Hier ist ${name} angemeldet. Diesen Browser trotzdem als Gerät anmelden?`,
    askNobody: 'Diesen Browser als Gerät anmelden?',
    fingerprint: 'Fingerabdruck des Server-Zertifikats',
    compare:
      'Mit dem Zertifikat vergleichen, vor dem der Browser gewarnt hat, und mit dem Bildschirm des Verwalters. Bei einem Unterschied nicht anmelden.',
    join: 'Als Gerät anmelden',
    used: 'Dieser Code ist verbraucht oder zu alt',
    usedHint: 'Codes gelten einmal und zwei Minuten lang. Ein Verwalter kann einen neuen geben.',
    toSignIn: 'Zur Anmeldung',
  },
  join: {
    title: 'Diesen Bildschirm anmelden',
    code: 'Code dieses Bildschirms',
    steps:
      'An einem anderen Bildschirm öffnet ein Verwalter Einstellungen, Geräte, wählt „Code bestätigen“ und gibt diesen Code ein.',
    left: (span) => `Gilt noch ${span}. Danach kommt von selbst ein neuer.`,
    asking: 'Ein Code wird geholt',
    failed: 'Der Server gibt gerade keinen Code. Es wird von selbst wieder versucht.',
  },
  warnings: {
    label: 'Sicherheit',
    'no-login': 'Jeder in diesem Netz kann alles ändern: Die Anmeldung ist durch INSECURE_NO_LOGIN abgeschaltet.',
    'plain-http':
      'Diese Verbindung ist nicht verschlüsselt: Was hier getippt wird, auch Passwörter, lässt sich im Netz mitlesen.',
  },
  me: {
    label: (name, role) => `Angemeldet: ${name}, ${role}`,
    device: 'Gerät',
    at: (device) => `an ${device}`,
    switch: 'Person wechseln',
    signIn: 'Anmelden',
    password: 'Passwort ändern',
    signOut: 'Abmelden',
    notSignedOut: 'Nicht abgemeldet: Der Server antwortet nicht.',
  },
  rules: {
    'must not contain control characters': 'darf keine Steuerzeichen enthalten',
    'must have at least 12 characters': 'braucht mindestens 12 Zeichen',
    'must be 4 to 12 digits': 'braucht 4 bis 12 Ziffern',
    [EASY_PASSWORD]: 'ist zu leicht zu erraten: gängige Wörter, eine Zeichenfolge oder der eigene Name',
    'must have at least 8 characters': 'braucht mindestens 8 Zeichen',
    'must be printable characters without spaces': 'darf nur druckbare Zeichen ohne Leerzeichen enthalten',
  },
  nameRule: 'Braucht 1 bis 64 Zeichen.',
  nameTaken:
    'Darf nicht wie console@window oder root@localhost aussehen: So nennt der Verlauf, wer nicht angemeldet ist.',
  otherRule: 'Das lässt sich nicht verwenden.',
};
