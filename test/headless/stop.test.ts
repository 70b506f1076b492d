import { afterEach, beforeEach, expect, it } from 'vitest';
import { BaseClient } from '../support/base-client.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { EventStreamClient } from '../support/event-stream-client.ts';
import { eventually } from '../support/eventually.ts';
import { ask } from '../support/http-test-server.ts';
import { RawWebSocket } from '../support/raw-web-socket.ts';
import { ServerProcess } from '../support/server-process.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { V1Client } from '../support/v1-client.ts';

const STOPPED = { code: 0, signal: null };
const LIMIT_MS = 5_000;

let database: TestDatabase;
const servers: ServerProcess[] = [];

beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.kill();
  await database.drop();
});

async function start(settings: Record<string, string> = {}, until: 'healthy' | 'listening' = 'healthy') {
  const server = await ServerProcess.start({ ...database.env, ...settings }, { until });
  servers.push(server);
  return server;
}

/** Sends the signal, and measures. */
async function stopped(server: ServerProcess, ...signals: NodeJS.Signals[]) {
  const at = performance.now();
  for (const signal of signals) process.kill(server.pid, signal);
  const exit = await server.exit;
  return { exit, ms: performance.now() - at };
}

async function readerCount(): Promise<number> {
  const [row] = await database.query<{ count: number }>('SELECT COUNT(*) AS count FROM orderdeck_readers');
  return Number(row?.count);
}

it.each(['SIGTERM', 'SIGINT'] as const)(
  '[STOP-2] %s: clients are told to come back, what is under way is finished, nothing is left behind, exit code 0',
  async (signal) => {
    const server = await start({ CLEANUP_INTERVAL_MS: '200' });
    const v1 = [await V1Client.connect(server.wsUrl), await V1Client.connect(server.sameOriginWsUrl)];
    const base = [await BaseClient.connect(server.wsUrl), await BaseClient.connect(server.sameOriginWsUrl)];
    const stream = await EventStreamClient.open(server.url);
    for (const client of [...v1, ...base, stream]) await client.ready();
    await eventually('it is in the list of readers', async () => (await readerCount()) === 1);
    const created = await ask(server.port, 'POST', '/api/orders', {
      body: { customer_name: 'Ada', product_name: 'x' },
    });
    const id = Number(created.json.id);
    const holder = await database.connect();
    await holder.query('START TRANSACTION');
    try {
      await holder.query('SELECT * FROM orders WHERE id = ? FOR UPDATE', [id]);
      const underWay = ask(server.port, 'PUT', `/api/orders/${id}`, { body: { status: 'shipped' } });
      await eventually('it waits for the lock', async () => (await server.stats()).pool.inUse > 0);
      const end = stopped(server, signal);
      for (const client of v1) {
        expect(await client.closed).toMatchObject({ code: 4512, reason: expect.stringMatching(/^shutting-down: /) });
        expect(client.bye).toMatchObject({ code: 'shutting-down', retryAfterMs: expect.any(Number) });
      }
      for (const client of base) expect(await client.closed).toMatchObject({ code: 4512 });
      await stream.ended;
      expect(stream.bye).toMatchObject({ code: 'shutting-down' });
      await expect(ask(server.port, 'GET', '/health')).rejects.toThrow('ECONNREFUSED');
      await holder.query('COMMIT');
      expect(await underWay).toMatchObject({ status: 200, json: { status: 'shipped' } });
      const { exit, ms } = await end;
      expect([exit, ms < LIMIT_MS]).toEqual([STOPPED, true]);
    } finally {
      await holder.query('ROLLBACK');
    }
    expect(await readerCount()).toBe(0);
    expect(server.log.filter(({ level }) => level === 'error')).toEqual([]);
  },
);

it('[STOP-3] a request that never ends, a client that never reads and a second signal do not keep it longer than 5 s', async () => {
  const server = await start({ CLIENT_BUFFER_BYTES: '16384' });
  await database.query("INSERT INTO orders (customer_name, product_name) VALUES ('Ada', 'x')");
  const raw = await RawWebSocket.open(server.port, { path: '/ws' });
  raw.pause();
  const holder = await database.connect();
  await holder.query('START TRANSACTION');
  try {
    await holder.query('SELECT * FROM orders FOR UPDATE');
    const hung = ask(server.port, 'PUT', '/api/orders/1', { body: { status: 'shipped' } }).catch(() => null);
    await eventually('it waits for the lock', async () => (await server.stats()).pool.inUse > 0);
    const { exit, ms } = await stopped(server, 'SIGTERM', 'SIGINT');
    expect([exit, ms < LIMIT_MS]).toEqual([STOPPED, true]);
    await hung;
  } finally {
    await holder.query('ROLLBACK');
  }
  await raw.close();
});

