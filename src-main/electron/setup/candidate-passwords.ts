import type { DatabaseCandidate } from '../../../src-shared/database-check.ts';
import { DesktopCallError } from '../ipc/desktop-call-error.ts';
import type { Account, Secret } from '../settings/secret-box.ts';
import { words } from '../words/words.ts';

/** A candidate that has all its passwords. */
export interface CompleteCandidate extends DatabaseCandidate {
  readonly password: string;
  readonly setupPassword: string;
}

/**
 * Puts the kept passwords where the candidate asks for them.
 *
 * @throws DesktopCallError when none is kept for that user at that host
 */
export function withPasswords(
  candidate: DatabaseCandidate,
  passwordOf: (account: Account) => string | null,
): CompleteCandidate {
  const { host, user, setupUser } = candidate;
  const kept = (name: string): string => {
    const password = passwordOf({ user: name, host });
    if (password !== null) return password;
    throw new DesktopCallError(words.calls.database.notKept(name, host));
  };
  return {
    ...candidate,
    password: candidate.password ?? kept(user),
    setupPassword: setupUser === '' ? '' : (candidate.setupPassword ?? kept(setupUser)),
  };
}

/** The passwords of a candidate, each with its account. */
export function secretsOf({ host, user, password, setupUser, setupPassword }: CompleteCandidate): readonly Secret[] {
  const own = { user, host, password };
  return setupUser === '' ? [own] : [own, { user: setupUser, host, password: setupPassword }];
}
