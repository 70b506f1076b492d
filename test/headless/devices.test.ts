import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { ServerProcess } from '../support/server-process.ts';
import { V1Client } from '../support/v1-client.ts';
import { Visitor } from '../support/visitor.ts';

let database: TestDatabase;
let first: ServerProcess;
let second: ServerProcess;

beforeAll(async () => {
  database = await createTestDatabase({ create: false });
  first = await ServerProcess.start(database.env);
  second = await ServerProcess.start(database.env);
  await database.query(`USE \`${database.name}\``);
});
afterAll(async () => {
  await Promise.all([first.kill(), second.kill()]);
  await database.drop();
});

/** This machine's admin. */
const admin = () => new Visitor(first.port);
const UNAUTHENTICATED = 4407;

async function offer(name: string, role = 'operator'): Promise<string> {
  const { status, json } = await admin().ask('POST', '/api/pairings', { name, role });
  expect(status).toBe(201);
  return json.code;
}

async function pair(name: string, role = 'operator', server = first): Promise<Visitor> {
  const device = new Visitor(server.port);
  const { status, json } = await device.ask('POST', '/api/pairings/claim', { code: await offer(name, role) });
  expect([status, json]).toEqual([200, { state: 'joined' }]);
  return device;
}

const cookieOf = (visitor: Visitor) => [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');

const connect = (server: ServerProcess, device: Visitor) =>
  V1Client.connect(server.sameOriginWsUrl, { headers: { cookie: cookieOf(device), origin: server.url } });

async function listed(name: string) {
  const { json } = await admin().ask('GET', '/api/devices');
  return json.find((device: { name: string }) => device.name === name);
}

const expire = () => database.query('UPDATE orderdeck_pairings SET expires_at = NOW(6)');

it('[DEV-31] a code makes a named device of a browser, which then acts under that name and with that role', async () => {
  const { json: pairing } = await admin().ask('POST', '/api/pairings', { name: 'Packing 1', role: 'operator' });
  expect(pairing).toMatchObject({
    code: expect.stringMatching(/^[A-Z0-9]{4}-[A-Z0-9]{4}$/),
    urls: [`http://localhost:${first.port}/#/pair/${pairing.code}`],
    fingerprint: null,
    expiresAt: expect.stringMatching(/Z$/),
  });
  const device = new Visitor(first.port);
  const claimed = await device.ask('POST', '/api/pairings/claim', { code: pairing.code.toLowerCase() });
  expect(claimed.json).toEqual({ state: 'joined' });
  const [cookie] = claimed.headers['set-cookie'] ?? [];
  expect(cookie).toMatch(/^orderdeck-device-\d+=/);
  for (const attribute of ['HttpOnly', 'SameSite=Strict', 'Path=/']) expect(cookie).toContain(attribute);
  const { json: standing } = await device.ask('GET', '/api/session');
  expect(standing).toMatchObject({
    principal: { kind: 'device', name: 'Packing 1', role: 'operator' },
    device: { name: 'Packing 1', role: 'operator' },
    quickSwitch: true,
  });
  const { json: order } = await device.ask('POST', '/api/orders', { customer_name: 'Ada', product_name: 'Lamp' });
  const { json: history } = await device.ask('GET', `/api/orders/${order.id}/history`);
  expect(history.changes[0].actor).toBe('Packing 1');
  expect((await device.ask('DELETE', `/api/orders/${order.id}`)).status).toBe(403);
  expect((await device.ask('GET', '/api/devices')).status).toBe(403);
  expect((await device.ask('POST', '/api/pairings', { name: 'Own', role: 'admin' })).status).toBe(403);
});

it('[DEV-38] a device that joins anew is one device: what it was before is taken out, and on record', async () => {
  const tablet = await pair('Tablet old');
  const former = new Map(tablet.cookies);
  const code = await offer('Tablet new', 'viewer');
  expect((await tablet.ask('POST', '/api/pairings/claim', { code: 'AAAA-AAAA' })).status).toBe(404);
  expect(await listed('Tablet old')).toBeDefined();
  expect((await tablet.ask('POST', '/api/pairings/claim', { code })).status).toBe(200);
  expect((await tablet.ask('GET', '/api/session')).json.principal).toMatchObject({
    name: 'Tablet new',
    role: 'viewer',
  });
  expect([await listed('Tablet old'), (await listed('Tablet new')).name]).toEqual([undefined, 'Tablet new']);
  const copy = new Visitor(first.port);
  for (const [name, value] of former) copy.cookies.set(name, value);
  // No credentials at all would be this machine's admin: a cookie that was taken out is refused.
  expect((await copy.ask('GET', '/api/orders')).status).toBe(401);
  const record = await eventually('it is on record', async () => {
    const { json } = await admin().ask('GET', '/api/audit?kind=device-removed');
    return json.entries[0] ?? false;
  });
  expect(record.detail).toEqual({ name: 'Tablet old', role: 'operator', newName: 'Tablet new', why: 'joined anew' });
});

it('[DEV-32] a code is good once, whichever server it is brought to, and not after its time', async () => {
  const used = await offer('Raced');
  const devices = Array.from({ length: 8 }, (_, index) => new Visitor((index % 2 === 0 ? first : second).port));
  const answers = await Promise.all(devices.map((device) => device.ask('POST', '/api/pairings/claim', { code: used })));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(404)]);
  const late = await offer('Late');
  await expire();
  const wrong = await Promise.all(
    [used, late, 'AAAA-AAAA', 'no code'].map((code) =>
      new Visitor(first.port).ask('POST', '/api/pairings/claim', { code }),
    ),
  );
  expect(wrong.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  expect(new Set(wrong.map(({ text }) => text)).size).toBe(1);
  expect(wrong.every(({ headers }) => headers['set-cookie'] === undefined)).toBe(true);
  expect([await listed('Raced'), await listed('Late')]).toEqual([
    expect.objectContaining({ name: 'Raced' }),
    undefined,
  ]);
});

