import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { AppError } from '../base/app-error.ts';
import type { Clock } from '../base/clock.ts';
import type { AuditLog } from './audit-log.ts';
import type { PeopleStore, PersonRecord } from './people-store.ts';
import { refuseEasyPassword } from './refuse-easy-password.ts';
import type { SecretHasher } from './secret-hasher.ts';

export interface FirstAdminDeps {
  readonly people: Pick<PeopleStore, 'addFirstAdmin'>;
  readonly hasher: Pick<SecretHasher, 'hash'>;
  readonly audit: AuditLog;
  readonly clock: Pick<Clock, 'monotonic'>;
}

const LIFE_MS = 3_600_000;
const CODE_BYTES = 24;

/**
 * The way in when nobody can sign in yet: whoever reads what the server prints is trusted to be who runs it. The code is
 * kept as a hash in memory alone, so each start of the server makes its own.
 */
export class FirstAdmin {
  #offer: { readonly hash: Buffer; readonly until: number } | null = null;

  constructor(private readonly deps: FirstAdminDeps) {}

  /** A code that is good once, for an hour; one that was offered before is good no more. */
  offer(): string {
    const code = randomBytes(CODE_BYTES).toString('base64url');
    this.#offer = { hash: hashOf(code), until: this.deps.clock.monotonic() + LIFE_MS };
    return code;
  }

  /**
   * @throws AppError `unauthenticated` for a code that is not good; `conflict` when there is an admin by now;
   *   `invalid-request` for a name that somebody else has
   */
  async claim(
    code: string,
    { name, password }: { name: string; password: string },
    address: string,
  ): Promise<PersonRecord> {
    if (!this.#isGood(code)) {
      this.deps.audit.record({
        kind: 'sign-in-refused',
        actor: '?',
        address,
        detail: { by: 'first-admin', why: 'wrong' },
      });
      throw new AppError(
        'unauthenticated',
        'This link has been used or has run out. A restart of the server prints another.',
      );
    }
    refuseEasyPassword(password, [name]);
    const person = await this.#add(name, await this.deps.hasher.hash(password));
    this.#offer = null;
    if (person === null) throw new AppError('conflict', 'There is an admin already. Sign in, or ask them to add you.');
    this.deps.audit.record({ kind: 'first-admin', actor: person.name, address });
    return person;
  }

  async #add(name: string, passwordHash: string): Promise<PersonRecord | null> {
    try {
      return await this.deps.people.addFirstAdmin({
        name,
        role: 'admin',
        passwordHash,
        pinHash: null,
        badgeHash: null,
      });
    } catch (error) {
      if (!(error instanceof AppError) || error.problem.code !== 'conflict') throw error;
      const message = 'is somebody’s already';
      throw new AppError('invalid-request', `name ${message}.`, { errors: [{ field: 'name', message }] });
    }
  }

  #isGood(code: string): boolean {
    const offer = this.#offer;
    return offer !== null && this.deps.clock.monotonic() < offer.until && timingSafeEqual(hashOf(code), offer.hash);
  }
}

function hashOf(code: string): Buffer {
  return createHash('sha256').update(code, 'utf8').digest();
}
