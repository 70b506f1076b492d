import { afterEach, beforeEach, expect, it } from 'vitest';
import { BaseClient } from '../support/base-client.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { ServerProcess } from '../support/server-process.ts';
import { eventuallyEqualTable } from '../support/table.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { V1Client } from '../support/v1-client.ts';

let database: TestDatabase;
let wire: TcpProxy;
let server: ServerProcess | null = null;

beforeEach(async () => {
  database = await createTestDatabase();
  wire = await TcpProxy.start({ host: database.env.DB_HOST, port: Number(database.env.DB_PORT) });
});
afterEach(async () => {
  await server?.stop();
  server = null;
  await wire.close();
  await database.drop();
});

async function startOnWire(until: 'listening' | 'healthy', settings: Record<string, string> = {}) {
  const address = { DB_HOST: '127.0.0.1', DB_PORT: String(wire.port) };
  server = await ServerProcess.start({ ...database.env, ...address, ...settings }, { until });
  return server;
}

async function insert(name: string): Promise<void> {
  await database.query('INSERT INTO orders (customer_name, product_name) VALUES (?, ?)', [name, 'x']);
}

it('[BASE-5] a client of the base gets nothing but its four messages: with the database away, at drift, at the end', async () => {
  const { wsUrl, port } = await startOnWire('healthy', { AUDIT_INTERVAL_MS: '500' });
  const client = await (await BaseClient.connect(wsUrl)).ready();
  const watcher = await (await V1Client.connect(`ws://127.0.0.1:${port}/ws`)).ready();
  const feed = () => watcher.messagesOf('status').map(({ status }) => status.feed);

  wire.refuse();
  wire.cut();
  await watcher.until('the others are told', () => feed().includes('reconnecting'));
  await insert('While it is away');
  wire.accept();
  await client.until('the change', () => client.changes.length === 1);
  expect(client.initialDataCount).toBe(1);

  await database.query('TRUNCATE TABLE orders');
  await client.until('the new picture', () => client.initialDataCount === 2);
  await eventuallyEqualTable(database, [client, watcher]);

  const exit = server?.stop();
  expect(await client.closed).toMatchObject({ code: 4512, reason: expect.stringMatching(/^shutting-down/) });
  expect(await exit).toEqual({ code: 0, signal: null });
  expect(client.messages.map(({ type }) => type)).toEqual(['INITIAL_DATA', 'INSERT', 'INITIAL_DATA']);
});

it('[WS-7] clients are told in plain words and at once that the database is away, and that it is back; nothing is lost', async () => {
  const { wsUrl } = await startOnWire('healthy');
  const client = await (await V1Client.connect(wsUrl)).ready();
  const last = () => client.messagesOf('status').slice(-1)[0]?.status;
  wire.refuse();
  wire.cut();
  await client.until('the bad news', () => last()?.feed === 'reconnecting', 1_000);
  expect(last()?.problem).toMatch(/^MySQL at .*\.$/);
  expect(last()?.problem).not.toMatch(/ECONN|select/i);
  for (let i = 0; i < 20; i++) await insert(`While it is away ${i}`);
  wire.accept();
  await client.until('the good news', () => last()?.feed === 'live', 15_000);
  expect(last()?.problem).toBeNull();
  await eventuallyEqualTable(database, [client]);
  expect(client.snapshots).toEqual(['first-connect']);
  await client.close();
});

it('[WS-8] a client that says hello before there is a database is told why it waits, then welcomed', async () => {
  wire.refuse();
  const { wsUrl } = await startOnWire('listening');
  const client = await V1Client.connect(wsUrl);
  const base = await BaseClient.connect(wsUrl);
  await client.until('the reason', () => client.messagesOf('status').length > 0, 1_000);
  expect(client.messages.filter(({ type }) => type !== 'status' && type !== 'heartbeat')).toEqual([]);
  expect(client.messagesOf('status').slice(-1)[0]?.status.dataAgeMs).toBeNull();
  await client.until('plain words', () => /MySQL/.test(client.messagesOf('status').slice(-1)[0]?.status.problem ?? ''));
  wire.accept();
  await Promise.all([client.ready(20_000), base.ready(20_000)]);
  await insert('Then');
  await eventuallyEqualTable(database, [client, base]);
  expect(client.faults).toEqual([]);
  await Promise.all([client.close(), base.close()]);
});

it('[WS-9] who comes while the database is away for a moment is asked to come back, and is served then', async () => {
  const { wsUrl, port } = await startOnWire('healthy');
  await insert('Before');
  await eventually('the table was looked at', async () => (await server?.stats())?.audit.lastResult === 'no-drift');
  wire.refuse();
  wire.cut();
  const client = await V1Client.connect(wsUrl);
  expect(await client.closed).toMatchObject({ code: 4503 });
  expect(client.bye).toMatchObject({ code: 'database-unavailable', retryAfterMs: expect.any(Number) });
  const base = await BaseClient.connect(wsUrl);
  expect(await base.closed).toMatchObject({ code: 4503 });
  expect(base.messages).toEqual([]);
  const polled = await fetch(`http://127.0.0.1:${port}/api/changes`);
  expect([polled.status, (await polled.json()).code]).toEqual([503, 'database-unavailable']);
  wire.accept();
  const again = await eventually('served again', async () => (await V1Client.connect(wsUrl)).ready(2_000), 20_000);
  await eventuallyEqualTable(database, [again]);
  await again.close();
});
