import type { guardText as english } from '../en/guard-text.ts';

export const guardText: typeof english = {
  explanation: 'Was der Server mit denen macht, die zu viel, zu langsam oder falsch fragen; gezählt seit dem Start.',
  names: {
    connections: 'Offene Verbindungen',
    strangers: 'Davon noch unbekannt',
    refused: 'Fanden keinen Platz',
    ended: 'Als zu langsam beendet',
    rateLimited: 'Zu oft gefragt',
    guessesWrong: 'Falsche Anmeldungen und Codes',
    guessesHeld: 'Versuche, die warten mussten',
  },
  explain: {
    connections: 'Netzverbindungen, die in diesem Augenblick offen sind, an beiden Ports.',
    strangers:
      'Verbindungen, die noch nicht gezeigt haben, wem sie gehören. Werden es zu viele, endet die, die am längsten schweigt.',
    refused:
      'Verbindungen, die nicht angenommen wurden, weil MAX_CONNECTIONS oder MAX_CONNECTIONS_PER_ADDRESS erreicht war.',
    ended: 'Verbindungen, die beendet wurden, weil sie den Server warten ließen oder anderen Platz machen mussten.',
    rateLimited:
      'Anfragen über RATE_LIMIT_PER_MINUTE einer Adresse oder Person hinaus; jeder wurde gesagt, wann sie wiederkommen darf.',
    guessesWrong: 'Falsche Passwörter, PINs, Ausweise, Tokens und Codes für Geräte.',
    guessesHeld: 'Versuche, die gar nicht geprüft wurden, weil dieselbe Adresse zu oft falsch lag.',
  },
};
