import type {
  NewPersonRecord,
  PeopleStore,
  PersonRecord,
  PersonRecordChanges,
} from '../../src-main/auth/people-store.ts';
import { AppError } from '../../src-main/base/app-error.ts';
import type { Clock } from '../../src-main/base/clock.ts';

/** People in memory, for tests of what stands on a PeopleStore; the contract suite holds it equal to MySQL. */
export class MemoryPeopleStore implements PeopleStore {
  readonly #people = new Map<number, PersonRecord>();
  #lastId = 0;

  constructor(private readonly clock: Pick<Clock, 'now'>) {}

  async list() {
    return [...this.#people.values()]
      .map((person) => this.#asOfNow(person))
      .sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
  }

  async get(id: number) {
    const person = this.#people.get(id);
    return person === undefined ? null : this.#asOfNow(person);
  }

  async byName(name: string) {
    return this.#find((person) => person.name.toLowerCase() === name.toLowerCase());
  }

  async byBadge(badgeHash: string) {
    return this.#find((person) => person.badgeHash === badgeHash);
  }

  async add(person: NewPersonRecord) {
    this.#checkUnique(null, person);
    const added: PersonRecord = {
      ...person,
      id: ++this.#lastId,
      disabled: false,
      failures: 0,
      lockedUntil: null,
      lockedForMs: 0,
      lastSeenAt: null,
      createdAt: this.clock.now(),
    };
    this.#people.set(added.id, added);
    return added;
  }

  async addFirstAdmin(person: NewPersonRecord) {
    return this.#hasAdmin() ? null : this.add(person);
  }

  async change(id: number, changes: PersonRecordChanges) {
    const before = this.#people.get(id);
    if (before === undefined) return null;
    this.#checkUnique(id, changes);
    const { passwordHash, pinHash, badgeHash } = changes;
    const anew = passwordHash !== undefined || pinHash !== undefined || badgeHash !== undefined;
    const after = { ...before, ...changes, ...(anew ? { failures: 0, lockedUntil: null } : {}) };
    this.#people.set(id, after);
    this.#keepAnAdmin(before);
    return this.#asOfNow(after);
  }

  async remove(id: number) {
    const before = this.#people.get(id);
    if (before === undefined) return null;
    this.#people.delete(id);
    this.#keepAnAdmin(before);
    return this.#asOfNow(before);
  }

  async hasAdmin() {
    return this.#hasAdmin();
  }

  async beginTry(id: number, failures: number, lockMs: number) {
    const person = this.#people.get(id);
    if (person === undefined || person.failures !== failures) return false;
    if (this.#asOfNow(person).lockedForMs > 0) return false;
    const lockedUntil = lockMs === 0 ? null : this.clock.now() + lockMs;
    this.#people.set(id, { ...person, failures: failures + 1, lockedUntil });
    return true;
  }

  async succeeded(id: number) {
    const person = this.#people.get(id);
    if (person === undefined) return;
    this.#people.set(id, { ...person, failures: 0, lockedUntil: null, lastSeenAt: this.clock.now() });
  }

  #asOfNow(person: PersonRecord): PersonRecord {
    return { ...person, lockedForMs: Math.max(0, (person.lockedUntil ?? 0) - this.clock.now()) };
  }

  #find(fits: (person: PersonRecord) => boolean): PersonRecord | null {
    const found = [...this.#people.values()].find(fits);
    return found === undefined ? null : this.#asOfNow(found);
  }

  #checkUnique(id: number | null, { name, badgeHash }: PersonRecordChanges): void {
    for (const other of this.#people.values()) {
      if (other.id === id) continue;
      if (other.name.toLowerCase() === name?.toLowerCase()) {
        throw new AppError('conflict', 'Somebody has this name already. Choose another one.');
      }
      if (badgeHash !== null && badgeHash !== undefined && other.badgeHash === badgeHash) {
        throw new AppError('conflict', 'This badge is somebody else’s already.');
      }
    }
  }

  #hasAdmin(): boolean {
    return [...this.#people.values()].some(canAdminister);
  }

  #keepAnAdmin(before: PersonRecord): void {
    if (!canAdminister(before) || this.#hasAdmin()) return;
    this.#people.set(before.id, before);
    throw new AppError('conflict', `${before.name} is the last admin who can sign in.`);
  }
}

function canAdminister({ role, disabled, passwordHash }: PersonRecord): boolean {
  return role === 'admin' && !disabled && passwordHash !== null;
}
