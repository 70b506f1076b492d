import type { Connection } from 'mysql2/promise';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate } from '../../src-main/mysql/migrate.ts';
import { runPreflight } from '../../src-main/mysql/preflight.ts';
import { createBaseSchema, fillOrders, OUR_TRIGGERS, triggerNames } from '../support/base-schema.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { migrateOptions, openDatabase } from '../support/sql.ts';

let server: TestDatabase;
beforeEach(async () => {
  server = await createTestDatabase();
});
afterEach(() => server.drop());

const WRITERS = 4;
const BEFORE = 10_000;

/** Writes to orders of its own until told to stop, each time a text that no other write has. */
async function write(connection: Connection, writer: number, stopped: () => boolean, done: string[]): Promise<void> {
  let id = 0;
  for (let i = 0; !stopped(); i++) {
    const text = `writer ${writer} write ${i}`;
    if (i % 10 === 0) {
      await connection.query('INSERT INTO orders (customer_name, product_name) VALUES (?, ?)', ['new', text]);
      const [rows] = await connection.query('SELECT id FROM orders WHERE product_name = ?', [text]);
      id = (rows as { id: number }[])[0]?.id ?? 0;
    } else if (i % 10 === 9) {
      await connection.query('START TRANSACTION');
      await connection.query('UPDATE orders SET product_name = ? WHERE id = ?', [text, id]);
      await connection.query('DELETE FROM orders WHERE id = ?', [id]);
      await connection.query('COMMIT');
    } else {
      const target = i % 2 === 0 ? id : 1 + writer + WRITERS * (i % 1_000);
      await connection.query('UPDATE orders SET product_name = ?, status = ? WHERE id = ?', [text, 'shipped', target]);
    }
    done.push(text);
  }
}

test('[SQL-20] upgrades a database of an earlier version under load: no write fails, none is lost', async () => {
  await createBaseSchema(server);
  await fillOrders(server, BEFORE);
  await server.query('UPDATE order_changes SET processed = TRUE WHERE id <= 9000');
  const oldLog = await server.query('SELECT id, order_id, operation_type, new_data FROM order_changes ORDER BY id');
  let stop = false;
  const done: string[] = [];
  const connections = await Promise.all(Array.from({ length: WRITERS }, () => server.connect()));
  const writers = connections.map((connection, writer) => write(connection, writer, () => stop, done));
  await expect.poll(() => done.length).toBeGreaterThan(50);

  const report = await migrate(migrateOptions(server));

  const duringUpgrade = done.length;
  await expect.poll(() => done.length).toBeGreaterThan(duringUpgrade + 50);
  stop = true;
  await Promise.all(writers);

  expect([...report.droppedTriggers].sort()).toEqual([
    'order_delete_trigger',
    'order_insert_trigger',
    'order_update_trigger',
  ]);
  expect(await triggerNames(server)).toEqual(OUR_TRIGGERS);
  const log = await server.query<{
    id: number;
    order_id: number;
    operation_type: string;
    new_data: unknown;
    old_data: unknown;
  }>('SELECT id, order_id, operation_type, old_data, new_data FROM order_changes ORDER BY id');
  expect(log.slice(0, oldLog.length)).toMatchObject(oldLog);
  const unprocessed = await server.query('SELECT COUNT(*) AS n FROM order_changes WHERE NOT processed AND id <= 10000');
  expect(unprocessed).toEqual([{ n: 1_000 }]);

  // Every single write is in the log, not just the last of each order.
  const logged = new Set(log.map(({ new_data }) => productOf(new_data)));
  expect(done.filter((text) => !logged.has(text))).toEqual([]);

  // The log leads from nothing to exactly the table.
  const replayed = new Map<number, unknown>();
  for (const { order_id, operation_type, new_data } of log) {
    if (operation_type === 'DELETE') replayed.delete(order_id);
    else replayed.set(order_id, productOf(new_data));
  }
  const table = await server.query<{ id: number; product_name: string }>('SELECT id, product_name FROM orders');
  expect([...replayed].sort(([a], [b]) => a - b)).toEqual(
    table.map(({ id, product_name }): [number, unknown] => [id, product_name]).sort(([a], [b]) => a - b),
  );
});

function productOf(json: unknown): unknown {
  const row = typeof json === 'string' ? JSON.parse(json) : json;
  return (row as { product_name?: string } | null)?.product_name;
}

test('[SQL-21] an open transaction holds the upgrade up, but no other writer for long', async () => {
  await createBaseSchema(server);
  await fillOrders(server, 10);
  const [slow, quick] = [await server.connect(), await server.connect()];
  await slow.query('START TRANSACTION');
  await slow.query("UPDATE orders SET status = 'shipped' WHERE id = 1");
  const upgrade = migrate(migrateOptions(server));
  const longest = { ms: 0 };
  const until = performance.now() + 6_000;
  while (performance.now() < until) {
    const startedAt = performance.now();
    await quick.query("UPDATE orders SET status = 'delivered' WHERE id = 2");
    longest.ms = Math.max(longest.ms, performance.now() - startedAt);
  }
  expect(longest.ms).toBeLessThan(2_500);
  await slow.query('COMMIT');
  await upgrade;
  expect(await triggerNames(server)).toEqual(OUR_TRIGGERS);
});

test('[SQL-22] latin1 tables become utf8mb4 without harm to what is in them', async () => {
  await createBaseSchema(server, 'latin1');
  await server.query("INSERT INTO orders (customer_name, product_name) VALUES ('José Müller', 'Größe ½')");
  await migrate(migrateOptions(server));
  await server.query("INSERT INTO orders (customer_name, product_name) VALUES ('漢字', '😀')");
  expect(
    await server.query('SELECT customer_name AS c, product_name AS p, version AS v FROM orders ORDER BY id'),
  ).toEqual([
    { c: 'José Müller', p: 'Größe ½', v: 1 },
    { c: '漢字', p: '😀', v: 1 },
  ]);
  const [row] = await server.query<{ new_data: unknown }>(
    'SELECT new_data FROM order_changes ORDER BY id DESC LIMIT 1',
  );
  expect(productOf(row?.new_data)).toBe('😀');
});

test('[SQL-23] ids become BIGINT, times keep their value; where a foreign key points at the id, INT stays and is named', async () => {
  await createBaseSchema(server);
  await fillOrders(server, 2);
  const before = await server.query('SELECT id, updated_at, created_at FROM orders');
  await migrate(migrateOptions(server));
  expect(await server.query('SELECT id, updated_at, created_at FROM orders')).toEqual(before);
  const [type] = await server.query<{ t: string }>(
    "SELECT DATA_TYPE AS t FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = 'orders' AND COLUMN_NAME = 'id'",
    [server.name],
  );
  expect(type?.t).toBe('bigint');

  const referenced = await createTestDatabase();
  try {
    await createBaseSchema(referenced);
    await fillOrders(referenced, 2);
    await referenced.query(
      'CREATE TABLE shipments (id INT PRIMARY KEY, order_id INT, FOREIGN KEY (order_id) REFERENCES orders (id))',
    );
    await migrate(migrateOptions(referenced));
    const database = openDatabase(referenced);
    const findings = await runPreflight(database, migrateOptions(referenced).config);
    await database.end();
    expect(findings.map(({ code, severity }) => ({ code, severity }))).toEqual([{ code: 'id-int', severity: 'info' }]);
    await referenced.query("UPDATE orders SET status = 'shipped' WHERE id = 1");
    expect(await referenced.query('SELECT version AS v FROM orders WHERE id = 1')).toEqual([{ v: 2 }]);
  } finally {
    await referenced.drop();
  }
});
