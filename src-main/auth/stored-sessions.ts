import type { SessionEntry } from '../../src-shared/access.ts';
import type { LiveSessions } from './live-sessions.ts';
import { SESSION_LIFE_MS } from './session-life.ts';
import { hashSecret, newSessionKey, type SessionKey } from './session-secret.ts';
import type { SessionStore, SessionsOf } from './session-store.ts';
import type { SessionOwner, Sessions } from './sessions.ts';

const ADDRESS_MAX = 64;
const AGENT_MAX = 255;

/** Sessions in the store; those that end are ended on this server before the answer goes out. */
export class StoredSessions implements Sessions {
  constructor(
    private readonly store: SessionStore,
    private readonly live: LiveSessions,
  ) {}

  async open({ kind, personId, deviceId, address, userAgent }: SessionOwner): Promise<SessionKey> {
    const key = newSessionKey();
    await this.store.add({
      id: key.id,
      kind,
      personId,
      deviceId,
      secretHash: hashSecret(key.secret),
      address: address.slice(0, ADDRESS_MAX),
      userAgent: userAgent?.slice(0, AGENT_MAX) ?? null,
      lifeMs: SESSION_LIFE_MS[kind],
    });
    return key;
  }

  async revoke(which: SessionsOf, except?: string): Promise<number> {
    const ended = await this.store.revoke(which, except);
    await this.live.look();
    return ended;
  }

  list(): Promise<readonly SessionEntry[]> {
    return this.store.list();
  }
}
