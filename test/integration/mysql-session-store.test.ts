import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { AccessControl } from '../../src-main/auth/access-control.ts';
import { AccessTokens, tokenKey } from '../../src-main/auth/access-tokens.ts';
import type { Credentials } from '../../src-main/auth/credentials.ts';
import { LiveSessions } from '../../src-main/auth/live-sessions.ts';
import { SESSION_LIFE_MS, SESSION_MOST_MS } from '../../src-main/auth/session-life.ts';
import { hashSecret, writeSessionKey } from '../../src-main/auth/session-secret.ts';
import { StoredSessions } from '../../src-main/auth/stored-sessions.ts';
import { MysqlSessionStore } from '../../src-main/mysql/mysql-session-store.ts';
import type { Role } from '../../src-shared/role.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { type MysqlOrders, openMysqlOrders } from '../support/mysql-orders.ts';

let opened: MysqlOrders;
let store: MysqlSessionStore;
beforeAll(async () => {
  opened = await openMysqlOrders();
});
afterAll(() => opened.drop());
beforeEach(async () => {
  for (const table of ['people', 'devices', 'sessions']) await opened.server.query(`DELETE FROM orderdeck_${table}`);
  store = new MysqlSessionStore(opened.database);
});

const NOBODY: Credentials = {
  address: '192.0.2.7',
  userAgent: 'test',
  bearer: null,
  session: null,
  device: null,
  isWindow: false,
};

/** One server over the common database, with time in the hands of the test. */
function aServer(now: () => number = Date.now) {
  const clock = new FakeClock();
  const failures: unknown[] = [];
  const live = new LiveSessions({
    store,
    clock,
    now,
    deviceSeen: () => undefined,
    failed: (error) => failures.push(error),
  });
  const tokens = new AccessTokens(() => tokenKey('', 'of the database'), clock);
  const rest = { mode: 'shared', isOpenToAll: false, isWindowLocked: () => false } as const;
  const access = new AccessControl({ ...rest, sessions: live, tokens, clock });
  return { clock, live, access, failures, sessions: new StoredSessions(store, live) };
}

async function aPerson(name: string, role: Role): Promise<number> {
  await opened.server.query('INSERT INTO orderdeck_people (name, role) VALUES (?, ?)', [name, role]);
  const [row] = await opened.server.query<{ id: number }>('SELECT id FROM orderdeck_people WHERE name = ?', [name]);
  return Number(row?.id);
}

async function aDevice(name: string, role: Role): Promise<number> {
  await opened.server.query("INSERT INTO orderdeck_devices (name, role, created_by) VALUES (?, ?, 'x')", [name, role]);
  const [row] = await opened.server.query<{ id: number }>('SELECT id FROM orderdeck_devices WHERE name = ?', [name]);
  return Number(row?.id);
}

const browser = (personId: number) => ({
  kind: 'browser' as const,
  personId,
  deviceId: null,
  address: '192.0.2.7',
  userAgent: 'test',
});
const device = (deviceId: number) => ({ ...browser(0), kind: 'device' as const, personId: null, deviceId });

it('[AUTH-3] a cookie is good for the session it was given for, and shows as whom and as what', async () => {
  const { access, sessions } = aServer();
  const personId = await aPerson('Ann', 'operator');
  const key = await sessions.open(browser(personId));
  const ann = await access.identify({ ...NOBODY, session: writeSessionKey(key) });
  expect(ann).toEqual({
    kind: 'person',
    actor: 'Ann',
    role: 'operator',
    sessionId: key.id,
    personId,
    deviceId: null,
    endsAt: null,
  });
  const deviceId = await aDevice('Wall', 'viewer');
  const wall = writeSessionKey(await sessions.open(device(deviceId)));
  expect(await access.identify({ ...NOBODY, device: wall })).toMatchObject({ kind: 'device', actor: 'Wall', deviceId });
  const both = await access.identify({ ...NOBODY, device: wall, session: writeSessionKey(key) });
  expect(both).toMatchObject({ kind: 'person', actor: 'Ann' });
});

