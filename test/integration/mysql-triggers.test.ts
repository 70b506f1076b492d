import type { Connection, RowDataPacket } from 'mysql2/promise';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate } from '../../src-main/mysql/migrate.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { migrateOptions } from '../support/sql.ts';
import { withRepeatedHourZone } from '../support/time-zone.ts';

let server: TestDatabase;
let writer: Connection;
beforeEach(async () => {
  server = await createTestDatabase();
  await migrate(migrateOptions(server));
  writer = await server.connect();
});
afterEach(() => server.drop());

interface Logged {
  readonly order_id: number;
  readonly operation_type: string;
  readonly old: Record<string, unknown> | null;
  readonly new: Record<string, unknown> | null;
  readonly actor: string;
}

async function log(): Promise<Logged[]> {
  const rows = await server.query<RowDataPacket>('SELECT * FROM order_changes ORDER BY id');
  const parse = (json: unknown) => (typeof json === 'string' ? JSON.parse(json) : json);
  return rows.map((row) => ({
    order_id: row.order_id as number,
    operation_type: row.operation_type as string,
    old: parse(row.old_data),
    new: parse(row.new_data),
    actor: row.actor as string,
  }));
}

const insert = (customer = 'Ada', product = 'Laptop') =>
  writer.query('INSERT INTO orders (customer_name, product_name) VALUES (?, ?)', [customer, product]);

test('[SQL-30] each write is logged once with the whole row before and after, and the version rises', async () => {
  await insert();
  await writer.query("UPDATE orders SET status = 'shipped'");
  await writer.query('UPDATE orders SET version = 77');
  await writer.query('DELETE FROM orders');
  const entries = await log();
  expect(entries.map((entry) => entry.operation_type)).toEqual(['INSERT', 'UPDATE', 'UPDATE', 'DELETE']);
  expect(entries.map(({ old, new: after }) => [old?.version ?? null, after?.version ?? null])).toEqual([
    [null, 1],
    [1, 2],
    [2, 3],
    [3, null],
  ]);
  expect(entries[1]?.new).toEqual({
    id: 1,
    customer_name: 'Ada',
    product_name: 'Laptop',
    status: 'shipped',
    version: 2,
    updated_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/),
    created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/),
  });
});

test.each(['+00:00', '-03:30', '+05:45', '-11:00', '+13:00', 'SYSTEM'])(
  '[SQL-31] times are UTC whatever the time zone of the writer: %s',
  async (zone) => {
    await writer.query('SET time_zone = ?', [zone]);
    // An instant given as such; what text it makes depends on the zone, what is stored must not.
    await writer.query('SET timestamp = 1735689599');
    await insert();
    await writer.query('SET timestamp = 1735689600');
    await writer.query("UPDATE orders SET status = 'shipped'");
    await writer.query('DELETE FROM orders');
    const created = '2024-12-31T23:59:59.000Z';
    const updated = '2025-01-01T00:00:00.000Z';
    const entries = await log();
    expect(entries[0]?.new).toMatchObject({ created_at: created, updated_at: created });
    expect(entries[1]).toMatchObject({
      old: { updated_at: created },
      new: { updated_at: updated, created_at: created },
    });
    expect(entries[2]?.old).toMatchObject({ updated_at: updated, created_at: created });
  },
);

test('[SQL-32] in the hour that a clock change repeats, times are still exact', async () => {
  await withRepeatedHourZone(server, async ({ zone, firstPass, secondPass }) => {
    await writer.query('SET time_zone = ?', [zone]);
    for (const instant of [firstPass, secondPass]) {
      await writer.query('SET timestamp = ?', [instant]);
      await insert();
    }
    const [shown] = await writer.query<RowDataPacket[]>('SELECT DISTINCT CAST(created_at AS CHAR) AS t FROM orders');
    expect(shown).toHaveLength(1);
    const logged = (await log()).map((entry) => entry.new?.created_at);
    expect(logged).toEqual([firstPass, secondPass].map((instant) => new Date(instant * 1000).toISOString()));
  });
});

test('[SQL-33] times that are NULL are null, and a zero date never fails the write', async () => {
  await writer.query("SET sql_mode = ''");
  await writer.query(
    "INSERT INTO orders (customer_name, product_name, updated_at, created_at) VALUES ('a', 'b', NULL, '0000-00-00 00:00:00')",
  );
  expect((await log())[0]?.new).toMatchObject({ updated_at: null, created_at: null });
});

test('[SQL-34] an order without a status is pending; an update cannot take the status away', async () => {
  await writer.query("INSERT INTO orders (customer_name, product_name, status) VALUES ('a', 'b', NULL)");
  await writer.query("SET sql_mode = ''");
  await writer.query("INSERT INTO orders (customer_name, product_name, status) VALUES ('c', 'd', 'nonsense')");
  await writer.query("UPDATE orders SET status = 'shipped' WHERE id = 1");
  await writer.query('UPDATE orders SET status = NULL WHERE id = 1');
  await writer.query("UPDATE orders SET status = 'nonsense' WHERE id = 1");
  const [rows] = await writer.query('SELECT id, status FROM orders ORDER BY id');
  expect(rows).toEqual([
    { id: 1, status: 'shipped' },
    { id: 2, status: 'pending' },
  ]);
  expect((await log()).map((entry) => entry.new?.status)).toEqual([
    'pending',
    'pending',
    'shipped',
    'shipped',
    'shipped',
  ]);
});

