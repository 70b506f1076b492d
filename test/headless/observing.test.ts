import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApp } from '../../src-main/app.ts';
import { loadConfig } from '../../src-main/config/config.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { ask } from '../support/http-test-server.ts';
import { recordingLogger } from '../support/recording-logger.ts';
import { ServerProcess } from '../support/server-process.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { V1Client } from '../support/v1-client.ts';

let database: TestDatabase;
let wire: TcpProxy;
let server: ServerProcess;

beforeAll(async () => {
  database = await createTestDatabase();
  wire = await TcpProxy.start({ host: database.env.DB_HOST, port: Number(database.env.DB_PORT) });
  const address = { DB_HOST: '127.0.0.1', DB_PORT: String(wire.port), DB_CONNECT_TIMEOUT_MS: '1000' };
  server = await ServerProcess.start({
    ...database.env,
    ...address,
    LOG_LEVEL: 'error',
    DEBUG: '1',
    MYSQL_DEBUG: '1',
    RATE_LIMIT_PER_MINUTE: '0',
  });
});
afterAll(async () => {
  await server.stop();
  await wire.close();
  await database.drop();
});

it('[MET-62] a request is called the same in its answer and in the log: by its own name where that is sound', async () => {
  const named = async (id: string | null, path = '/api/orders/1') => {
    const headers = id === null ? {} : { 'x-request-id': id };
    return (await ask(server.port, 'GET', path, { headers })).headers['x-request-id'];
  };
  const own = /^[0-9a-f]{8}-[0-9a-z]+$/;
  expect(await named('shop-7.a:b=c/d+e')).toBe('shop-7.a:b=c/d+e');
  for (const odd of ['with space', '<script>', 'x'.repeat(129), '{"a":1}']) expect(await named(odd)).toMatch(own);
  const [first, second] = [await named(null), await named(null)];
  expect([first, second]).toEqual([expect.stringMatching(own), expect.stringMatching(own)]);
  expect(first).not.toBe(second);
  // Refused before there is a route, too.
  expect(await named('nowhere-1', '/no/such/thing')).toBe('nowhere-1');
  for (const id of ['shop-7.a:b=c/d+e', first, 'nowhere-1']) {
    const lines = await eventually(`${id} is in the log`, () => {
      const found = server.log.filter(({ request }) => request === id);
      return found.length > 0 && found;
    });
    expect(lines[0]).toMatchObject({ msg: 'Answered a request', status: 404, level: 'debug' });
  }
});

it('[MET-63] lines of the log name the session and the changes they are about, and each SQL statement with its time and no values', async () => {
  const client = await (await V1Client.connect(server.sameOriginWsUrl)).ready();
  const { json } = await ask(server.port, 'GET', '/api/stats/clients');
  const [{ id }] = json.clients;
  const body = { customer_name: 'Nobody Logs-Me', product_name: 'Lamp' };
  await ask(server.port, 'POST', '/api/orders', { body });
  await client.until('the change', () => client.changes.length === 1);
  const changeId = client.changes[0]?.changeId;
  await client.close();
  const line = (what: string, facts: object) =>
    eventually(`a line: ${what}`, () => {
      const entries = Object.entries(facts);
      const found = server.log.find(
        (entry) => entry.msg === what && entries.every(([key, value]) => entry[key] === value),
      );
      return found ?? false;
    });
  await line('A client connected', { session: id, protocol: 'orderdeck.v1', transport: 'websocket' });
  await line('Published changes', { changes: 1, first: changeId, last: changeId });
  await line('A client left', { session: id, reason: 'client' });
  const statements = server.log.filter(({ msg }) => msg === 'SQL statement') as { sql?: string; ms?: number }[];
  expect(statements.length).toBeGreaterThan(10);
  expect(statements.every(({ ms }) => typeof ms === 'number' && ms >= 0)).toBe(true);
  expect(statements.some(({ sql }) => /INSERT INTO orders/i.test(sql ?? ''))).toBe(true);
  expect(server.lines.join('\n')).not.toContain('Nobody Logs-Me');
});

it('[MET-60] a server that serves is not ready from the moment it stops', async () => {
  const config = loadConfig({ ...database.env, PORT: '0', WS_PORT: '0' });
  const app = createApp({ config, logger: recordingLogger(), webAppDir: null });
  const status = async (path: string) =>
    (await app.request({ method: 'GET', path, headers: {}, body: null, remote: 'window' })).status;
  await app.start();
  await eventually('it is ready', async () => (await status('/health/ready')) === 200);
  const stopped = app.stop();
  expect(await Promise.all(['/health/ready', '/health/live'].map(status))).toEqual([503, 200]);
  await stopped;
});

it('[MET-61] a server whose database goes away is alive and not ready, still tells its figures, and is ready again by itself', async () => {
  const status = async (path: string) => (await ask(server.port, 'GET', path)).status;
  const all = async () => [await status('/health/live'), await status('/health/ready'), await status('/health')];
  expect(await all()).toEqual([200, 200, 200]);
  wire.refuse();
  wire.cut();
  await eventually('it is not ready', async () => (await status('/health/ready')) === 503);
  expect(await all()).toEqual([200, 503, 503]);
  const { text } = await ask(server.port, 'GET', '/metrics');
  expect(text).toContain('orderdeck_feed_state{state="live"} 0\n');
  expect(text).not.toMatch(/^orderdeck_log_rows /m);
  wire.accept();
  await eventually('it is ready again', async () => (await status('/health/ready')) === 200, 20_000);
  expect(await all()).toEqual([200, 200, 200]);
});
