import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AnchoredPosition } from '../../src-main/feed/change-log.ts';
import { DIGEST_RANGE, ExpectedDigest } from '../../src-main/feed/orders-digest.ts';
import { findStart } from '../../src-main/mysql/log-start.ts';
import { readStatement } from '../../src-main/mysql/log-statements.ts';
import { migrate } from '../../src-main/mysql/migrate.ts';
import { MysqlChangeLog, PooledChangeLog } from '../../src-main/mysql/mysql-change-log.ts';
import type { Database } from '../../src-main/mysql/pool.ts';
import { namesOf } from '../contract/change-log.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { migrateOptions, openDatabase } from '../support/sql.ts';

describe('change log on a real server', () => {
  let server: TestDatabase;
  let database: Database;
  let log: MysqlChangeLog;

  beforeAll(async () => {
    server = await createTestDatabase();
    await migrate(migrateOptions(server));
    database = openDatabase(server);
    log = new MysqlChangeLog(database, 5_000);
  });

  afterAll(async () => {
    await log.close();
    await database.end();
    await server.drop();
  });

  beforeEach(async () => {
    await server.query('DELETE FROM orders');
    await server.query('DELETE FROM order_changes');
    await insert('seed');
  });

  const insert = (name: string) =>
    server.query("INSERT INTO orders (customer_name, product_name) VALUES (?, 'Laptop')", [name]);

  it('[LOG-7] computes in SQL the digest that the changes lead to', async () => {
    const at = await log.start();
    const view = await log.openView(at);
    const expected = ExpectedDigest.of(await view.digest());
    await view.close();
    await server.query(
      `INSERT INTO orders (id, customer_name, product_name) VALUES (${DIGEST_RANGE * 3}, 'Zoë 📦 ''"', 'a,b|c')`,
    );
    await server.query("SET time_zone = '-03:30'");
    await insert('from another zone');
    await server.query(
      "UPDATE orders SET status = 'delivered', product_name = REPEAT('ü', 255) WHERE customer_name = 'seed'",
    );
    await server.query("DELETE FROM orders WHERE customer_name = 'from another zone'");
    await server.query('UPDATE orders SET id = id + 5 WHERE customer_name LIKE ?', ['Zo%']);
    await server.query('SET time_zone = DEFAULT');
    const read = await log.read(at, 100);
    for (const entry of read.entries) if (entry.kind === 'change') expected.apply(entry.event);
    const after = await log.openView(read.next);
    expect(expected.differences(await after.digest())).toEqual([]);
    await after.close();
  });

  it('[LOG-8] reports damaged rows and goes on with the next', async () => {
    const at = await log.start();
    const write = async (columns: string, values: string) => {
      if (server.isMariaDb) await server.query('SET check_constraint_checks = 0');
      await server.query(`INSERT INTO order_changes (${columns}) VALUES (${values})`);
    };
    await write('order_id, operation_type, new_data', "1, 'INSERT', NULL");
    await write('order_id, operation_type, new_data', "1, 'INSERT', '{\"id\": 1}'");
    await write('order_id, operation_type, old_data', "1, 'DELETE', '[]'");
    if (server.isMariaDb) await write('order_id, operation_type, new_data', "1, 'INSERT', '{broken'");
    await insert('good');
    const read = await log.read(at, 10);
    const damaged = read.entries.filter((entry) => entry.kind === 'damaged');
    expect(damaged).toHaveLength(server.isMariaDb ? 4 : 3);
    expect(namesOf(read.entries).at(-1)).toBe('good');
    expect(damaged[0]).toMatchObject({ reason: 'new_data is NULL' });
  });

  it('[LOG-12] can stand on a damaged row, whatever is missing in it', async () => {
    await server.query(
      "INSERT INTO order_changes (order_id, operation_type, new_data, changed_at) VALUES (1, 'INSERT', NULL, NULL)",
    );
    const at = await log.start();
    expect(await log.read(at, 10)).toMatchObject({ anchor: 'same', entries: [] });
    await insert('next');
    const read = await log.read(at, 10);
    expect([read.anchor, namesOf(read.entries)]).toEqual(['same', ['next']]);
    const bad = await log.read({ position: { head: at.position.head - 1, gaps: [] }, stamp: '' }, 1);
    expect(bad.entries[0]).toMatchObject({ kind: 'damaged' });
  });

  it('[LOG-13] looks up thousands of gaps by their key, and does not read the log for them', async () => {
    await fillLog(server, 5_000);
    const gaps = Array.from({ length: 3_000 }, (_, i) => ({ from: 2 * i + 1, to: 2 * i + 1 }));
    const [newest] = await server.query<{ id: number }>('SELECT MAX(id) AS id FROM order_changes');
    const from = { position: { head: Number(newest?.id), gaps }, stamp: '' };
    const plan = await server.query<{ key: string | null; type: string; table: string }>(
      `EXPLAIN ${server.isMariaDb ? '' : 'FORMAT=TRADITIONAL'} ${readStatement(from, 10, [])}`,
    );
    const onTheLog = plan.filter((row) => row.table === 'order_changes');
    expect(onTheLog.map(({ type, key }) => [type, key])).toEqual([
      ['range', 'PRIMARY'],
      ['range', 'PRIMARY'],
    ]);
    expect(plan.some((row) => row.type === 'ALL' && !row.table.startsWith('<union'))).toBe(false);
  });

  it('[LOG-14] starts beside a transaction of two hundred thousand rows', async () => {
    await insert('newest');
    const inFlight = Array.from({ length: 200_000 }, (_, i) => i + 1);
    await server.query('DELETE FROM order_changes');
    await server.query('ALTER TABLE order_changes AUTO_INCREMENT = 300000');
    await insert('after');
    const { position } = await findStart(database, async () => inFlight, 5_000);
    expect(position.gaps).toEqual([{ from: 1, to: 200_000 }]);
  });

  it('[LOG-15] leaves out ids that JavaScript cannot hold, in the log and in the orders, and says so', async () => {
    const at = await log.start();
    expect(await log.serverSettings()).toMatchObject({ idsTooLarge: false });
    await server.query("INSERT INTO orders (id, customer_name, product_name) VALUES (9007199254740993, 'x', 'Laptop')");
    await server.query('ALTER TABLE order_changes AUTO_INCREMENT = 9007199254740992');
    await insert('unread');
    const { entries, next } = await log.read(at, 10);
    expect(entries.map((entry) => entry.kind)).toEqual(['damaged']);
    expect(next.position.head).toBeLessThan(Number.MAX_SAFE_INTEGER);
    expect(await log.serverSettings()).toMatchObject({ idsTooLarge: true });
    const view = await log.openView(next);
    const chunks: number[] = [];
    for await (const orders of view.orders(10)) chunks.push(...orders.map((order) => order.id));
    const counted = [...(await view.digest()).values()].reduce((sum, range) => sum + range.count, 0);
    expect([await view.countOrders(), counted]).toEqual([chunks.length, chunks.length]);
    expect(chunks.every(Number.isSafeInteger)).toBe(true);
    await view.close();
    await server.query('DELETE FROM orders');
    await server.query('TRUNCATE TABLE order_changes');
  });

  it('[LOG-9] follows ids beyond INT', async () => {
    const at = await log.start();
    await server.query(`ALTER TABLE order_changes AUTO_INCREMENT = ${2 ** 33}`);
    await insert('beyond');
    const read = await log.read(at, 10);
    expect(read.entries[0]?.id).toBe(2 ** 33);
    expect(read.next.position.gaps).toHaveLength(1);
  });

  it('[LOG-10] tells a client that catches up from which id the log goes on', async () => {
    const pooled = new PooledChangeLog(database, log);
    const at: AnchoredPosition = await log.start();
    const [oldest] = await server.query<{ id: number }>('SELECT MIN(id) AS id FROM order_changes');
    expect((await pooled.read(at, 10)).oldestId).toBe(Number(oldest?.id));
  });

  it('[LOG-11] reads the grid of ids and how far the clocks are apart', async () => {
    const settings = await log.serverSettings();
    expect(settings.increment).toBeGreaterThanOrEqual(1);
    expect(Math.abs(settings.clockOffsetMs)).toBeLessThan(1_000);
  });
});

/** Rows in the log as if so many orders had been written. */
async function fillLog(server: TestDatabase, count: number): Promise<void> {
  const values = Array.from({ length: count }, () => "(1, 'DELETE', NULL)").join(',');
  await server.query(`INSERT INTO order_changes (order_id, operation_type, old_data) VALUES ${values}`);
  await server.query('ANALYZE TABLE order_changes');
}
