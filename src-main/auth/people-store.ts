import type { Role } from '../../src-shared/role.ts';

/** Times are milliseconds since 1970 by the database's clock. */
export interface PersonRecord {
  readonly id: number;
  readonly name: string;
  readonly role: Role;
  readonly passwordHash: string | null;
  readonly pinHash: string | null;
  readonly badgeHash: string | null;
  readonly disabled: boolean;
  /** Tries since the last right one, the one being judged included. */
  readonly failures: number;
  readonly lockedUntil: number | null;
  /** Milliseconds until then by the database's clock; 0: not locked. */
  readonly lockedForMs: number;
  readonly lastSeenAt: number | null;
  readonly createdAt: number;
}

export type NewPersonRecord = Pick<PersonRecord, 'name' | 'role' | 'passwordHash' | 'pinHash' | 'badgeHash'>;
export type PersonRecordChanges = Partial<NewPersonRecord & Pick<PersonRecord, 'disabled'>>;

/**
 * The people of this database. An admin who can sign in has a password and is not disabled. All methods throw AppError
 * `database-unavailable` when the database is away.
 */
export interface PeopleStore {
  /** By name. */
  list(): Promise<readonly PersonRecord[]>;
  get(id: number): Promise<PersonRecord | null>;
  /** Without regard to case. */
  byName(name: string): Promise<PersonRecord | null>;
  byBadge(badgeHash: string): Promise<PersonRecord | null>;
  /** @throws AppError `conflict` when the name or the badge is somebody's, or the name a device's, already */
  add(person: NewPersonRecord): Promise<PersonRecord>;
  /** In a transaction: only when nobody is an admin who can sign in. @returns `null` when there is one */
  addFirstAdmin(person: NewPersonRecord): Promise<PersonRecord | null>;
  /**
   * Takes effect on open sessions at once. A change of password, PIN or badge begins the count of tries anew and ends the
   * person's sessions, as disabling them does.
   *
   * @param keepSession the one session that stays, since it asked for the change itself
   * @returns `null` when there is no such person
   * @throws AppError `conflict` for a name or badge of somebody else, the name of a device, or when nobody would be left who is an admin and can sign in
   */
  change(id: number, changes: PersonRecordChanges, keepSession?: string | null): Promise<PersonRecord | null>;
  /** With their sessions. @throws AppError `conflict` as `change` does */
  remove(id: number): Promise<PersonRecord | null>;
  hasAdmin(): Promise<boolean>;
  /**
   * Counts a try before it is judged, so that a thousand at once, on any number of servers, get no more tries than one
   * after the other; the name is locked for `lockMs` at once (0: not yet), and `succeeded` takes that back.
   *
   * @param failures as they were seen
   * @returns whether it may go ahead: not when another try was counted meanwhile or the name is locked
   */
  beginTry(id: number, failures: number, lockMs: number): Promise<boolean>;
  /** A right try: the count begins anew. */
  succeeded(id: number): Promise<void>;
}