it('[AUTH-4] a wrong secret, another kind of cookie, no session and nothing at all are unauthenticated', async () => {
  const { access, sessions } = aServer();
  const personId = await aPerson('Ann', 'admin');
  const key = await sessions.open(browser(personId));
  const wrong = { ...key, secret: key.secret.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')) };
  const bad: Partial<Credentials>[] = [
    {},
    { session: writeSessionKey(wrong) },
    { device: writeSessionKey(key) },
    { session: writeSessionKey({ ...key, id: '0'.repeat(32) }) },
    { session: key.id },
    { session: `${key.id}.' OR 1=1 -- ` },
    { session: '' },
  ];
  for (const credentials of bad) {
    const asked = access.identify({ ...NOBODY, ...credentials });
    await expect(asked, JSON.stringify(credentials)).rejects.toMatchObject({ problem: { code: 'unauthenticated' } });
  }
});

it('[AUTH-5] what is taken away on one server is gone on the others within a second, with its open sockets', async () => {
  const [here, there] = [aServer(), aServer()];
  const personId = await aPerson('Ann', 'admin');
  const deviceId = await aDevice('Wall', 'viewer');
  const changes = {
    'the session is ended': () => here.sessions.revoke({ personId }),
    'the person is removed': () => opened.server.query('DELETE FROM orderdeck_people WHERE id = ?', [personId]),
    'the device is ended': () => here.sessions.revoke({ deviceId }),
  };
  for (const [what, change] of Object.entries(changes)) {
    const isDevice = what.includes('device');
    const key = writeSessionKey(await here.sessions.open(isDevice ? device(deviceId) : browser(personId)));
    const shown: Credentials = { ...NOBODY, ...(isDevice ? { device: key } : { session: key }) };
    const ended: string[] = [];
    there.access.watch(await there.access.identify(shown), (why) => ended.push(why));
    await there.live.look();
    expect(ended, what).toEqual([]);
    await change();
    await opened.server.query("UPDATE orderdeck_meta SET value = value + 1 WHERE name = 'access_generation'");
    there.clock.advance(500);
    await there.live.look();
    expect(ended, what).toEqual(['This session is over. Sign in again.']);
    await expect(there.access.identify(shown), what).rejects.toMatchObject({ problem: { code: 'unauthenticated' } });
  }
  expect(there.failures).toEqual([]);
});

it('[AUTH-6] another role or name ends the sockets and not the session, which has the new rights', async () => {
  const { access, live, sessions } = aServer();
  const personId = await aPerson('Ann', 'admin');
  const shown = { ...NOBODY, session: writeSessionKey(await sessions.open(browser(personId))) };
  const ended: string[] = [];
  access.watch(await access.identify(shown), (why) => ended.push(why));
  await opened.server.query("UPDATE orderdeck_people SET role = 'viewer' WHERE id = ?", [personId]);
  await opened.server.query("UPDATE orderdeck_meta SET value = value + 1 WHERE name = 'access_generation'");
  await live.look();
  expect(ended).toHaveLength(1);
  expect(await access.identify(shown)).toMatchObject({ role: 'viewer' });
});

it('[AUTH-7] sessions end with their time, are prolonged by use, and are listed and pruned', async () => {
  const { access, sessions } = aServer();
  const personId = await aPerson('Ann', 'operator');
  const key = await sessions.open(browser(personId));
  await opened.server.query('UPDATE orderdeck_sessions SET expires_at = NOW(6) + INTERVAL 60 SECOND');
  await access.identify({ ...NOBODY, session: writeSessionKey(key) });
  await store.touch(key.id, '192.0.2.9', { lifeMs: 3_600_000, mostMs: 7_200_000 });
  const [entry] = await sessions.list();
  expect(entry).toMatchObject({ id: key.id, kind: 'browser', person: 'Ann', device: null, userAgent: 'test' });
  expect(Date.parse(entry?.expiresAt ?? '') - Date.now()).toBeGreaterThan(3_000_000);
  await opened.server.query('UPDATE orderdeck_sessions SET expires_at = NOW(6) - INTERVAL 1 SECOND');
  expect((await store.find([key.id])).sessions.size).toBe(0);
  expect(await sessions.list()).toEqual([]);
  await store.prune();
  expect(await opened.server.query('SELECT id FROM orderdeck_sessions')).toEqual([]);
});

it('[AUTH-27] a browser that is used every day has to sign in again after thirty days, on a server that knows it as well', async () => {
  const personId = await aPerson('Ann', 'operator');
  const shown = { ...NOBODY, session: writeSessionKey(await aServer().sessions.open(browser(personId))) };
  const [id = ''] = shown.session.split('.');
  let halfDays = 0;
  const isIn = () =>
    aServer()
      .access.identify(shown)
      .then(
        () => true,
        () => false,
      );
  while (halfDays < 100 && (await isIn())) {
    await store.touch(id, '192.0.2.9', { lifeMs: SESSION_LIFE_MS.browser, mostMs: SESSION_MOST_MS.browser });
    // Time passes: less than the twelve hours after which nobody who was away is let in.
    await opened.server.query(
      `UPDATE orderdeck_sessions SET created_at = created_at - INTERVAL 11 HOUR, expires_at = expires_at - INTERVAL 11 HOUR`,
    );
    halfDays++;
  }
  expect(halfDays).toBe(Math.ceil((30 * 24) / 11));

  let passed = 0;
  const { access, sessions } = aServer(() => Date.now() + passed);
  const again = { ...NOBODY, session: writeSessionKey(await sessions.open(browser(personId))) };
  await opened.server.query(
    `UPDATE orderdeck_sessions SET created_at = NOW(6) - INTERVAL 716 HOUR, expires_at = NOW(6) + INTERVAL 1 HOUR
     WHERE expires_at > NOW(6)`,
  );
  await access.identify(again);
  passed = 3 * 3_600_000;
  await access.identify(again);
  passed = 5 * 3_600_000;
  await expect(access.identify(again)).rejects.toMatchObject({ problem: { code: 'unauthenticated' } });
});

it('[AUTH-8] a secret is exchanged once, whoever is faster, and is stored as a hash alone', async () => {
  const { sessions } = aServer();
  const personId = await aPerson('Ann', 'operator');
  const key = await sessions.open({ ...browser(personId), kind: 'program' });
  const tries = ['one', 'two', 'three'].map((next) =>
    store.exchange(key.id, hashSecret(key.secret), hashSecret(next), 1_000_000),
  );
  expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
  const [row] = await opened.server.query('SELECT * FROM orderdeck_sessions');
  expect(JSON.stringify(row)).not.toContain(key.secret);
});

it('[AUTH-9] a disabled person and a session of nobody are nobody; one session may stay when the others end', async () => {
  const { access, sessions } = aServer();
  const personId = await aPerson('Ann', 'operator');
  const [first, second] = [await sessions.open(browser(personId)), await sessions.open(browser(personId))];
  expect(await sessions.revoke({ personId }, second.id)).toBe(1);
  await expect(access.identify({ ...NOBODY, session: writeSessionKey(first) })).rejects.toThrow();
  expect(await access.identify({ ...NOBODY, session: writeSessionKey(second) })).toMatchObject({ actor: 'Ann' });
  await opened.server.query('UPDATE orderdeck_people SET disabled = TRUE');
  expect((await store.find([second.id])).sessions.size).toBe(0);
  await opened.server.query('UPDATE orderdeck_people SET disabled = FALSE');
  await opened.server.query('UPDATE orderdeck_sessions SET person_id = NULL');
  expect((await store.find([second.id])).sessions.size).toBe(0);
});
