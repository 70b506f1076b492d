import type { SessionEntry } from '../../src-shared/access.ts';
import { AppError } from '../base/app-error.ts';
import type { Clock } from '../base/clock.ts';
import type { Access } from './access.ts';
import type { AccessTokens } from './access-tokens.ts';
import type { Credentials } from './credentials.ts';
import type { LiveSessions } from './live-sessions.ts';
import { localPrincipal, type Principal, windowPrincipal } from './principal.ts';
import { principalOfSession } from './session-principal.ts';
import { isSecret, readSessionKey } from './session-secret.ts';
import type { SessionRecord } from './session-store.ts';

export interface AccessControlDeps {
  readonly mode: Access['mode'];
  /** Nobody has to sign in although the server is shared. */
  readonly isOpenToAll: boolean;
  /** Whether people sign in at the desktop program's window as well. */
  readonly isWindowLocked: () => boolean;
  readonly sessions: LiveSessions;
  readonly tokens: AccessTokens;
  readonly clock: Clock;
}

/** Tells who asks by what they show; credentials that are wrong are never passed over. */
export class AccessControl implements Access {
  private readonly windows = new Set<() => void>();

  constructor(private readonly deps: AccessControlDeps) {}

  get mode(): Access['mode'] {
    return this.deps.mode;
  }

  async identify(credentials: Credentials): Promise<Principal> {
    const { bearer, session, device, isWindow, address } = credentials;
    if (bearer !== null) return this.byToken(bearer, credentials);
    if (session !== null) return this.byCookie(session, 'browser', credentials);
    if (device !== null) return this.byCookie(device, 'device', credentials);
    // A browser of the same machine must not be a way around the lock of its window.
    const isLocked = this.deps.isWindowLocked();
    if (isWindow && !isLocked) return windowPrincipal();
    if (!isWindow && (this.deps.isOpenToAll || (this.deps.mode === 'local' && !isLocked)))
      return localPrincipal(address);
    throw new AppError('unauthenticated', 'This server is for people and devices it knows. Sign in first.');
  }

  watch(principal: Principal, onEnded: (why: string) => void): () => void {
    switch (principal.kind) {
      case 'local':
        return this.deps.isOpenToAll ? () => undefined : this.watchWindow(onEnded);
      case 'window':
        return this.watchWindow(onEnded);
      case 'person':
      case 'device':
        return this.watchSession(principal, onEnded);
    }
  }

  /** The window may be locked by now: whoever is connected there without a session is sent to sign in. */
  windowChanged(): void {
    if (!this.deps.isWindowLocked()) return;
    for (const end of [...this.windows]) end();
  }

  private watchWindow(onEnded: (why: string) => void): () => void {
    const end = () => {
      this.windows.delete(end);
      onEnded('This window has been locked. Sign in.');
    };
    this.windows.add(end);
    return () => this.windows.delete(end);
  }

  private watchSession(principal: Principal, onEnded: (why: string) => void): () => void {
    const { clock, sessions } = this.deps;
    let isWatched = true;
    const releases: (() => void)[] = [];
    const release = () => {
      isWatched = false;
      for (const one of releases.splice(0)) one();
    };
    const end = (why: string) => {
      if (!isWatched) return;
      release();
      onEnded(why);
    };
    releases.push(sessions.watch(principal, end));
    if (principal.endsAt !== null) {
      const timer = clock.after(Math.max(0, principal.endsAt - clock.now()), () => end(RUN_OUT));
      releases.push(() => timer.cancel());
    }
    if (!isWatched) release();
    return release;
  }

  private async byToken(bearer: string, credentials: Credentials): Promise<Principal> {
    const { sessionId, personId, endsAt } = this.deps.tokens.read(bearer);
    const record = await this.deps.sessions.use(sessionId, credentials);
    if (record === null || record.kind !== 'program' || record.person?.id !== personId) throw over();
    return { ...principalOfSession(record), endsAt };
  }

  private async byCookie(text: string, kind: SessionEntry['kind'], credentials: Credentials): Promise<Principal> {
    const key = readSessionKey(text);
    const record: SessionRecord | null = key && (await this.deps.sessions.use(key.id, credentials));
    if (key === null || record === null || record.kind !== kind || !isSecret(key.secret, record.secretHash)) {
      throw over();
    }
    return principalOfSession(record);
  }
}

const RUN_OUT = 'The token of this connection has run out. Come back with another.';

function over(): AppError {
  return new AppError('unauthenticated', 'This session is over, or was never one. Sign in again.');
}
