import type { SessionEntry } from '../../src-shared/access.ts';
import type { Role } from '../../src-shared/role.ts';

/** A session with those it belongs to, as they are now. Times are milliseconds since 1970 by the database's clock. */
export interface SessionRecord {
  readonly id: string;
  readonly kind: SessionEntry['kind'];
  readonly secretHash: string;
  readonly formerHash: string | null;
  readonly openedAt: number;
  readonly expiresAt: number;
  readonly person: {
    readonly id: number;
    readonly name: string;
    readonly role: Role;
    readonly disabled: boolean;
  } | null;
  readonly device: { readonly id: number; readonly name: string; readonly role: Role } | null;
}

export interface NewSession {
  readonly id: string;
  readonly kind: SessionEntry['kind'];
  readonly personId: number | null;
  readonly deviceId: number | null;
  readonly secretHash: string;
  readonly address: string;
  readonly userAgent: string | null;
  /** Milliseconds from now. */
  readonly lifeMs: number;
}

/** Which sessions: all that fit. */
export type SessionsOf = { readonly sessionId: string } | { readonly personId: number } | { readonly deviceId: number };

/** In milliseconds. */
export interface SessionLife {
  /** Since it was last used. */
  readonly lifeMs: number;
  /** Since it was opened, however much it is used. */
  readonly mostMs: number;
}

/** Sessions and the generation, as of one instant. */
export interface FoundSessions {
  readonly generation: string;
  readonly sessions: ReadonlyMap<string, SessionRecord>;
}

/** Where people, programs and devices are signed in. All methods throw AppError `database-unavailable`. */
export interface SessionStore {
  add(session: NewSession): Promise<void>;
  /** Those that are there, have not expired and still belong to somebody. */
  find(ids: readonly string[]): Promise<FoundSessions>;
  /** Exchanges the secret if it still is `secretHash`. @returns whether it was */
  exchange(id: string, secretHash: string, nextHash: string, lifeMs: number): Promise<boolean>;
  /** Seen now; prolongs it. */
  touch(id: string, address: string, life: SessionLife): Promise<void>;
  /** Raises the generation. @param except a session that stays @returns how many ended */
  revoke(which: SessionsOf, except?: string): Promise<number>;
  list(): Promise<readonly SessionEntry[]>;
  /** Another one whenever any server has taken a right away. */
  generation(): Promise<string>;
  /** Takes out what has expired. */
  prune(): Promise<void>;
}
