/** For a public route with which somebody may guess: how often one address may try, and be refused, in a minute. */
export interface GuessRule {
  readonly tries: number;
  readonly refusals: number;
}

/**
 * The first shift of 200 people behind one router signs in within these limits; whoever guesses does not get far.
 * Each name has a lock of its own besides, and a pairing code lives for two minutes.
 *
 * @param refusals the setting, for passwords, PINs and badges
 */
export function guessRules(refusals: number): Readonly<Record<string, GuessRule>> {
  const signIn = { tries: 600, refusals };
  return {
    'POST /api/session': signIn,
    'POST /api/session/password': signIn,
    'POST /api/token': signIn,
    'POST /api/first-admin': { tries: 30, refusals: 10 },
    'POST /api/pairings/claim': { tries: 300, refusals: 20 },
    'POST /api/pairings/requests': { tries: 300, refusals: 20 },
    // A television asks every few seconds until an admin has approved it.
    'POST /api/pairings/requests/claim': { tries: 6_000, refusals: 60 },
  };
}
