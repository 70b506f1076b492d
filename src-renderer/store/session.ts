import { createStore } from 'zustand/vanilla';
import { mayDo, type Permission } from '../../src-shared/permission.ts';
import type { SessionInfo } from '../../src-shared/session-info.ts';

export interface SessionState {
  /** What the server said last of who asks; `null` before it has said anything. */
  readonly info: SessionInfo | null;
  /** Whose screen this is, or was until nobody was signed in any more. */
  readonly name: string | null;
  /** Somebody is about to take over from whoever is signed in. */
  readonly switching: boolean;
}

/** Who is before this screen. */
export const session = createStore<SessionState>()(() => ({ info: null, name: null, switching: false }));

/** Pure. What is not known to be allowed is not offered; the server has the last word in any case. */
export function allows({ info }: SessionState, permission: Permission): boolean {
  const role = info?.principal?.role;
  return role !== undefined && mayDo(role, permission);
}

/** Whether whoever is before the screen may do it, asked at this moment. */
export function may(permission: Permission): boolean {
  return allows(session.getState(), permission);
}

/** Pure: whether somebody has to sign in before anything else. */
export function isShut({ info }: SessionState): boolean {
  return info !== null && info.principal === null;
}

/** Lets somebody else sign in where somebody is; the first stays signed in until that has happened. */
export function beginSwitch(): void {
  session.setState({ switching: true });
}

export function endSwitch(): void {
  session.setState({ switching: false });
}
