import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AnchoredPosition } from '../../src-main/feed/change-log.ts';
import { DIGEST_RANGE, ExpectedDigest } from '../../src-main/feed/orders-digest.ts';
import { migrate } from '../../src-main/mysql/migrate.ts';
import { MysqlChangeLog, PooledChangeLog } from '../../src-main/mysql/mysql-change-log.ts';
import type { Database } from '../../src-main/mysql/pool.ts';
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

  const namesOf = (read: { entries: readonly { kind: string }[] }) =>
    read.entries.map((entry) =>
      'event' in entry ? (entry.event as { order: { customer_name: string } }).order.customer_name : entry.kind,
    );

  it('[LOG-1] starts at the newest row, so that only what comes after is new', async () => {
    const at = await log.start();
    expect(namesOf(await log.read(at, 10))).toEqual([]);
    await insert('after');
    const read = await log.read(at, 10);
    expect(namesOf(read)).toEqual(['after']);
    expect(read.anchor).toBe('same');
    expect(namesOf(await log.read(read.next, 10))).toEqual([]);
  });

  it('[LOG-2] starts with the transactions in flight as gaps, however old, and reads them when they commit', async () => {
    const writer = await server.connect();
    await writer.query('START TRANSACTION');
    await writer.query("INSERT INTO orders (customer_name, product_name) VALUES ('in flight', 'Laptop')");
    await insert('newer');
    const at = await log.start();
    expect(namesOf(await log.read(at, 10))).toEqual([]);
    const visible = await log.probe(at.position.gaps);
    expect(visible).toHaveLength(1);
    await writer.query('COMMIT');
    expect(namesOf(await log.read(at, 10))).toEqual(['in flight']);
  });

  it('[LOG-3] finds a transaction in flight below the oldest row of the log', async () => {
    const writer = await server.connect();
    await writer.query('START TRANSACTION');
    await writer.query("INSERT INTO orders (customer_name, product_name) VALUES ('oldest', 'Laptop')");
    await insert('newer');
    const [before] = await server.query<{ id: number }>('SELECT MIN(id) AS id FROM order_changes');
    await server.query('DELETE FROM order_changes WHERE id = ?', [before?.id]);
    const at = await log.start();
    await writer.query('COMMIT');
    expect(namesOf(await log.read(at, 10))).toEqual(['oldest']);
  });

  it('[LOG-4] takes at most the rows asked for and says that there are more', async () => {
    const at = await log.start();
    for (const name of ['a', 'b', 'c']) await insert(name);
    const first = await log.read(at, 2);
    expect([namesOf(first), first.more]).toEqual([['a', 'b'], true]);
    const second = await log.read(first.next, 2);
    expect([namesOf(second), second.more]).toEqual([['c'], false]);
    const held = await log.read(at, 0);
    expect([namesOf(held), held.more]).toEqual([[], true]);
  });

  it('[LOG-5] knows a replaced log by the row it stands on, even when the ids have passed it', async () => {
    await insert('x');
    const at = await log.start();
    await server.query('TRUNCATE TABLE order_changes');
    expect((await log.read(at, 10)).anchor).toBe('missing');
    await server.query(`ALTER TABLE order_changes AUTO_INCREMENT = ${at.position.head}`);
    for (const name of ['y', 'z']) await insert(name);
    expect((await log.read(at, 10)).anchor).toBe('different');
  });

  it('[LOG-6] shows orders and log of one instant: the picture at its position, and nothing beyond', async () => {
    const at = await log.start();
    await insert('before');
    const view = await log.openView(at);
    await insert('after');
    const chunks: string[] = [];
    for await (const orders of view.orders(1)) chunks.push(...orders.map((order) => order.customer_name));
    expect(chunks).toEqual(['seed', 'before']);
    expect(await view.countOrders()).toBe(2);
    expect(namesOf({ entries: view.unseen })).toEqual(['before']);
    await view.close();
    expect(namesOf(await log.read(view.at, 10))).toEqual(['after']);
  });

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
    expect(namesOf(read).at(-1)).toBe('good');
    expect(damaged[0]).toMatchObject({ reason: 'new_data is NULL' });
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
