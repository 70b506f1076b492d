import type { AuditDetail } from '../../src-shared/access.ts';
import { AppError } from '../base/app-error.ts';
import { Turns } from '../base/turns.ts';
import type { AuditLog } from './audit-log.ts';
import { badgeHash } from './badge-hash.ts';
import { lockMs, PIN_TRIES } from './lock-out.ts';
import type { PeopleStore, PersonRecord } from './people-store.ts';
import type { SecretHasher } from './secret-hasher.ts';
import { nameKey, type StrangerTries } from './stranger-tries.ts';

export interface AuthenticatorDeps {
  readonly people: PeopleStore;
  readonly hasher: SecretHasher;
  readonly audit: AuditLog;
  readonly strangers: StrangerTries;
}

/** Where somebody signs in. */
export interface SignInPlace {
  readonly address: string;
  /** The bench, for PIN and badge: the window, or a paired device. */
  readonly bench: string;
}

type Why = 'wrong' | 'locked' | 'disabled' | 'pin-blocked';

/** Whoever would wait for more than this many others is better told to come back. */
const MOST_WAITING = 30;
/** Another server counts tries of the same person now and then. */
const MOST_LOOKS = 5;
/** A scanner reads other codes too: that must not close a bench for long. */
const MOST_BADGE_LOCK_MS = 30_000;
/** A name that is nobody's is never written down: it may be a password in the wrong field. */
const NOBODY = '?';

/**
 * Knows people by password, PIN or badge. Every try is counted before it is judged, and costs and answers the same
 * whether or not there is such a person. All methods throw AppError `unauthenticated` (wrong), `rate-limited` (locked, or
 * too many at once) or `database-unavailable`.
 */
export class Authenticator {
  readonly #turns = new Turns();
  #waiting = 0;

  constructor(private readonly deps: AuthenticatorDeps) {}

  byPassword(name: string, password: string, address: string): Promise<PersonRecord> {
    const attempt = { by: 'password', address, wrong: 'The name or the password is wrong.' };
    return this.#inTurn(async () => {
      const person = await this.#begin(attempt, nameKey(name), () => this.deps.people.byName(name));
      return this.#judge(attempt, person, nameKey(name), password, person?.passwordHash ?? null);
    });
  }

  byPin(personId: number, pin: string, { address }: SignInPlace): Promise<PersonRecord> {
    const key = `person:${personId}`;
    const attempt = { by: 'pin', address, wrong: 'The PIN is wrong.' };
    return this.#inTurn(async () => {
      const person = await this.#begin(attempt, key, async () => {
        const found = await this.deps.people.get(personId);
        if (found !== null && found.failures >= PIN_TRIES) throw this.#pinBlocked(attempt, found);
        return found;
      });
      return this.#judge(attempt, person, key, pin, person?.pinHash ?? null);
    });
  }

  /** A badge holds enough to need no slow hash; wrong ones are counted by bench. */
  byBadge(badge: string, { address, bench }: SignInPlace): Promise<PersonRecord> {
    const key = `badge:${bench}`;
    const attempt = { by: 'badge', address, wrong: 'This badge is nobody’s.' };
    return this.#inTurn(async () => {
      const { strangers, people } = this.deps;
      const { failures, lockedForMs } = strangers.look(key);
      if (lockedForMs > 0) throw this.#locked(attempt, null, lockedForMs);
      const person = await people.byBadge(badgeHash(badge));
      if (person === null || person.disabled) {
        strangers.count(key, Math.min(MOST_BADGE_LOCK_MS, lockMs(failures + 1)));
        throw this.#refused(attempt, person, person === null ? 'wrong' : 'disabled');
      }
      strangers.forget(key);
      return this.#welcome(attempt, person);
    });
  }

  /** Whether somebody who is signed in knows their own password; counted like a sign-in, recorded only when wrong. */
  confirmPassword(personId: number, password: string, address: string): Promise<PersonRecord> {
    const key = `person:${personId}`;
    const attempt = { by: 'password', address, wrong: 'The password so far is wrong.' };
    return this.#inTurn(async () => {
      const person = await this.#begin(attempt, key, () => this.deps.people.get(personId));
      return this.#judge({ ...attempt, silent: true }, person, key, password, person?.passwordHash ?? null);
    });
  }

  async #begin(attempt: Attempt, key: string, find: () => Promise<PersonRecord | null>): Promise<PersonRecord | null> {
    const { people, strangers } = this.deps;
    for (let look = 0; look < MOST_LOOKS; look++) {
      const person = await find();
      const { failures, lockedForMs } = person ?? strangers.look(key);
      if (lockedForMs > 0) throw this.#locked(attempt, person, lockedForMs);
      const lock = lockMs(failures + 1);
      if (person === null) {
        strangers.count(key, lock);
        return null;
      }
      if (await people.beginTry(person.id, failures, lock)) return person;
    }
    throw busy();
  }

  async #judge(
    attempt: Attempt,
    person: PersonRecord | null,
    key: string,
    secret: string,
    hash: string | null,
  ): Promise<PersonRecord> {
    const right = await this.deps.hasher.verify(secret, hash);
    if (person === null || !right) throw this.#refused(attempt, person, 'wrong');
    if (person.disabled) throw this.#refused(attempt, person, 'disabled');
    this.deps.strangers.forget(key);
    return this.#welcome(attempt, person);
  }

  async #welcome({ by, address, silent }: Attempt, person: PersonRecord): Promise<PersonRecord> {
    await this.deps.people.succeeded(person.id);
    if (!silent) this.deps.audit.record({ kind: 'sign-in', actor: person.name, address, detail: { by } });
    return person;
  }

  #refused(attempt: Attempt, person: PersonRecord | null, why: Why): AppError {
    this.#record(attempt, person, { why });
    return new AppError('unauthenticated', attempt.wrong);
  }

  #pinBlocked(attempt: Attempt, person: PersonRecord): AppError {
    this.#record(attempt, person, { why: 'pin-blocked' });
    return new AppError(
      'unauthenticated',
      'This PIN is blocked after too many wrong tries. Sign in with password or badge, or ask an admin for a new PIN.',
    );
  }

  #locked(attempt: Attempt, person: PersonRecord | null, lockedForMs: number): AppError {
    this.#record(attempt, person, { why: 'locked' });
    const retryAfterSeconds = Math.ceil(lockedForMs / 1000);
    return new AppError('rate-limited', `Too many wrong tries. Try again in ${retryAfterSeconds} s.`, {
      retryAfterSeconds,
    });
  }

  #record({ by, address }: Attempt, person: PersonRecord | null, detail: AuditDetail): void {
    const actor = person?.name ?? NOBODY;
    this.deps.audit.record({ kind: 'sign-in-refused', actor, address, detail: { by, ...detail } });
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#waiting >= MOST_WAITING) throw busy();
    this.#waiting++;
    try {
      return await this.#turns.take(work);
    } finally {
      this.#waiting--;
    }
  }
}

interface Attempt {
  readonly by: string;
  readonly address: string;
  readonly wrong: string;
  readonly silent?: boolean;
}

function busy(): AppError {
  return new AppError('rate-limited', 'Too many people are signing in at once. Try again in a few seconds.', {
    retryAfterSeconds: 3,
  });
}
