import type { z } from 'zod';
import type { BenchPeople, newPersonSchema, Person, personChangesSchema } from '../../src-shared/access.ts';
import { AppError } from '../base/app-error.ts';
import type { AuditLog } from './audit-log.ts';
import { badgeHash } from './badge-hash.ts';
import type { PeopleStore, PersonRecord, PersonRecordChanges } from './people-store.ts';
import { refuseEasyPassword } from './refuse-easy-password.ts';
import type { SecretHasher } from './secret-hasher.ts';

/** Who asks for a change, for the record. */
export interface Doer {
  readonly actor: string;
  readonly address: string;
}

export interface PeopleDeps {
  readonly store: PeopleStore;
  readonly hasher: Pick<SecretHasher, 'hash'>;
  readonly audit: AuditLog;
}

/** What admins do with people. All methods throw what the store throws, and `not-found` for who is not there. */
export class People {
  constructor(private readonly deps: PeopleDeps) {}

  async list(): Promise<Person[]> {
    return (await this.deps.store.list()).map(shown);
  }

  /** Those who can be chosen at a shared bench. */
  async atBench(): Promise<BenchPeople> {
    const people = await this.deps.store.list();
    return people
      .filter(({ disabled, pinHash, badgeHash: badge }) => !disabled && (pinHash !== null || badge !== null))
      .map(({ id, name, role }) => ({ id, name, role }));
  }

  async add(person: z.output<typeof newPersonSchema>, doer: Doer): Promise<Person> {
    const { name, role, password = null, pin = null, badge = null } = person;
    refuseEasyPassword(password, [name]);
    const added = await this.deps.store.add({
      name,
      role,
      passwordHash: await this.#hash(password),
      pinHash: await this.#hash(pin),
      badgeHash: badge === null ? null : badgeHash(badge),
    });
    this.deps.audit.record({ kind: 'person-added', ...doer, detail: { name, role } });
    return shown(added);
  }

  async change(id: number, changes: z.output<typeof personChangesSchema>, doer: Doer): Promise<Person> {
    const before = await this.#get(id);
    const { password, pin, badge, ...plain } = changes;
    refuseEasyPassword(password, [before.name, changes.name ?? '']);
    const written: { -readonly [Name in keyof PersonRecordChanges]: PersonRecordChanges[Name] } = definedOnly(plain);
    if (password !== undefined) written.passwordHash = await this.#hash(password);
    if (pin !== undefined) written.pinHash = await this.#hash(pin);
    if (badge !== undefined) written.badgeHash = badge === null ? null : badgeHash(badge);
    const after = await this.deps.store.change(id, written);
    if (after === null) throw nobody();
    this.deps.audit.record({
      kind: 'person-changed',
      ...doer,
      detail: {
        name: before.name,
        ...(after.name === before.name ? {} : { newName: after.name }),
        ...(after.role === before.role ? {} : { role: after.role, formerRole: before.role }),
        ...(after.disabled === before.disabled ? {} : { disabled: after.disabled }),
        ...secretFacts({ password, pin, badge }),
      },
    });
    return shown(after);
  }

  async remove(id: number, doer: Doer): Promise<void> {
    const removed = await this.deps.store.remove(id);
    if (removed === null) throw nobody();
    this.deps.audit.record({ kind: 'person-removed', ...doer, detail: { name: removed.name, role: removed.role } });
  }

  /** Their own, already confirmed. @param keepSession the one that stays signed in */
  async changeOwnPassword(id: number, password: string, keepSession: string | null, doer: Doer): Promise<void> {
    refuseEasyPassword(password, [(await this.#get(id)).name]);
    const changes = { passwordHash: await this.deps.hasher.hash(password) };
    if ((await this.deps.store.change(id, changes, keepSession)) === null) throw nobody();
    this.deps.audit.record({ kind: 'password-changed', ...doer });
  }

  async #get(id: number): Promise<PersonRecord> {
    const person = await this.deps.store.get(id);
    if (person === null) throw nobody();
    return person;
  }

  async #hash(secret: string | null): Promise<string | null> {
    return secret === null ? null : this.deps.hasher.hash(secret);
  }
}

function shown(person: PersonRecord): Person {
  return {
    id: person.id,
    name: person.name,
    role: person.role,
    disabled: person.disabled,
    hasPassword: person.passwordHash !== null,
    hasPin: person.pinHash !== null,
    hasBadge: person.badgeHash !== null,
    lockedUntil: person.lockedForMs > 0 ? isoOrNull(person.lockedUntil) : null,
    lastSeenAt: isoOrNull(person.lastSeenAt),
    createdAt: new Date(person.createdAt).toISOString(),
  };
}

function isoOrNull(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}

/** That a secret was set or taken away, never which. */
function secretFacts(secrets: Readonly<Record<string, string | null | undefined>>): Record<string, string> {
  const facts: Record<string, string> = {};
  for (const [name, secret] of Object.entries(secrets)) {
    if (secret !== undefined) facts[name] = secret === null ? 'taken away' : 'set';
  }
  return facts;
}

function definedOnly<T extends object>(values: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  const defined = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(defined) as { [Name in keyof T]?: Exclude<T[Name], undefined> };
}

function nobody(): AppError {
  return new AppError('not-found', 'There is no such person. Somebody may have removed them.');
}
