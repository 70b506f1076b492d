import { expect, it } from 'vitest';
import { AccessControl } from '../../src-main/auth/access-control.ts';
import { AccessTokens } from '../../src-main/auth/access-tokens.ts';
import type { Credentials } from '../../src-main/auth/credentials.ts';
import { LiveSessions } from '../../src-main/auth/live-sessions.ts';
import { SESSION_LIFE_MS } from '../../src-main/auth/session-life.ts';
import { principalOfSession } from '../../src-main/auth/session-principal.ts';
import { hashSecret, newSessionKey, type SessionKey, writeSessionKey } from '../../src-main/auth/session-secret.ts';
import type { SessionRecord, SessionStore } from '../../src-main/auth/session-store.ts';
import { awaitedConnection } from '../../src-main/session/awaited-connection.ts';
import { ERROR_CODES } from '../../src-shared/error-code.ts';
import { deferred } from '../support/deferred.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { sessionRig, settled } from '../support/session-rig.ts';

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
  // A browser beside it is no way around the lock.
  const beside = control('local', { isLocked: () => isLocked }).identify(NOTHING);
  await expect(beside).rejects.toMatchObject({ problem: { code: 'unauthenticated' } });
});

it('[AUTH-33] a token is good for the session of its own person, and a cookie for one of its own kind', async () => {
  const key = newSessionKey();
  const program = recordOf('program', key);
  for (const [record, isGood] of [
    [program, true],
    [{ ...program, person: { ...ANN, id: 8 } }, false],
    [{ ...program, person: null, device: WALL }, false],
    [{ ...program, kind: 'browser' }, false],
  ] as const) {
    const { access, tokens } = knowing(record);
    const asked = access.identify({ ...NOTHING, bearer: tokens.issue(principalOfSession(program)) });
    if (isGood) expect(await asked).toMatchObject({ actor: 'Ann' });
    else await expect(asked).rejects.toMatchObject({ problem: { code: 'unauthenticated' } });
  }
  const cookie = writeSessionKey(key);
  for (const [record, shown, isGood] of [
    [recordOf('browser', key), { session: cookie }, true],
    [program, { session: cookie }, false],
    [recordOf('device', key), { session: cookie }, false],
    [recordOf('browser', key), { device: cookie }, false],
    [recordOf('browser', { ...newSessionKey(), id: key.id }), { session: cookie }, false],
  ] as const) {
    const asked = knowing(record).access.identify({ ...NOTHING, ...shown });
    if (isGood) expect(await asked).toMatchObject({ actor: 'Ann' });
    else await expect(asked).rejects.toMatchObject({ problem: { code: 'unauthenticated' } });
  }
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

const ANN = { id: 7, name: 'Ann', role: 'operator', disabled: false } as const;
const WALL = { id: 3, name: 'Wall', role: 'viewer' } as const;

function recordOf(kind: SessionRecord['kind'], { id, secret }: SessionKey): SessionRecord {
  const [openedAt, expiresAt] = [0, Number.MAX_SAFE_INTEGER];
  return { id, kind, secretHash: hashSecret(secret), formerHash: null, openedAt, expiresAt, person: ANN, device: null };
}

/** An access that knows this session and no other. */
function knowing(record: SessionRecord, clock = new FakeClock()) {
  const found = { generation: '1', sessions: new Map([[record.id, record]]) };
  const store = { find: async () => found, generation: async () => '1', touch: async () => undefined };
  const deps = { clock, now: () => clock.now(), failed: () => undefined, deviceSeen: () => undefined };
  const sessions = new LiveSessions({ ...deps, store: store as unknown as SessionStore });
  const tokens = new AccessTokens(() => Buffer.alloc(32), clock);
  const modes = { mode: 'shared', isOpenToAll: false, isWindowLocked: () => false } as const;
  return { tokens, access: new AccessControl({ ...modes, sessions, tokens, clock }) };
}

it('[AUTH-28] a connection that was opened with a token is closed with 4407 when the token runs out, and not before', async () => {
  const clock = new FakeClock();
  const record = {
    ...recordOf('program', newSessionKey()),
    openedAt: clock.now(),
    expiresAt: clock.now() + SESSION_LIFE_MS.program,
  };
  const { access, tokens } = knowing(record, clock);
  const bearer = tokens.issue({ ...principalOfSession(record) });
  const principal = await access.identify({ ...NOTHING, bearer });
  expect(principal).toMatchObject({ actor: 'Ann', endsAt: (Math.floor(clock.now() / 1000) + 600) * 1000 });
  const rig = sessionRig({ clock, watch: (whose, onEnded) => access.watch(whose, onEnded) });
  rig.start();
  const { socket } = rig.v1(undefined, principal);
  await settled();
  expect(socket.types).toContain('welcome');
  clock.advance(Number(principal.endsAt) - clock.now() - 1);
  await settled();
  expect(socket.closedAs).toBeNull();
  clock.advance(1);
  await settled();
  expect(socket.closedAs).toBe('unauthenticated');
  expect(ERROR_CODES.unauthenticated.close).toBe(4407);
});

it('[AUTH-34] what was taken away elsewhere is seen at the next look, of which there are two a second', async () => {
  const clock = new FakeClock();
  const record = { ...recordOf('program', newSessionKey()), openedAt: clock.now() };
  let generation = '1';
  let looks = 0;
  const store = {
    find: async () => ({ generation, sessions: new Map(generation === '1' ? [[record.id, record]] : []) }),
    async generation() {
      looks++;
      return generation;
    },
    touch: async () => undefined,
  };
  const deps = { clock, now: () => clock.now(), failed: () => undefined, deviceSeen: () => undefined };
  const sessions = new LiveSessions({ ...deps, store: store as unknown as SessionStore });
  await sessions.use(record.id, { address: '127.0.0.1' });
  const ended: string[] = [];
  sessions.watch(principalOfSession(record), (why) => ended.push(why));
  clock.advance(500);
  await settled();
  expect([looks, ended]).toEqual([1, []]);
  generation = '2';
  clock.advance(499);
  await settled();
  expect([looks, ended]).toEqual([1, []]);
  clock.advance(1);
  await settled();
  expect([looks, ended]).toEqual([2, ['This session is over. Sign in again.']]);
});