test('[SQL-35] an UPDATE of the id takes the old order away and brings a new one', async () => {
  await insert();
  await writer.query('UPDATE orders SET id = 99');
  expect((await log()).slice(1)).toMatchObject([
    { order_id: 1, operation_type: 'DELETE', old: { id: 1, version: 1 }, new: null },
    { order_id: 99, operation_type: 'INSERT', old: null, new: { id: 99, version: 2 } },
  ]);
});

test('[SQL-36] REPLACE and INSERT ... ON DUPLICATE KEY UPDATE are logged as what they do', async () => {
  await insert();
  await writer.query("REPLACE INTO orders (id, customer_name, product_name) VALUES (1, 'Bob', 'Phone')");
  await writer.query(
    "INSERT INTO orders (id, customer_name, product_name) VALUES (1, 'x', 'y') ON DUPLICATE KEY UPDATE product_name = 'Tablet'",
  );
  const entries = (await log()).map((entry) => [
    entry.operation_type,
    entry.old?.product_name,
    entry.new?.product_name,
  ]);
  expect(entries).toEqual([
    ['INSERT', undefined, 'Laptop'],
    ['DELETE', 'Laptop', undefined],
    ['INSERT', undefined, 'Phone'],
    ['UPDATE', 'Phone', 'Tablet'],
  ]);
  const [rows] = await writer.query('SELECT customer_name, version FROM orders');
  expect(rows).toEqual([{ customer_name: 'Bob', version: 2 }]);
});

test('[SQL-37] the actor is what the program says, else the user; no value of it fails a write', async () => {
  await insert();
  for (const value of ["'console@127.0.0.1'", '7', `'${'é'.repeat(400)}'`, 'NULL', "''"]) {
    await writer.query(`SET @orderdeck_actor = ${value}`);
    await insert();
  }
  for (const value of ['0xFFFE00', "_latin1'\xe9'", "CONVERT('é' USING ucs2)", "JSON_OBJECT('a', 1)", '1.5e0']) {
    await writer.query(`SET @orderdeck_actor = ${value}`);
    await insert();
  }
  const actors = (await log()).map(({ actor }) => actor);
  expect(actors).toHaveLength(11);
  expect(actors[0]).toMatch(/^root@/);
  expect(actors.slice(1, 4)).toEqual(['console@127.0.0.1', '7', 'é'.repeat(255)]);
  expect(actors[4]).toMatch(/^root@/);
});

test('[SQL-38] emoji, quotes, backslashes and control characters arrive in the log as they are', async () => {
  const text = `😀 "quoted" 'single' back\\slash \n\t\u0001 {"json": true} é漢 \u2028`;
  await insert(text, '😀'.repeat(255));
  expect((await log())[0]?.new).toMatchObject({ customer_name: text, product_name: '😀'.repeat(255) });
});

test.each(["''", "'ANSI_QUOTES'", "'NO_BACKSLASH_ESCAPES'", "'STRICT_ALL_TABLES'", "'TRADITIONAL'"])(
  '[SQL-39] the writer may have any sql_mode: %s',
  async (mode) => {
    await writer.query(`SET sql_mode = ${mode}`);
    await writer.query('SET SESSION sql_safe_updates = 1');
    // Written out: the driver's escaping is not safe in all of these modes.
    await writer.query("INSERT INTO orders (customer_name, product_name) VALUES ('a''b', 'c')");
    await writer.query("UPDATE orders SET status = 'shipped' WHERE id = 1");
    expect((await log()).map((entry) => entry.new?.customer_name)).toEqual(["a'b", "a'b"]);
  },
);

test('[SQL-40] LAST_INSERT_ID and the count of rows are the writer’s own, not those of the log', async () => {
  await server.query('ALTER TABLE order_changes AUTO_INCREMENT = 5000');
  await insert();
  const [result] = await insert();
  expect(result).toMatchObject({ insertId: 2, affectedRows: 1 });
  const [rows] = await writer.query('SELECT LAST_INSERT_ID() AS id');
  expect(rows).toEqual([{ id: 2 }]);
});

test('[SQL-41] a rolled-back write leaves nothing in the log', async () => {
  await writer.query('START TRANSACTION');
  await insert();
  await writer.query('ROLLBACK');
  expect(await log()).toEqual([]);
});

test('[SQL-42] a version never overflows what a client can hold', async () => {
  await writer.query(
    "INSERT INTO orders (customer_name, product_name, version) VALUES ('a', 'b', 18446744073709551615)",
  );
  await writer.query("UPDATE orders SET status = 'shipped'");
  await writer.query("UPDATE orders SET status = 'delivered'");
  const [rows] = await writer.query('SELECT version FROM orders');
  expect(rows).toEqual([{ version: Number.MAX_SAFE_INTEGER }]);
});
