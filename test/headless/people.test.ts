import { expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { ask } from '../support/http-test-server.ts';
import { liveServer } from '../support/live-server.ts';
import { pairedDevice } from '../support/paired-device.ts';
import { ServerProcess } from '../support/server-process.ts';
import { V1Client } from '../support/v1-client.ts';
import { Visitor } from '../support/visitor.ts';

const SHARED = { BIND_ADDRESS: '0.0.0.0', TLS: 'off' };
const live = liveServer({ ...SHARED, AUDIT_RETENTION_DAYS: '7', CLEANUP_INTERVAL_MS: '200' });

const PASSWORD = 'correct horse battery';
const LINK = /\/#\/first-admin\/([\w-]{32})$/;
const links = (server: ServerProcess) => server.lines.filter((line) => LINK.test(line));
const linkCode = async (server: ServerProcess) =>
  LINK.exec(await eventually('the link', () => links(server)[0] ?? false))?.[1];

/** Somebody at a browser of their own. */
const visitor = () => new Visitor(live.server.port);
let root: Visitor;
async function signedIn(name: string, password = PASSWORD): Promise<Visitor> {
  const browser = visitor();
  expect((await browser.signIn(name, password)).status).toBe(204);
  return browser;
}
const whoAmI = async (browser: Visitor) => (await browser.ask('GET', '/api/session')).json.principal?.name ?? null;
async function addPerson(person: object): Promise<number> {
  const added = await root.ask('POST', '/api/people', person);
  expect([added.status, added.text]).toEqual([201, expect.anything()]);
  return added.json.id;
}
const code = (answer: { json: { code: string } }) => answer.json.code;

it('[PPL-50] a shared server without an admin prints one link, which makes the first admin once', async () => {
  const first = await linkCode(live.server);
  expect(links(live.server)).toHaveLength(1);
  expect((await visitor().ask('GET', '/api/session')).json).toMatchObject({ mode: 'shared', needsFirstAdmin: true });
  expect((await visitor().ask('GET', '/api/orders')).status).toBe(401);
  root = visitor();
  const body = { code: first, name: 'Root', password: PASSWORD };
  expect((await root.ask('POST', '/api/first-admin', { ...body, code: 'x'.repeat(32) })).status).toBe(401);
  for (const [wrong, field] of [
    [{ password: 'short' }, 'password'],
    [{ password: 'root root root' }, 'password'],
    [{ name: 'console@window' }, 'name'],
  ] as const) {
    const answer = await root.ask('POST', '/api/first-admin', { ...body, ...wrong });
    expect([answer.status, answer.json.errors]).toEqual([400, [{ field, message: expect.any(String) }]]);
  }
  expect((await root.ask('POST', '/api/first-admin', body)).status).toBe(204);
  expect(await whoAmI(root)).toBe('Root');
  expect((await visitor().ask('POST', '/api/first-admin', { ...body, name: 'Second' })).status).toBe(401);
  expect((await visitor().ask('GET', '/api/session')).json.needsFirstAdmin).toBe(false);
});

it('[PPL-51] the link is another one at the next start, none where there is an admin, and none on this machine alone', async () => {
  const { env } = live.database;
  const [again, alone] = await Promise.all([
    ServerProcess.start({ ...env, ...SHARED }),
    ServerProcess.start({ ...env }),
  ]);
  await live.database.query("UPDATE orderdeck_people SET role = 'viewer'");
  const [without, aloneWithout] = await Promise.all([
    ServerProcess.start({ ...env, ...SHARED }),
    ServerProcess.start({ ...env }),
  ]);
  expect(await linkCode(without)).not.toBe(await linkCode(live.server));
  await live.database.query("UPDATE orderdeck_people SET role = 'admin'");
  expect([links(again), links(alone), links(aloneWithout)]).toEqual([[], [], []]);
  await Promise.all([again, alone, without, aloneWithout].map((server) => server.stop()));
});

it('[PPL-52] guessing a password: of many tries at once and one after the other few are judged, and the right one has to wait', async () => {
  await addPerson({ name: 'Ada', role: 'operator', password: PASSWORD });
  for (const name of ['Ada', 'Nobody at all']) {
    const tries = Array.from({ length: 25 }, (_, n) => visitor().signIn(name, `guess number ${n}`));
    const answers = await Promise.all(tries);
    for (let n = 25; n < 35; n++) answers.push(await visitor().signIn(name, `guess number ${n}`));
    const judged = answers.filter((answer) => answer.status === 401);
    expect(judged.length).toBeLessThan(12);
    expect(new Set(judged.map(({ json }) => json.detail))).toEqual(new Set(['The name or the password is wrong.']));
    const locked = answers.filter((answer) => answer.status === 429);
    expect(locked.length + judged.length).toBe(35);
    expect(Number(locked.at(-1)?.headers['retry-after'])).toBeGreaterThan(0);
  }
  const [row] = await live.database.query<{ failures: number }>(
    "SELECT failures FROM orderdeck_people WHERE name = 'Ada'",
  );
  expect(row?.failures).toBeLessThan(12);
  await live.database.query("UPDATE orderdeck_people SET locked_until = NOW(6) + INTERVAL 1 HOUR WHERE name = 'Ada'");
  expect(code(await visitor().signIn('Ada', PASSWORD))).toBe('rate-limited');
  expect((await root.ask('GET', '/api/people')).json).toContainEqual(
    expect.objectContaining({ name: 'Ada', lockedUntil: expect.stringMatching(/Z$/) }),
  );
  await live.database.query("UPDATE orderdeck_people SET locked_until = NOW(6) WHERE name = 'Ada'");
  expect((await visitor().signIn('ada', PASSWORD)).status).toBe(204);
  expect((await root.ask('GET', '/api/stats')).json.guard.guessesWrong).toBeGreaterThan(5);
});

it('[PPL-53] PIN and badge are good on a paired device alone; guessing a PIN ends after ten tries, however long one waits', async () => {
  const bob = await addPerson({ name: 'Bob', role: 'operator', pin: '4711', badge: 'BADGE-0001', password: PASSWORD });
  const bench = await pairedDevice(live.database, live.server.port, 'Bench 1');
  const byPin = (browser: Visitor, pin: string) =>
    browser.ask('POST', '/api/session', { by: 'pin', personId: bob, pin });
  const byBadge = (browser: Visitor, badge: string) => browser.ask('POST', '/api/session', { by: 'badge', badge });
  for (const browser of [visitor(), root]) {
    expect(code(await byPin(browser, '4711'))).toBe('forbidden');
    expect(code(await byBadge(browser, 'BADGE-0001'))).toBe('forbidden');
    expect((await browser.ask('GET', '/api/session/people')).status).toBe(403);
  }
  expect((await bench.ask('GET', '/api/session/people')).json).toEqual([{ id: bob, name: 'Bob', role: 'operator' }]);
  expect((await byPin(bench, '4711')).status).toBe(204);
  expect((await bench.ask('GET', '/api/session')).json.principal).toMatchObject({ kind: 'person', name: 'Bob' });
  for (const failures of [0, 8, 9]) {
    await live.database.query(`UPDATE orderdeck_people SET failures = ${failures}, locked_until = NULL`);
    expect((await byPin(bench, '0000')).status).toBe(401);
  }
  await live.database.query('UPDATE orderdeck_people SET locked_until = NULL');
  expect(await whoAmI(bench)).toBe('Bob');
  expect((await byPin(bench, '4711')).json.detail).toMatch(/^This PIN is blocked/);
  expect((await byBadge(bench, 'BADGE-0001')).status).toBe(204);
  expect((await byPin(bench, '4711')).status).toBe(204);
  await Promise.all(Array.from({ length: 25 }, (_, n) => byBadge(bench, `GUESS-${1000 + n}`)));
  expect((await byBadge(bench, 'BADGE-0001')).status).toBe(429);
});

it('[PPL-54] who signs in at a bench after somebody else takes their place, under their own name', async () => {
  const cid = await addPerson({ name: 'Cid', role: 'operator', pin: '1234' });
  await addPerson({ name: 'Dora', role: 'admin', password: PASSWORD });
  const bench = await pairedDevice(live.database, live.server.port, 'Bench 2');
  await bench.signIn('Dora', PASSWORD);
  const former = new Map(bench.cookies);
  expect((await bench.ask('POST', '/api/session', { by: 'pin', personId: cid, pin: '1234' })).status).toBe(204);
  expect(await whoAmI(bench)).toBe('Cid');
  const order = await bench.ask('POST', '/api/orders', { customer_name: 'C', product_name: 'P' });
  expect(order.status).toBe(201);
  const [change] = await live.database.query<{ actor: string }>(
    `SELECT actor FROM order_changes WHERE order_id = ${order.json.id}`,
  );
  expect(change?.actor).toBe('Cid');
  const stale = visitor();
  for (const [name, value] of former) if (!name.includes('device')) stale.cookies.set(name, value);
  expect((await stale.ask('GET', '/api/people')).status).toBe(401);
});

it('[PPL-55] a new password ends the other sessions with their sockets and keeps the one that changed it', async () => {
  const id = await addPerson({ name: 'Eve', role: 'operator', password: PASSWORD });
  const [here, there] = [await signedIn('Eve'), await signedIn('Eve')];
  const cookie = [...there.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const socket = live.keep(
    await V1Client.connect(live.server.sameOriginWsUrl, { headers: { cookie, origin: live.server.url } }),
  );
  await socket.ready();
  const change = (current: string, password: string) =>
    here.ask('POST', '/api/session/password', { current, password });
  const wrong = await change('not this one', 'another good password');
  expect([wrong.status, wrong.json.errors]).toEqual([400, [{ field: 'current', message: 'is not your password' }]]);
  expect((await change(PASSWORD, 'short')).status).toBe(400);
  expect((await change(PASSWORD, 'another good password')).status).toBe(204);
  expect((await socket.closed).code).toBe(4407);
  expect([await whoAmI(here), await whoAmI(there)]).toEqual(['Eve', null]);
  expect((await visitor().signIn('Eve', PASSWORD)).status).toBe(401);
  await root.ask('PUT', `/api/people/${id}`, { password: PASSWORD });
  await eventually('the admin’s change ends all', async () => (await whoAmI(here)) === null);
});

it('[PPL-56] the people are the admins’: others are refused, a name, a badge and the last admin are kept', async () => {
  const eve = await signedIn('Eve');
  const person = { name: 'Fay', role: 'viewer', badge: 'BADGE-0001' };
  for (const [method, path, body] of [
    ['GET', '/api/people', undefined],
    ['POST', '/api/people', person],
    ['PUT', '/api/people/1', { role: 'admin' }],
    ['DELETE', '/api/people/1', undefined],
    ['GET', '/api/audit', undefined],
  ] as const) {
    expect((await eve.ask(method, path, body)).status).toBe(403);
    expect((await visitor().ask(method, path, body)).status).toBe(401);
  }
  expect(code(await root.ask('POST', '/api/people', person))).toBe('conflict');
  expect(code(await root.ask('POST', '/api/people', { ...person, name: 'EVE' }))).toBe('conflict');
  const bad = await root.ask('POST', '/api/people', {
    name: 'a\nb',
    role: 'king',
    pin: '12',
    badge: 'a b',
    admin: true,
  });
  expect(new Set(bad.json.errors.map((error: { field: string }) => error.field))).toEqual(
    new Set(['admin', 'badge', 'name', 'pin', 'role']),
  );
  const people: { id: number; name: string; role: string }[] = (await root.ask('GET', '/api/people')).json;
  for (const { id, role } of people) if (role !== 'admin') await root.ask('DELETE', `/api/people/${id}`);
  const dora = people.find(({ name }) => name === 'Dora');
  expect((await root.ask('PUT', `/api/people/${dora?.id}`, { role: 'viewer' })).json).toMatchObject({ role: 'viewer' });
  const own = people.find(({ name }) => name === 'Root');
  for (const change of [{ role: 'viewer' }, { disabled: true }, { password: null }]) {
    expect(code(await root.ask('PUT', `/api/people/${own?.id}`, change))).toBe('conflict');
  }
  expect(code(await root.ask('DELETE', `/api/people/${own?.id}`))).toBe('conflict');
  expect((await root.ask('DELETE', '/api/people/987654')).status).toBe(404);
  await eventually('who was removed is out', async () => (await whoAmI(eve)) === null);
});

it('[PPL-58] a password that is guessed first is refused beside its field, wherever one is set', async () => {
  const refused = [400, [{ field: 'password', message: expect.stringMatching(/^is too easy to guess/) }]];
  const saidOf = async (answer: ReturnType<Visitor['ask']>) => [(await answer).status, (await answer).json.errors];
  const hal = await addPerson({ name: 'Hal Meyer', role: 'operator', password: PASSWORD });
  for (const password of ['password1234', 'Orderdeck2026', 'hal.meyer.2026']) {
    expect(await saidOf(root.ask('PUT', `/api/people/${hal}`, { password }))).toEqual(refused);
    expect(await saidOf(root.ask('POST', '/api/people', { name: 'Hal Meyer jun.', role: 'viewer', password }))).toEqual(
      refused,
    );
  }
  const own = await signedIn('Hal Meyer');
  const change = { current: PASSWORD, password: 'HalMeyer HalMeyer' };
  expect(await saidOf(own.ask('POST', '/api/session/password', change))).toEqual(refused);
  expect((await root.ask('PUT', `/api/people/${hal}`, { name: 'Correct', password: 'Correct-correct' })).status).toBe(
    400,
  );
  expect((await visitor().signIn('Hal Meyer', PASSWORD)).status).toBe(204);
});

it('[PPL-59] nobody takes the name by which the history calls who is not signed in', async () => {
  const ivy = await addPerson({ name: 'Ivy', role: 'viewer', password: PASSWORD });
  const bench = await pairedDevice(live.database, live.server.port, 'Bench 9');
  const { id } = (await root.ask('GET', '/api/devices')).json.find((one: { name: string }) => one.name === 'Bench 9');
  for (const name of [
    'console@window',
    'Console@192.168.1.4',
    'me@WINDOW',
    'root@localhost',
    'app@10.0.0.7',
    'x＠window',
  ]) {
    for (const [method, path, body] of [
      ['POST', '/api/people', { name, role: 'viewer', pin: '4711' }],
      ['PUT', `/api/people/${ivy}`, { name }],
      ['POST', '/api/pairings', { name, role: 'viewer' }],
      ['POST', '/api/pairings/requests/approve', { code: 'ABCD-EFGH', name, role: 'viewer' }],
      ['PUT', `/api/devices/${id}`, { name }],
    ] as const) {
      const answer = await root.ask(method, path, body);
      expect([name, path, answer.status, answer.json.errors?.[0].field]).toEqual([name, path, 400, 'name']);
    }
  }
  expect((await root.ask('PUT', `/api/people/${ivy}`, { name: 'ivy@example.com' })).status).toBe(200);
  expect((await bench.ask('GET', '/api/session')).json.principal.name).toBe('Bench 9');
});

it('[AUD-21] sign-ins, refusals, people, exports and imports are on record for admins, with who and whence, and no secret', async () => {
  await root.ask('GET', '/api/orders.csv?q=lap');
  const batch = {
    batchKey: '01234567-89ab-4cde-8f01-23456789abcd',
    orders: [{ customer_name: 'A', product_name: 'B' }],
  };
  for (let n = 0; n < 2; n++) await root.ask('POST', '/api/orders/batch', batch);
  await root.ask('POST', '/api/database/repair', {});
  const kinds = async () => {
    const found: { kind: string; actor: string; address: string; detail: Record<string, unknown> }[] = [];
    for (let next: number | null | undefined; next !== null; ) {
      const path: string = `/api/audit?limit=50${next === undefined ? '' : `&before=${next}`}`;
      const { json } = await root.ask('GET', path);
      found.push(...json.entries);
      next = json.next;
    }
    return found;
  };
  const found = await eventually('the last record', async () => {
    const all = await kinds();
    return all.some(({ kind }) => kind === 'database-repaired') && all;
  });
  for (const entry of [
    { kind: 'first-admin', actor: 'Root', detail: {} },
    { kind: 'sign-in', actor: 'Eve', detail: { by: 'password' } },
    { kind: 'sign-in-refused', actor: 'Ada', detail: { by: 'password', why: 'wrong' } },
    { kind: 'sign-in-refused', actor: '?', detail: { by: 'password', why: 'locked' } },
    { kind: 'sign-in-refused', actor: 'Bob', detail: { by: 'pin', why: 'pin-blocked' } },
    { kind: 'switched', actor: 'Cid', detail: { from: 'Dora', bench: 'Bench 2' } },
    { kind: 'refused', actor: 'Eve', detail: { method: 'POST', path: '/api/people' } },
    { kind: 'person-added', actor: 'Root', detail: { name: 'Eve', role: 'operator' } },
    { kind: 'password-changed', actor: 'Eve', detail: {} },
    { kind: 'export', actor: 'Root', detail: { q: 'lap' } },
    { kind: 'import', actor: 'Root', detail: { orders: 1 } },
  ]) {
    expect(found).toContainEqual(expect.objectContaining({ ...entry, address: '127.0.0.1' }));
  }
  expect(found.filter(({ kind }) => kind === 'import')).toHaveLength(1);
  const rows = await live.database.query('SELECT * FROM orderdeck_people');
  const written = [JSON.stringify(found), live.server.lines.join('\n'), JSON.stringify(rows)].join('\n');
  for (const secret of [
    PASSWORD,
    'guess number',
    '4711',
    'BADGE-0001',
    'GUESS-',
    'Nobody at all',
    ...root.cookies.values(),
  ]) {
    expect(written).not.toContain(secret);
  }
  const one = await root.ask('GET', '/api/audit?kind=export&limit=1');
  expect(one.json.entries.map(({ kind }: { kind: string }) => kind)).toEqual(['export']);
  expect((await root.ask('GET', '/api/audit?kind=nothing')).status).toBe(400);
});

it('[AUD-22] the leader takes out what is older than AUDIT_RETENTION_DAYS', async () => {
  await live.database.query(
    "INSERT INTO orderdeck_audit (at, kind, actor, address, detail) VALUES (NOW(6) - INTERVAL 8 DAY, 'export', 'Old', '', '{}')",
  );
  await eventually('the old record is gone', async () => {
    const rows = await live.database.query("SELECT id FROM orderdeck_audit WHERE actor = 'Old'");
    return rows.length === 0;
  });
  expect((await ask(live.server.port, 'GET', '/health')).status).toBe(200);
});
