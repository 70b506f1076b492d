import type { errorText as english } from '../en/error-text.ts';

export const errorText: typeof english = {
  codes: {
    'invalid-request':
      'Der Server nimmt die Eingabe nicht an. Nichts wurde geändert. Bitte korrigieren und noch einmal versuchen.',
    'invalid-message': 'Konsole und Server verstehen einander nicht. Nichts wurde geändert. Die Seite neu laden.',
    'invalid-token':
      'Der Server weiß nicht, wo diese Konsole stehen blieb. Kein Auftrag ist verloren. Die Seite neu laden.',
    unauthenticated:
      'Die Anmeldung gilt hier nicht mehr. Nichts wurde geändert. Bitte anmelden und noch einmal versuchen.',
    'forbidden-origin':
      'Der Server erlaubt diese Adresse nicht. Nichts wurde geändert. Die Konsole unter der Adresse öffnen, die der Server nennt.',
    forbidden: 'Das ist hier nicht erlaubt. Nichts wurde geändert. Bitte bei der Betreuung des Servers nachfragen.',
    'not-found': 'Das gibt es nicht mehr. Vielleicht hat es jemand anders gelöscht. Bitte in der Liste nachsehen.',
    'method-not-allowed': 'Der Server kann das nicht. Nichts wurde geändert. Die Seite neu laden.',
    conflict:
      'Jemand anders hat diesen Auftrag zuerst geändert. Nichts wurde überschrieben. Beide Fassungen ansehen und wählen.',
    'too-large': 'Das ist zu viel auf einmal. Nichts wurde geändert. Mit weniger Aufträgen noch einmal versuchen.',
    'unsupported-media-type':
      'Der Server nimmt diese Art von Datei nicht an. Nichts wurde geändert. Die Seite neu laden.',
    'precondition-failed':
      'Der Server konnte nicht erkennen, welche Fassung gemeint war. Nichts wurde geändert. Die Seite neu laden.',
    'rate-limited':
      'Von diesem Computer kamen zu viele Anfragen. Nichts wurde geändert. In einer Minute noch einmal versuchen.',
    'internal-error':
      'Der Server hatte einen Fehler. Ob die Änderung ankam, ist ungewiss. Vor dem nächsten Versuch den Auftrag ansehen.',
    'database-unavailable':
      'MySQL ist nicht erreichbar. Nichts wurde geändert. Noch einmal versuchen, wenn oben wieder „Live“ steht; der Monitor sagt, was fehlt.',
    'database-busy': 'MySQL ist überlastet. Nichts wurde geändert. Gleich noch einmal versuchen.',
    'too-slow':
      'Diese Konsole las zu langsam und verbindet sich neu. Keine Änderung ist verloren. Es ist nichts zu tun.',
    'shutting-down': 'Der Server startet neu. Nichts wurde geändert. In einigen Sekunden noch einmal versuchen.',
  },
  withDetail: (words, detail) => `${words} (Server: ${detail})`,
  rules: {
    'must not be empty or blank': 'darf nicht leer sein',
    'must be at most 255 characters': 'darf höchstens 255 Zeichen haben',
    'must not contain control characters': 'darf keine Steuerzeichen enthalten',
    'must be valid Unicode text': 'muss gültiger Unicode-Text sein',
    'must change at least one field': 'muss mindestens ein Feld ändern',
  },
};
