import { expect, it } from 'vitest';
import { AccessControl } from '../../src-main/auth/access-control.ts';
import { AccessTokens } from '../../src-main/auth/access-tokens.ts';
import type { Credentials } from '../../src-main/auth/credentials.ts';
import { LiveSessions } from '../../src-main/auth/live-sessions.ts';
import type { SessionStore } from '../../src-main/auth/session-store.ts';
import { awaitedConnection } from '../../src-main/session/awaited-connection.ts';
import { deferred } from '../support/deferred.ts';
import { FakeClock } from '../support/fake-clock.ts';

const NOTHING: Credentials = {
  address: '127.0.0.1',
  userAgent: null,
  bearer: null,
  session: null,
  device: null,
  isWindow: false,
};
const WINDOW = { ...NOTHING, address: 'window', isWindow: true };

function control(mode: 'local' | 'shared', { isOpenToAll = false, isLocked = (): boolean => false } = {}) {
  const clock = new FakeClock();
  // Nobody here has a session: a look-up would be a fault.
  const sessions = new LiveSessions({
    store: {} as SessionStore,
    clock,
    now: () => 0,
    failed: () => undefined,
    deviceSeen: () => undefined,
  });
  const tokens = new AccessTokens(() => Buffer.alloc(32), clock);
  return new AccessControl({ mode, isOpenToAll, isWindowLocked: isLocked, sessions, tokens, clock });
}

it('[AUTH-15] without credentials one is admin on a server of this machine alone, and nobody on a shared one', async () => {
  expect(await control('local').identify(NOTHING)).toMatchObject({ kind: 'local', actor: 'console@127.0.0.1' });
  await expect(control('shared').identify(NOTHING)).rejects.toMatchObject({ problem: { code: 'unauthenticated' } });
  expect(await control('shared', { isOpenToAll: true }).identify(NOTHING)).toMatchObject({ role: 'admin' });
  for (const wrong of [{ bearer: 'a.b.c' }, { bearer: '' }, { session: 'x' }, { device: 'x' }]) {
    const asked = control('local', { isOpenToAll: true }).identify({ ...NOTHING, ...wrong });
    await expect(asked, JSON.stringify(wrong)).rejects.toMatchObject({ problem: { code: 'unauthenticated' } });
  }
});

it('[AUTH-16] the window is admin until it is locked, which ends what is open there', async () => {
  let isLocked = false;
  const access = control('shared', { isLocked: () => isLocked });
  const window = await access.identify(WINDOW);
  expect(window).toMatchObject({ kind: 'window', role: 'admin' });
  const ended: string[] = [];
  access.watch(window, (why) => ended.push(why));
  access.watch(window, () => ended.push('released'))();
  access.windowChanged();
  expect(ended).toEqual([]);
  isLocked = true;
  access.windowChanged();
  access.windowChanged();
  expect(ended).toEqual(['This window has been locked. Sign in.']);
  await expect(access.identify(WINDOW)).rejects.toMatchObject({ problem: { code: 'unauthenticated' } });
});

it('[AUTH-17] what the window says before it is known who opened it waits its turn', async () => {
  const said: (string | null)[] = [];
  const opening = deferred<{ received(text: string | null): void; ended(): void }>();
  const connection = awaitedConnection(opening.promise);
  connection.received('hello');
  connection.received('command');
  connection.ended();
  opening.resolve({ received: (text) => said.push(text), ended: () => said.push('ended') });
  await opening.promise;
  expect(said).toEqual(['hello', 'command', 'ended']);
});
