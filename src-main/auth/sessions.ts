import type { SessionEntry } from '../../src-shared/access.ts';
import type { SessionsOf } from './session-store.ts';

export interface SessionOwner {
  readonly kind: SessionEntry['kind'];
  readonly personId: number | null;
  readonly deviceId: number | null;
  readonly address: string;
  readonly userAgent: string | null;
}

/** Opens and ends sessions. */
export interface Sessions {
  /** @returns what the cookie (or the refresh token) holds; it is not stored and not seen again */
  open(owner: SessionOwner): Promise<{ readonly id: string; readonly secret: string }>;
  /** Ends them here and, within a second, on every other server, with their open sockets. @returns how many */
  revoke(which: SessionsOf, except?: string): Promise<number>;
  list(): Promise<readonly SessionEntry[]>;
}