it('[STOP-4] the other server takes over the clean-up', async () => {
  const settings = { CLEANUP_INTERVAL_MS: '200', LOG_RETENTION_ROWS: '10' };
  const leads = await start(settings);
  await eventually('the first leads', async () => (await leads.stats()).log.leader);
  const follows = await start(settings);
  await eventually('both are listed', async () => (await follows.stats()).log.readers.length === 2);
  expect((await follows.stats()).log.leader).toBe(false);
  expect((await stopped(leads, 'SIGTERM')).exit).toEqual(STOPPED);
  await eventually('the second leads', async () => (await follows.stats()).log.leader);
  const rows = Array.from({ length: 100 }, (_, i) => [`Customer ${i}`, 'x']);
  await database.query('INSERT INTO orders (customer_name, product_name) VALUES ?', [rows]);
  await eventually('the log is cleaned', async () => {
    const [row] = await database.query<{ count: number }>('SELECT COUNT(*) AS count FROM order_changes');
    return Number(row?.count) <= 11;
  });
  expect((await stopped(follows, 'SIGTERM')).exit).toEqual(STOPPED);
  expect(await readerCount()).toBe(0);
});

it('[STOP-5] it ends as well with a database that was never there, that went away, or that is frozen', async () => {
  const wire = await TcpProxy.start({ host: database.env.DB_HOST, port: Number(database.env.DB_PORT) });
  const address = { DB_HOST: '127.0.0.1', DB_PORT: String(wire.port) };
  try {
    wire.refuse();
    const never = await start(address, 'listening');
    expect(await stopped(never, 'SIGTERM')).toMatchObject({ exit: STOPPED });
    wire.accept();
    const gone = await start(address);
    const frozen = await start(address);
    wire.freeze();
    const results = await Promise.all([stopped(frozen, 'SIGTERM')]);
    wire.thaw();
    wire.refuse();
    wire.cut();
    results.push(await stopped(gone, 'SIGTERM'));
    for (const { exit, ms } of results) expect([exit, ms < LIMIT_MS]).toEqual([STOPPED, true]);
  } finally {
    await wire.close();
  }
});

it('[STOP-7] a client that reads slowly still gets all it had been sent, and then the close, on both ports', async () => {
  const server = await start({ CLIENT_BUFFER_BYTES: '100000000' });
  const name = '📦'.repeat(255);
  const rows = Array.from({ length: 1_000 }, () => [name, name]);
  for (let i = 0; i < 6; i++) await database.query('INSERT INTO orders (customer_name, product_name) VALUES ?', [rows]);
  const slow = [await RawWebSocket.open(server.wsPort), await RawWebSocket.open(server.port, { path: '/ws' })];
  for (const raw of slow) raw.pause();
  await eventually('everything was sent', async () => (await server.stats()).clients.byState.live === 2);
  const end = stopped(server, 'SIGTERM');
  await eventually('it stops', () => server.log.some(({ msg }) => msg === 'Stopping'));
  for (const raw of slow) raw.resume();
  for (const raw of slow) {
    await eventually('the close', () => raw.closeCode);
    expect(raw.closeCode).toBe(4512);
    const text = Buffer.concat(raw.frames.filter(({ opcode }) => opcode < 2).map(({ payload }) => payload)).toString();
    expect(JSON.parse(text).data).toHaveLength(6_000);
    raw.sendFrame(8, Buffer.from([0x11, 0xa0]));
  }
  const { exit, ms } = await end;
  expect([exit, ms < LIMIT_MS]).toEqual([STOPPED, true]);
});

it('[STOP-6] it ends as well while it is still starting', async () => {
  const server = await start({}, 'listening');
  const { exit, ms } = await stopped(server, 'SIGTERM');
  expect([exit, ms < LIMIT_MS]).toEqual([STOPPED, true]);
});
