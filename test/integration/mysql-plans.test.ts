import { readdirSync, readFileSync } from 'node:fs';
import mysql from 'mysql2/promise';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createGapReport } from '../../src-main/mysql/gap-report.ts';
import { findStart } from '../../src-main/mysql/log-start.ts';
import { MysqlChangeLog, PooledChangeLog } from '../../src-main/mysql/mysql-change-log.ts';
import type { DatabaseConnection } from '../../src-main/mysql/mysql-connection.ts';
import { MysqlLogPartitions } from '../../src-main/mysql/mysql-log-partitions.ts';
import { MysqlLogRetention } from '../../src-main/mysql/mysql-log-retention.ts';
import { createMysqlOrderRepository } from '../../src-main/mysql/mysql-order-repository.ts';
import { MysqlPastChanges } from '../../src-main/mysql/mysql-past-changes.ts';
import type { Database } from '../../src-main/mysql/pool.ts';
import { ORDER_SORTS } from '../../src-shared/rest-api.ts';
import { fillManyChanges, fillManyOrders } from '../bench/large-tables.mjs';
import { type MysqlOrders, openMysqlOrders } from '../support/mysql-orders.ts';

const ROWS = 20_000;
const LARGE = /\b(?:FROM|UPDATE|INTO|JOIN|TABLE)\s+(?:orders|order_changes|order_history)\b/g;

/** Statements on the large tables, by file. Whoever adds one adds to this test how it is run, and then the number here. */
const STATEMENTS: Readonly<Record<string, number>> = {
  'archived-mark.ts': 1,
  'count-orders.ts': 1,
  'find-changes.ts': 5,
  'gap-report.ts': 1,
  'insert-orders.ts': 3,
  'list-orders-sql.ts': 3,
  'load-sample-data.ts': 2,
  'log-rows.ts': 1,
  'log-start.ts': 4,
  'log-statements.ts': 3,
  'mysql-change-log.ts': 2,
  'mysql-consistent-view.ts': 3,
  'mysql-log-partitions.ts': 2,
  'mysql-log-retention.ts': 5,
  'mysql-past-changes.ts': 3,
  'order-archive.ts': 3,
  'order-history.ts': 2,
  'order-row.ts': 1,
  'orders-part.ts': 3,
  'orders-digest-sql.ts': 1,
  'preflight-log.ts': 4,
  'preflight-rights.ts': 10,
  'preflight-schema.ts': 3,
  'read-activity.ts': 3,
  'replica-link.ts': 1,
  'undo-orders.ts': 3,
  'write-orders.ts': 8,
};

