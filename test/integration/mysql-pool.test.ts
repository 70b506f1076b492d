import { afterEach, beforeEach, expect, test } from 'vitest';
import { classifyMysqlError, toAppError } from '../../src-main/mysql/mysql-error.ts';
import { plainWords } from '../../src-main/mysql/plain-words.ts';
import type { Database } from '../../src-main/mysql/pool.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { recordingLogger } from '../support/recording-logger.ts';
import { openDatabase } from '../support/sql.ts';
import { startTcpProxy } from '../support/stalling-proxy.ts';

let server: TestDatabase;
let database: Database;
beforeEach(async () => {
  server = await createTestDatabase();
  database = openDatabase(server, { connectionLimit: 3, queueLimit: 2 });
});
afterEach(async () => {
  await database.end();
  await server.drop();
});

test('[SQL-1] every session is in UTC and escapes safely, whatever the server prefers', async () => {
  const [row] = await database.query<{ tz: string; mode: string }>('SELECT @@time_zone AS tz, @@sql_mode AS mode');
  expect(row?.tz).toBe('+00:00');
  expect(row?.mode).not.toMatch(/NO_BACKSLASH_ESCAPES|ANSI_QUOTES/);
  const own = await database.connect({ isolation: 'READ UNCOMMITTED', timeoutMs: 1_000 });
  const isolation = await own.rows("SHOW VARIABLES WHERE Variable_name IN ('tx_isolation', 'transaction_isolation')");
  expect(isolation.map((variable) => variable[1])).toContain('READ-UNCOMMITTED');
});

test('[SQL-2] JSON, times and large numbers arrive as exact text', async () => {
  await server.query('CREATE TABLE t (j JSON, d TIMESTAMP(6) NULL, n BIGINT)');
  await database.execute(`INSERT INTO t VALUES ('{"a": "😀"}', '2025-01-02 03:04:05.678901', 9223372036854775807)`);
  const [row] = await database.use((connection) => connection.rows('SELECT j, d, n FROM t'));
  expect(row).toEqual(['{"a": "😀"}', '2025-01-02 03:04:05.678901', '9223372036854775807']);
});

test('[SQL-3] lends at most its limit, queues, refuses beyond the queue, and counts all three', async () => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const borrowers = Array.from({ length: 5 }, () => database.use(async () => held));
  await expect(database.query('SELECT 1')).rejects.toMatchObject({ problem: { code: 'database-busy' } });
  await expect.poll(() => database.usage()).toEqual({ limit: 3, open: 3, inUse: 3, waiting: 2 });
  release();
  await Promise.all(borrowers);
  expect(database.usage()).toEqual({ limit: 3, open: 3, inUse: 0, waiting: 0 });
});

test('[SQL-4] a transaction is undone when its work fails, and its connection serves on', async () => {
  await server.query('CREATE TABLE t (n INT)');
  const failed = database.transaction(async (connection) => {
    await connection.execute('INSERT INTO t VALUES (1)');
    throw new Error('changed my mind');
  });
  await expect(failed).rejects.toThrow('changed my mind');
  await database.transaction((connection) => connection.execute('INSERT INTO t VALUES (2)'));
  expect(await database.query('SELECT n FROM t')).toEqual([{ n: 2 }]);
  expect(database.usage().open).toBe(1);
});

test('[SQL-5] a connection killed while idle or in use is replaced, never lent again', async () => {
  const idOf = async () => (await database.query<{ id: number }>('SELECT CONNECTION_ID() AS id'))[0]?.id;
  const idle = await idOf();
  await server.query(`KILL ${idle}`);
  await expect.poll(() => database.usage().open).toBe(0);
  expect(await idOf()).not.toBe(idle);

  const busy = database.use(async (connection) => {
    const [row] = await connection.rows('SELECT CONNECTION_ID()');
    await server.query(`KILL ${Number(row?.[0])}`);
    await connection.query('SELECT SLEEP(5)');
  });
  const error = await busy.catch((thrown: unknown) => thrown);
  expect(classifyMysqlError(error)).toBe('unreachable');
  expect(await idOf()).toBeGreaterThan(0);
});

