import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OrderRepository } from '../../src-main/commands/order-repository.ts';
import { migrate } from '../../src-main/mysql/migrate.ts';
import { createMysqlOrderRepository } from '../../src-main/mysql/mysql-order-repository.ts';
import type { Database } from '../../src-main/mysql/pool.ts';
import type { Order } from '../../src-shared/order.ts';
import { ORDER_SORTS, type OrderSort } from '../../src-shared/rest-api.ts';
import { fillOrders } from '../support/base-schema.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { recordingLogger } from '../support/recording-logger.ts';
import { migrateOptions, openDatabase } from '../support/sql.ts';

let server: TestDatabase;
let database: Database;
let orders: OrderRepository;
beforeEach(async () => {
  server = await createTestDatabase();
  await migrate(migrateOptions(server));
  database = openDatabase(server);
  orders = createMysqlOrderRepository(database);
});
afterEach(async () => {
  await database.end();
  await server.drop();
});

const ACTOR = 'tester';

/** Twelve orders of which many have the same times, some none, and one a zero date. */
async function seedTimes(): Promise<void> {
  await server.query("SET sql_mode = ''");
  await fillOrders(server, 12);
  await server.query("UPDATE orders SET created_at = '2025-01-01 00:00:00', updated_at = '2025-01-01 00:00:00'");
  await server.query('UPDATE orders SET created_at = NULL, updated_at = NULL WHERE id IN (2, 5, 9)');
  await server.query(
    "UPDATE orders SET created_at = '2025-06-01 12:00:00', updated_at = '2025-06-01 12:00:00' WHERE id IN (1, 11, 12)",
  );
  await server.query("UPDATE orders SET created_at = '0000-00-00', updated_at = '0000-00-00' WHERE id = 7");
}