/** Rows that a statement may read without a word. */
const MOST_READ = 3_000;
/** What may read more, and why. */
const MAY_READ_MORE: readonly (readonly [statement: RegExp, why: string])[] = [
  [/customer_name LIKE '%/, 'text inside names is in no index; the page ends at its limit'],
  [/^SELECT COUNT\(\*\).* FROM \(SELECT 1 FROM order_changes LIMIT/, 'counts no further than its limit'],
  [/^SELECT COUNT\(\*\), MAX\(id\) FROM \(SELECT id FROM orders/, 'one slice of a count'],
  [/CRC32/, 'one slice of the digest'],
  [/^SELECT id FROM orders WHERE .* LIMIT 1 OFFSET /, 'walks the ids of a window, from the newest on'],
  [/^SELECT COUNT\(\*\) FROM \(SELECT id FROM orders FORCE/, 'counts no further than a window is large'],
  [/GROUP BY minute, counts$/, 'one slice of the past'],
  [/^SELECT \(id - \d+\) DIV \d+, COUNT/, 'one slice of the holes'],
];

interface Step {
  readonly table: string | null;
  readonly type: string | null;
  readonly Extra: string | null;
}

let opened: MysqlOrders;
const asked = new Map<string, string>();

beforeAll(async () => {
  opened = await openMysqlOrders();
  const connection = await opened.server.connect();
  await fillManyOrders(connection, ROWS);
  await fillManyChanges(connection, 1, ROWS, ROWS);
  await connection.query(`INSERT INTO order_history (change_id, order_id, operation_type, old_data, new_data, changed_at, actor)
    SELECT id, order_id, operation_type, old_data, new_data, changed_at, actor FROM order_changes`);
  await connection.query('ANALYZE TABLE order_history');
}, 120_000);
afterAll(() => opened.drop());

/** A database that writes down what it is asked, and answers. */
function listening(database: Database): Database {
  const listen = (connection: DatabaseConnection): DatabaseConnection => ({
    get isOpen() {
      return connection.isOpen;
    },
    query: (sql, values) => connection.query(heard(sql, values), []),
    rows: (sql, values) => connection.rows(heard(sql, values), []),
    execute: (sql, values) => connection.execute(heard(sql, values), []),
    close: () => connection.close(),
    destroy: () => connection.destroy(),
  });
  return {
    ...database,
    use: (run) => database.use((connection) => run(listen(connection))),
    connect: async (options) => listen(await database.connect(options)),
  };
}

function heard(sql: string, values: readonly unknown[] = []): string {
  const whole = mysql.format(sql, values as Parameters<typeof mysql.format>[1]);
  const shape = whole.replace(/\d+/g, '0').replace(/\s+/g, ' ');
  asked.set(shape, whole);
  return whole;
}

async function askEverything(): Promise<void> {
  const database = listening(opened.database);
  const orders = createMysqlOrderRepository(database);
  for (const sort of ORDER_SORTS) {
    for (const status of [undefined, 'pending', 'delivered'] as const) {
      const filter = { sort, limit: 50, ...(status && { status }) };
      const first = await orders.page(filter);
      if (first.nextCursor !== null) await orders.page({ ...filter, cursor: first.nextCursor });
    }
  }
  await orders.page({ limit: 50, q: 'Ada' });
  await orders.history(7, 10);
  let before: string | null | undefined;
  for (let page = 0; page < 2; page++) {
    const { next } = await orders.activity({ limit: 10, ...(before && { before }) });
    before = next;
  }
  await orders.get(7);
  const created = await orders.create({ customer_name: 'Ada', product_name: 'Laptop' }, 'test');
  await orders.update({ id: created.id, expectedVersion: 1 }, { status: 'shipped' }, 'test');
  await orders.setStatus([{ id: 5 }, { id: 6 }], 'shipped', 'test');
  await orders.undo([{ id: created.id, version: 2, change: 'UPDATE' }], 'test');
  await orders.deleteMany([{ id: 5 }], 'test');
  await orders.delete({ id: created.id }, 'test');
  await orders.undo([{ id: created.id, version: 3, change: 'DELETE' }], 'test');
  const kept = new MysqlChangeLog(database, 10_000);
  const log = new PooledChangeLog(database, kept);
  const at = {
    position: {
      head: 15_000,
      gaps: [
        { from: 9_000, to: 9_003 },
        { from: 300, to: 320 },
      ],
    },
    stamp: '',
  };
  await kept.read(at, 100);
  await log.read(at, 100);
  await kept.probe(at.position.gaps);
  const start = await findStart(database, (ranges) => kept.probe(ranges), 10_000);
  await kept.read(start, 100);
  await kept.read(start, 100);
  await kept.serverSettings();
  const view = await kept.openView(start);
  await view.countOrders();
  for await (const chunk of view.orders(1_000)) if (chunk.length > 0) break;
  for (const newest of [1_000, 15_000]) {
    const part = await view.part(newest);
    if (part === null) throw new Error(`not more than ${newest} orders`);
    for await (const chunk of view.orders(1_000, { ...part, open: true })) expect(chunk.length).toBeGreaterThan(0);
  }
  await view.digest();
  await view.close();
  await kept.close();
  await createGapReport(database, () => [{ from: 10, to: 20, ageMs: 1, inFlight: true }])();
  const past = new MysqlPastChanges(database).before(start.position);
  for (let slice = 0; slice < 3; slice++) await past.read(ROWS);
  const retention = new MysqlLogRetention(database, 90);
  await retention.oldestKept(1_000);
  await retention.markProcessed(1_000, 500);
  await retention.deleteBelow(1_000, 500);
  await retention.pruneHistory(500);
  const { DB_HOST: host, DB_USER: user } = opened.server.env;
  const partitions = new MysqlLogPartitions({
    connections: database,
    database,
    address: { host, port: 1, user, database: opened.server.name },
    rows: 10_000,
    historyDays: 90,
    isQuiet: () => true,
  });
  await partitions.archiveBelow(2_000, 500);
}

it('[PART-50] every statement on the orders, the log and its archive is served by an index and reads little more than it answers', async () => {
  await askEverything();
  const wrong: string[] = [];
  let looked = 0;
  const { server } = opened;
  for (const sql of asked.values()) {
    const text = sql.replace(/\s+/g, ' ').trim();
    if (!new RegExp(LARGE.source).test(text) || /^(INSERT|SET|START)/.test(text)) continue;
    for (const { table, type, Extra } of await server.query<Step>(`EXPLAIN FORMAT=TRADITIONAL ${sql}`)) {
      if (!['orders', 'order_changes', 'order_history'].includes(table ?? '')) continue;
      if (type === 'ALL') wrong.push(`${table} is read without an index (${Extra}): ${text}`);
    }
    if (!/^\(?SELECT/.test(text) || MAY_READ_MORE.some(([rule]) => rule.test(text))) continue;
    await server.query('FLUSH STATUS');
    await server.query(sql);
    const counters = await server.query<{ Value: string }>("SHOW SESSION STATUS LIKE 'Handler_read%'");
    const read = counters.reduce((sum, { Value }) => sum + Number(Value), 0);
    looked++;
    if (read > MOST_READ) wrong.push(`reads ${read} rows: ${text}`);
  }
  expect(wrong).toEqual([]);
  expect(looked).toBeGreaterThan(40);
});

it('[PART-51] no statement on these tables is without a plan that was looked at', () => {
  const found = Object.fromEntries(
    readdirSync('src-main/mysql')
      .map((name): [string, number] => [name, readFileSync(`src-main/mysql/${name}`, 'utf8').match(LARGE)?.length ?? 0])
      .filter(([, count]) => count > 0),
  );
  expect(found).toEqual(STATEMENTS);
});