it('[DEV-33] a television shows a code and joins when an admin has typed it; one that nobody lets in stays outside', async () => {
  const television = new Visitor(second.port);
  const { status, json: request } = await television.ask('POST', '/api/pairings/requests', {});
  expect(status).toBe(201);
  const claim = () => television.ask('POST', '/api/pairings/requests/claim', { claim: request.claim });
  expect((await claim()).json).toEqual({ state: 'waiting' });
  const stranger = new Visitor(first.port);
  const approval = { code: request.code.replace('-', ' ').toLowerCase(), name: 'Wall', role: 'viewer' };
  expect((await admin().ask('POST', '/api/pairings/requests/approve', approval)).status).toBe(204);
  // Whoever reads the code off the screen cannot join in its place.
  expect((await stranger.ask('POST', '/api/pairings/claim', { code: request.code })).status).toBe(404);
  expect((await claim()).json).toEqual({ state: 'joined' });
  expect((await television.ask('GET', '/api/session')).json.principal).toMatchObject({ name: 'Wall', role: 'viewer' });
  expect((await claim()).status).toBe(404);

  const { json: forgotten } = await stranger.ask('POST', '/api/pairings/requests', {});
  await expire();
  expect((await stranger.ask('POST', '/api/pairings/requests/claim', { claim: forgotten.claim })).status).toBe(404);
  const tooLate = { code: forgotten.code, name: 'Nobody', role: 'viewer' };
  expect((await admin().ask('POST', '/api/pairings/requests/approve', tooLate)).status).toBe(404);
  expect(stranger.cookies.size).toBe(0);
});

it('[DEV-34] the list tells where a device was last seen, and how many connections it has here', async () => {
  const device = await pair('Gate');
  const client = await connect(first, device);
  const gate = await eventually('the connection is counted', async () => {
    const found = await listed('Gate');
    return found?.connections === 1 && found;
  });
  expect(gate).toMatchObject({ role: 'operator', lastAddress: '127.0.0.1', lastSeenAt: expect.stringMatching(/Z$/) });
  await database.query("UPDATE orderdeck_devices SET last_seen_at = NULL, last_address = NULL WHERE name = 'Gate'");
  // The other server sees it for the first time.
  await new Visitor(second.port).ask('GET', '/api/session');
  const elsewhere = await connect(second, renamed(device));
  await eventually('it is seen there', async () => (await listed('Gate'))?.lastSeenAt !== null);
  await Promise.all([client.close(), elsewhere.close()]);
  await eventually('the connection is gone', async () => (await listed('Gate'))?.connections === 0);
});

it('[DEV-35] a device that is taken out loses its open connections on every server and is refused from then on', async () => {
  const device = await pair('Stolen');
  const clients = [await connect(first, device), await connect(second, renamed(device))];
  const { id } = await listed('Stolen');
  expect((await admin().ask('DELETE', `/api/devices/${id}`)).status).toBe(204);
  for (const client of clients) expect((await client.closed).code).toBe(UNAUTHENTICATED);
  expect((await device.ask('GET', '/api/orders')).status).toBe(401);
  expect(device.cookies.size).toBe(0);
  expect((await admin().ask('DELETE', `/api/devices/${id}`)).status).toBe(404);
});

it('[DEV-36] another role or name takes effect on open connections', async () => {
  const device = await pair('Desk', 'viewer');
  const client = await connect(first, device);
  const { id } = await listed('Desk');
  const order = { customer_name: 'Ada', product_name: 'Lamp' };
  expect((await device.ask('POST', '/api/orders', order)).status).toBe(403);
  const { json: changed } = await admin().ask('PUT', `/api/devices/${id}`, { name: 'Desk 2', role: 'operator' });
  expect(changed).toMatchObject({ id, name: 'Desk 2', role: 'operator' });
  expect((await client.closed).code).toBe(UNAUTHENTICATED);
  expect((await device.ask('POST', '/api/orders', order)).status).toBe(201);
  const other = await pair('Desk 3');
  expect((await other.ask('GET', '/api/session')).json.principal.name).toBe('Desk 3');
  const taken = await admin().ask('PUT', `/api/devices/${id}`, { name: 'desk 3' });
  expect([taken.status, taken.json.code]).toEqual([409, 'conflict']);
  expect((await admin().ask('POST', '/api/pairings', { name: 'DESK 3', role: 'viewer' })).status).toBe(409);
});

it('[DEV-37] who guesses codes has to wait after a few, and a right one does not help then', async () => {
  const guesser = new Visitor(second.port);
  const guess = (code: string) => guesser.ask('POST', '/api/pairings/claim', { code });
  const refused = await eventually('too many guesses', async () => {
    const answer = await guess('AAAA-AAAA');
    return answer.status === 429 && answer;
  });
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect((await guess(await offer('Guessed'))).status).toBe(429);
  expect(await listed('Guessed')).toBeUndefined();
});

/** The same device at the other server, which has its port in the name of the cookie. */
function renamed(device: Visitor): Visitor {
  const there = new Visitor(second.port);
  for (const [, value] of device.cookies) there.cookies.set(`orderdeck-device-${second.port}`, value);
  return there;
}
