/** What keeps the ports from being flooded, in the Monitor. */
export const guardText = {
  explanation: 'What the server does to those who ask too much, too slowly or wrongly; counted since it started.',
  names: {
    connections: 'Connections now',
    strangers: 'Of them nobody’s yet',
    refused: 'Found no room',
    ended: 'Ended as too slow',
    rateLimited: 'Asked too often',
    guessesWrong: 'Wrong sign-ins and codes',
    guessesHeld: 'Tries that had to wait',
  },
  explain: {
    connections: 'Network connections that are open at this moment, on both ports.',
    strangers:
      'Connections that have not shown whose they are. When there are too many, the oldest silent one is ended.',
    refused: 'Connections that were not let in, since MAX_CONNECTIONS or MAX_CONNECTIONS_PER_ADDRESS was reached.',
    ended: 'Connections that were ended because they kept the server waiting, or to make room for others.',
    rateLimited: 'Requests beyond RATE_LIMIT_PER_MINUTE of an address or a person; each was told when to come back.',
    guessesWrong: 'Wrong passwords, PINs, badges, tokens and pairing codes.',
    guessesHeld: 'Tries that were not even judged, since the same address had been wrong too often.',
  },
};
