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
  /** Wrong tries since the last right one. */
  readonly failures: number;
  readonly lockedUntil: number | null;
  readonly lastSeenAt: number | null;
  readonly createdAt: number;
}

export type NewPersonRecord = Pick<PersonRecord, 'name' | 'role' | 'passwordHash' | 'pinHash' | 'badgeHash'>;
export type PersonRecordChanges = Partial<NewPersonRecord & Pick<PersonRecord, 'disabled'>>;

/** The people of this database. All methods throw AppError `database-unavailable` when it is away. */
export interface PeopleStore {
  list(): Promise<readonly PersonRecord[]>;
  get(id: number): Promise<PersonRecord | null>;
  /** Without regard to case. */
  byName(name: string): Promise<PersonRecord | null>;
  byBadge(badgeHash: string): Promise<PersonRecord | null>;
  /** @throws AppError `conflict` when the name or the badge is somebody's already */
  add(person: NewPersonRecord): Promise<PersonRecord>;
  /** In a transaction: only when nobody is an admin who can sign in. @returns `null` when there is one */
  addFirstAdmin(person: NewPersonRecord): Promise<PersonRecord | null>;
  /**
   * Takes effect on open sessions at once. @returns `null` when there is no such person
   * @throws AppError `conflict` for a taken name, or when nobody would be left who is an admin and can sign in
   */
  change(id: number, changes: PersonRecordChanges): Promise<PersonRecord | null>;
  /** With their sessions. @throws AppError `conflict` as `change` does */
  remove(id: number): Promise<PersonRecord | null>;
  hasAdmin(): Promise<boolean>;
  /** A wrong try: counted, and the name locked for `lockMs` (0: not yet). */
  failed(id: number, lockMs: number): Promise<void>;
  /** A right try: the count begins anew. */
  succeeded(id: number): Promise<void>;
}
