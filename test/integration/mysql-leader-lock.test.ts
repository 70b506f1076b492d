import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLeaderLock } from '../../src-main/mysql/leader-lock.ts';
import { lockName } from '../../src-main/mysql/lock-name.ts';
import type { Database } from '../../src-main/mysql/pool.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { openDatabase } from '../support/sql.ts';
import { startTcpProxy } from '../support/stalling-proxy.ts';

let server: TestDatabase;
let databases: Database[];
beforeEach(async () => {
  server = await createTestDatabase();
  databases = [openDatabase(server), openDatabase(server)];
});
afterEach(async () => {
  for (const database of databases) await database.end();
  await server.drop();
});

const lockOf = (index: number, name = server.name) => createLeaderLock(databases[index] as Database, name);

test('[SQL-90] one server at a time leads; after release another can', async () => {
  const lease = await lockOf(0).tryAcquire('clean-up');
  expect(await lease?.held()).toBe(true);
  expect(await lockOf(1).tryAcquire('clean-up')).toBeNull();
  expect(await lockOf(0).tryAcquire('clean-up')).toBeNull();
  const unrelated = await lockOf(1).tryAcquire('something else');
  expect(await unrelated?.held()).toBe(true);
  const elsewhere = await lockOf(1, 'another_database').tryAcquire('clean-up');
  expect(await elsewhere?.held()).toBe(true);
  await lease?.release();
  expect(await lease?.held()).toBe(false);
  // The server lets go of the lock when it has noticed the end of the connection, a moment after it was told.
  const next = await eventually('another leads', () => lockOf(1).tryAcquire('clean-up'));
  expect(await next.held()).toBe(true);
  for (const held of [unrelated, elsewhere, next]) await held?.release();
});

test('[SQL-91] whoever loses the connection loses the lead, and knows it', async () => {
  const proxy = await startTcpProxy(server.env.DB_HOST, Number(server.env.DB_PORT));
  const through = openDatabase(server, { host: '127.0.0.1', port: proxy.port });
  databases.push(through);
  const lease = await createLeaderLock(through, server.name).tryAcquire('clean-up');
  proxy.cut();
  expect(await lease?.held()).toBe(false);
  let next = null;
  await expect.poll(async () => (next = await lockOf(1).tryAcquire('clean-up'))).not.toBeNull();
  expect(next).not.toBeNull();
  await lease?.release();
  await proxy.close();
});

test('[SQL-92] names of locks hold the database and fit into the 64 characters MySQL takes', () => {
  expect(lockName('migrate', 'realtime_orders')).toBe('orderdeck:migrate:realtime_orders');
  const long = ['a', 'b'].map((last) => lockName('clean-up', `${'d'.repeat(63)}${last}`));
  expect(new Set(long).size).toBe(2);
  for (const name of long) expect(name.length).toBeLessThanOrEqual(64);
});
