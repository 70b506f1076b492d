import type { SessionInfo } from '../../src-shared/session-info.ts';
import type { Credentials } from './credentials.ts';
import type { Principal } from './principal.ts';

/** Who asks, and for how long that holds: the one question of every transport. */
export interface Access {
  readonly mode: SessionInfo['mode'];
  /**
   * @throws AppError `unauthenticated` when the credentials are none, wrong, expired or revoked;
   *   `database-unavailable` when they are not known here and cannot be looked up
   */
  identify(credentials: Credentials): Promise<Principal>;
  /** Calls once, within a second, when the session, the person's or the device's right ends or changes, or its time is over. */
  watch(principal: Principal, onEnded: (why: string) => void): () => void;
}