test('[SQL-6] a server that stops answering is noticed in time, on the way in and in the middle', async () => {
  const proxy = await startTcpProxy(server.env.DB_HOST, Number(server.env.DB_PORT));
  const through = openDatabase(server, { host: '127.0.0.1', port: proxy.port, connectTimeoutMs: 300 });
  try {
    const connection = await through.connect({ isolation: 'READ COMMITTED', timeoutMs: 300 });
    await connection.query('SELECT 1');
    proxy.freeze();
    const late = await connection.query('SELECT 1').catch((thrown: unknown) => thrown);
    expect(classifyMysqlError(late)).toBe('unreachable');
    await expect(connection.query('SELECT 1')).rejects.toThrow();
    const refused = await through.query('SELECT 1').catch((thrown: unknown) => thrown);
    expect(classifyMysqlError(refused)).toBe('unreachable');
    expect(through.usage()).toMatchObject({ open: 0, inUse: 0, waiting: 0 });
  } finally {
    await through.end();
    await proxy.close();
  }
});

test('[SQL-7] names what is wrong in plain words, without the statement', async () => {
  const address = { host: 'db.example', port: 3306, user: 'root', database: 'shop' };
  const thrownBy = async (run: Promise<unknown>) => run.catch((thrown: unknown) => thrown);
  const cases: [Promise<unknown>, string, RegExp, string][] = [
    [
      thrownBy(openDatabase(server, { port: 1 }).query('SELECT 1')),
      'unreachable',
      /cannot be reached: nothing listens/,
      'database-unavailable',
    ],
    [
      thrownBy(openDatabase(server, { user: 'nobody', password: 'wrong' }).query('SELECT 1')),
      'access-denied',
      /^MySQL at db.example:3306 refused the password of user root\.$/,
      'database-unavailable',
    ],
    [
      thrownBy(openDatabase(server, { database: 'od_no_such_database' }).query('SELECT 1')),
      'unknown-database',
      /has no database shop/,
      'database-unavailable',
    ],
    [thrownBy(database.query('SELECT secret FROM nowhere')), 'missing-table', /lacks a table/, 'internal-error'],
    [thrownBy(database.query('SELECT secret FROM DUAL')), 'missing-column', /lacks a column/, 'internal-error'],
  ];
  for (const [run, kind, words, code] of cases) {
    const error = await run;
    expect(classifyMysqlError(error)).toBe(kind);
    expect(plainWords(error, address)).toMatch(words);
    expect(toAppError(error).problem).toMatchObject({ code });
    expect(JSON.stringify(toAppError(error).problem)).not.toMatch(/secret|nowhere/);
  }
});

test('[SQL-8] MYSQL_DEBUG logs each statement with its time, and no values', async () => {
  const logger = recordingLogger();
  const logged = openDatabase(server, { logger, sqlDebug: true });
  await logged.query('SELECT ? AS text', ['hunter2']);
  await logged.end();
  const entry = logger.entries.find(({ facts }) => (facts as { sql?: string }).sql === 'SELECT ? AS text');
  expect(entry?.facts).toMatchObject({ ms: expect.any(Number) });
  expect(JSON.stringify(logger.entries)).not.toContain('hunter2');
});

test('[SQL-9] after end nothing is lent, and those who wait are told so', async () => {
  const own = await database.connect({ isolation: 'READ COMMITTED', timeoutMs: null });
  const asleep = own.query('SELECT SLEEP(5)').catch((thrown: unknown) => thrown);
  await database.end();
  expect(await asleep).toBeInstanceOf(Error);
  await expect(database.query('SELECT 1')).rejects.toMatchObject({ problem: { code: 'shutting-down' } });
});