async function walk(sort: OrderSort, limit: number, status?: Order['status']): Promise<number[]> {
  const ids: number[] = [];
  let cursor: string | null = null;
  do {
    const filter = { limit, sort, ...(status === undefined ? {} : { status }) };
    const page = await orders.page(cursor === null ? filter : { ...filter, cursor });
    ids.push(...page.orders.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return ids;
}

test.each(ORDER_SORTS)('[SQL-70] pages by %s pass through equal, absent and zero times without loss', async (sort) => {
  await seedTimes();
  const column = sort.replace('-', '');
  const direction = sort.startsWith('-') ? 'DESC' : 'ASC';
  const wanted = await server.query<{ id: number }>(
    `SELECT id FROM orders ORDER BY ${column} ${direction}, id ${direction}`,
  );
  for (const limit of [1, 2, 3, 5, 12]) expect(await walk(sort, limit)).toEqual(wanted.map(({ id }) => id));
  const streamed: number[] = [];
  for await (const chunk of orders.stream({ sort })) streamed.push(...chunk.map(({ id }) => id));
  expect(streamed).toEqual(wanted.map(({ id }) => id));
});

test('[SQL-71] absent and zero times read as null, and a row without a status as pending, in every list', async () => {
  await seedTimes();
  await server.query('DROP TRIGGER orderdeck_1_before_update');
  await server.query("UPDATE orders SET status = 'shipped' WHERE id > 3");
  await server.query('UPDATE orders SET status = NULL WHERE id = 6');
  await server.query("UPDATE orders SET status = 'nonsense' WHERE id = 8");
  expect(await orders.get(7)).toMatchObject({ created_at: null, status: 'shipped' });
  expect(await orders.get(2)).toMatchObject({ created_at: null });
  expect((await orders.get(1))?.created_at).toBe('2025-06-01T12:00:00.000Z');
  expect((await orders.get(6))?.status).toBe('pending');
  expect((await orders.get(8))?.status).toBe('pending');
  expect(await walk('id', 2, 'pending')).toEqual([1, 2, 3, 6, 8]);
  expect(await walk('id', 2, 'shipped')).toEqual([4, 5, 7, 9, 10, 11, 12]);
});

test.each(['2025-13-01 00:00:00', '2025-02-30 00:00:00', "x' OR 1=1 -- ", '2025-01-01', 5, {}, ['a']])(
  '[SQL-72] refuses a forged cursor with the time %j instead of handing it to MySQL',
  async (value) => {
    const cursor = Buffer.from(JSON.stringify(['updated_at', value, 1])).toString('base64url');
    await expect(orders.page({ limit: 1, sort: 'updated_at', cursor })).rejects.toMatchObject({
      problem: { code: 'invalid-request', errors: [{ field: 'cursor' }] },
    });
  },
);

test('[SQL-73] injection is text: it is stored, searched and never carried out', async () => {
  const text = `'; DROP TABLE orders; -- \\' OR "1"="1" /* ? ?? :id */ \\`;
  const order = await orders.create({ customer_name: text, product_name: text }, text);
  expect(await orders.get(order.id)).toMatchObject({ customer_name: text, product_name: text });
  expect((await orders.page({ limit: 5, q: text })).orders).toHaveLength(1);
  expect((await orders.page({ limit: 5, q: "' OR 1=1 -- " })).orders).toHaveLength(0);
  const updated = await orders.update({ id: order.id }, { customer_name: `${text}2` }, text);
  expect(updated).toMatchObject({ kind: 'written', order: { customer_name: `${text}2` } });
  expect((await orders.history(order.id, 5)).changes.map(({ actor }) => actor)).toEqual([text, text]);
});

test('[SQL-74] no list uses OFFSET or sorts the whole table: each is served by an index', async () => {
  await fillOrders(server, 3_000);
  await server.query("UPDATE orders SET status = 'shipped' WHERE id % 50 = 0");
  await server.query('ANALYZE TABLE orders');
  const first = await orders.page({ limit: 50, sort: '-updated_at' });
  const before = await rowsRead();
  await orders.page({ limit: 50, sort: '-updated_at', cursor: first.nextCursor ?? '' });
  await orders.page({ limit: 50, sort: '-created_at', cursor: forSort(first.nextCursor, '-created_at') });
  await orders.page({ limit: 50, status: 'shipped' });
  await orders.page({ limit: 50, sort: '-id' });
  expect((await rowsRead()) - before).toBeLessThan(1_000);
});

const forSort = (cursor: string | null, sort: string) => {
  const [, value, id] = JSON.parse(Buffer.from(cursor ?? '', 'base64url').toString());
  return Buffer.from(JSON.stringify([sort, value, id])).toString('base64url');
};

/** Rows that the pooled connections have fetched so far. */
async function rowsRead(): Promise<number> {
  const rows = await database.query<{ Value: string }>("SHOW SESSION STATUS LIKE 'Handler_read%'");
  return rows.reduce((sum, { Value }) => sum + Number(Value), 0);
}

test('[SQL-75] a lock is waited for again unseen; one that stays is told as database-busy', async () => {
  const logger = recordingLogger();
  const watched = openDatabase(server, { logger, sqlDebug: true });
  const repository = createMysqlOrderRepository(watched);
  const waitsGivenUp = () => logger.entries.filter(({ facts }) => (facts as { errno?: number }).errno === 1205).length;
  const order = await repository.create({ customer_name: 'a', product_name: 'b' }, ACTOR);
  const other = await server.connect();
  try {
    await other.query('START TRANSACTION');
    await other.query('UPDATE orders SET product_name = ? WHERE id = ?', ['theirs', order.id]);
    const blocked = repository.update({ id: order.id }, { status: 'shipped' }, ACTOR);
    await expect.poll(waitsGivenUp, { timeout: 20_000 }).toBe(1);
    await other.query('COMMIT');
    expect(await blocked).toMatchObject({
      kind: 'written',
      order: { product_name: 'theirs', status: 'shipped', version: 3 },
    });

    await other.query('START TRANSACTION');
    await other.query('UPDATE orders SET product_name = ? WHERE id = ?', ['again', order.id]);
    await expect(repository.delete({ id: order.id }, ACTOR)).rejects.toMatchObject({
      problem: { code: 'database-busy' },
    });
    expect(waitsGivenUp()).toBe(5);
    await other.query('ROLLBACK');
    expect(await orders.get(order.id)).toMatchObject({ product_name: 'theirs', version: 3 });
  } finally {
    await watched.end();
  }
});

test('[SQL-82] a deadlock is tried again unseen', async () => {
  await fillOrders(server, 60);
  const logger = recordingLogger();
  const watched = openDatabase(server, { logger, sqlDebug: true });
  const other = await server.connect();
  try {
    // The other transaction has changed more rows, so MySQL gives up ours.
    await other.query('START TRANSACTION');
    await other.query("UPDATE orders SET product_name = 'theirs' WHERE id BETWEEN 2 AND 50");
    const ours = createMysqlOrderRepository(watched).setStatus([{ id: 1 }, { id: 2 }], 'shipped', ACTOR);
    // Slower than the tenth of a second for which InnoDB answers from memory.
    await expect.poll(() => lockWaits(), { interval: 250, timeout: 2_500 }).toBeGreaterThan(0);
    await other.query("UPDATE orders SET product_name = 'theirs' WHERE id = 1");
    await other.query('COMMIT');
    const { updated } = await ours;
    expect(updated.map(({ product_name, status }) => [product_name, status])).toEqual([
      ['theirs', 'shipped'],
      ['theirs', 'shipped'],
    ]);
    const errors = logger.entries.map(({ facts }) => (facts as { errno?: number }).errno);
    expect(errors).toContain(1213);
  } finally {
    await watched.end();
  }
});

/** Transactions of this test's database that wait for a lock. */
async function lockWaits(): Promise<number> {
  const [row] = await server.query<{ n: number }>(
    `SELECT COUNT(*) AS n FROM information_schema.INNODB_TRX
     WHERE trx_state = 'LOCK WAIT' AND trx_mysql_thread_id IN
       (SELECT ID FROM information_schema.PROCESSLIST WHERE DB = ?)`,
    [server.name],
  );
  return Number(row?.n);
}

test('[SQL-76] bulk changes that cross each other all come through', async () => {
  await fillOrders(server, 60);
  const ids = Array.from({ length: 60 }, (_, i) => i + 1);
  const outcomes = await Promise.all(
    Array.from({ length: 8 }, (_, i) =>
      orders.setStatus(
        (i % 2 === 0 ? ids : [...ids].reverse()).map((id) => ({ id })),
        'shipped',
        `bulk ${i}`,
      ),
    ),
  );
  for (const { updated } of outcomes) expect(updated).toHaveLength(60);
  expect((await orders.get(30))?.version).toBe(9);
});

test('[SQL-77] the actor is that of the write alone, also after one that failed', async () => {
  const alone = openDatabase(server, { connectionLimit: 1 });
  const repository = createMysqlOrderRepository(alone);
  const actorNow = async () => (await alone.query<{ actor: unknown }>('SELECT @orderdeck_actor AS actor'))[0]?.actor;
  try {
    await repository.create({ customer_name: 'a', product_name: 'b' }, 'x'.repeat(400));
    expect(await actorNow()).toBeNull();
    await expect(repository.create({ customer_name: 'a'.repeat(300), product_name: 'b' }, ACTOR)).rejects.toThrow();
    expect(await actorNow()).toBeNull();
    const [row] = await server.query<{ actor: string }>('SELECT actor FROM order_changes');
    expect(row?.actor).toBe('x'.repeat(255));
  } finally {
    await alone.end();
  }
});

test('[SQL-78] orders whose ids a client cannot hold are left out, never shown as another order', async () => {
  await server.query("INSERT INTO orders (id, customer_name, product_name) VALUES (9007199254740993, 'a', 'b')");
  expect(await orders.get(Number.MAX_SAFE_INTEGER)).toBeNull();
  expect(await orders.page({ limit: 5 })).toEqual({ orders: [], nextCursor: null });
});

test('[SQL-79] a history whose beginning has left the log, or is damaged, is told as incomplete', async () => {
  const { id } = await orders.create({ customer_name: 'a', product_name: 'b' }, ACTOR);
  await orders.update({ id }, { status: 'shipped' }, ACTOR);
  expect(await orders.history(id, 10)).toMatchObject({ complete: true });
  expect(await orders.history(id, 1)).toMatchObject({ complete: false });
  await server.query("INSERT INTO order_changes (order_id, operation_type) VALUES (?, 'UPDATE')", [id]);
  expect(await orders.history(id, 10)).toMatchObject({ complete: false, changes: [{}, {}] });
  await server.query('DELETE FROM order_changes WHERE new_data IS NULL');
  await server.query("DELETE FROM order_changes WHERE operation_type = 'INSERT'");
  const { changes, complete } = await orders.history(id, 10);
  expect(changes.map(({ type }) => type)).toEqual(['UPDATE']);
  expect(complete).toBe(false);
});

test('[SQL-80] a database that is away is database-unavailable, not an internal error', async () => {
  const away = openDatabase(server, { port: 1 });
  const repository = createMysqlOrderRepository(away);
  for (const call of [repository.get(1), repository.page({ limit: 1 }), repository.delete({ id: 1 }, ACTOR)]) {
    await expect(call).rejects.toMatchObject({ problem: { code: 'database-unavailable', status: 503 } });
  }
});

test('[SQL-81] a stream holds no connection while its reader is slow, and stays within its chunk', async () => {
  await fillOrders(server, 2_500);
  const alone = openDatabase(server, { connectionLimit: 1 });
  try {
    const sizes: number[] = [];
    for await (const chunk of createMysqlOrderRepository(alone).stream({})) {
      sizes.push(chunk.length);
      expect(alone.usage().inUse).toBe(0);
      await alone.query('SELECT 1');
    }
    expect(sizes).toEqual([1_000, 1_000, 500]);
  } finally {
    await alone.end();
  }
});
