import type { Connection } from 'mysql2/promise';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src-main/config/config.ts';
import { PartitionsImpossible } from '../../src-main/feed/log-partitions.ts';
import { ConnectionKeeper } from '../../src-main/mysql/connection-keeper.ts';
import { MysqlLogPartitions, type MysqlLogPartitionsOptions } from '../../src-main/mysql/mysql-log-partitions.ts';
import { MysqlLogRetention } from '../../src-main/mysql/mysql-log-retention.ts';
import { MysqlPastChanges } from '../../src-main/mysql/mysql-past-changes.ts';
import { runPreflight } from '../../src-main/mysql/preflight.ts';
import { eventually } from '../support/eventually.ts';
import { type MysqlOrders, openMysqlOrders } from '../support/mysql-orders.ts';
import { openDatabase } from '../support/sql.ts';

const ROWS = 1_000;
const NAMES = `SELECT PARTITION_NAME AS name FROM information_schema.PARTITIONS
  WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? ORDER BY PARTITION_ORDINAL_POSITION`;

describe('a log in partitions', () => {
  let opened: MysqlOrders;
  let cleaner: ConnectionKeeper;
  let isQuiet: boolean;
  let late: Connection | null = null;

  beforeAll(async () => {
    opened = await openMysqlOrders();
    await opened.server.query('SET innodb_lock_wait_timeout = 3');
    cleaner = new ConnectionKeeper(opened.database, { isolation: 'READ COMMITTED', timeoutMs: 5_000 });
  });
  afterAll(async () => {
    await cleaner.close();
    await opened.drop();
  });
  // A transaction that a failed test left open would hold up the next one.
  afterEach(() => late?.destroy());
  beforeEach(async () => {
    isQuiet = true;
    for (const table of ['order_changes', 'order_history']) {
      const [first] = await partitionsOf(table);
      if (first !== null) await opened.server.query(`ALTER TABLE ${table} REMOVE PARTITIONING`);
      await opened.server.query(`TRUNCATE TABLE ${table}`);
    }
    await opened.server.query(
      "UPDATE orderdeck_meta SET value = '0' WHERE name IN ('cleaned_below', 'archived_below')",
    );
  });

  const partitionsOf = async (table: string) =>
    (await opened.server.query<{ name: string | null }>(NAMES, [table])).map(({ name }) => name);
  const idsOf = async (table: string, column = 'id') =>
    (await opened.server.query<{ id: number }>(`SELECT ${column} AS id FROM ${table} ORDER BY id`)).map(({ id }) =>
      Number(id),
    );
  const countOf = async (table: string) => (await idsOf(table)).length;
  const metaOf = async (name: string) =>
    (await opened.server.query<{ value: string }>('SELECT value FROM orderdeck_meta WHERE name = ?', [name]))[0]?.value;
  /** Rows with these ids, of orders that have them too. */
  const log = (from: number, to: number) => {
    const rows = Array.from({ length: to - from + 1 }, (_, i) => [from + i, from + i, 'DELETE', orderJson(from + i)]);
    return opened.server.query('INSERT INTO order_changes (id, order_id, operation_type, old_data) VALUES ?', [rows]);
  };
  const partitions = (options: Partial<MysqlLogPartitionsOptions> = {}) => {
    const { DB_HOST, DB_PORT, DB_USER } = opened.server.env;
    return new MysqlLogPartitions({
      connections: cleaner,
      database: opened.database,
      address: { host: DB_HOST, port: Number(DB_PORT), user: DB_USER, database: opened.server.name },
      rows: ROWS,
      historyDays: 0,
      isQuiet: () => isQuiet,
      ...options,
    });
  };

  it('[PART-1] a log in use is partitioned with all its rows, any id can be written after it, and done twice it is done once', async () => {
    await log(1_990, 2_010);
    expect(await partitions().bounds()).toBeNull();
    expect(await partitions().extend(false)).toBe('done');
    expect(await idsOf('order_changes')).toEqual(Array.from({ length: 21 }, (_, i) => 1_990 + i));
    expect(await partitions().bounds()).toEqual([3_000, 4_000, 5_000, 6_000, 7_000]);
    const before = await partitionsOf('order_changes');
    expect(before[before.length - 1]).toBe('pmax');
    expect(await partitions().extend(false)).toBe('done');
    expect(await partitionsOf('order_changes')).toEqual(before);
    await opened.server.query("INSERT INTO orders (customer_name, product_name) VALUES ('Ada', 'Laptop')");
    await log(2_000_000_000, 2_000_000_000);
    expect((await idsOf('order_changes')).slice(-2)).toEqual([2_011, 2_000_000_000]);
  });

  it('[PART-2] the next partitions are made ahead, also after ids have jumped past all there are', async () => {
    await partitions().extend(false);
    await log(3_000, 3_000);
    await partitions().extend(false);
    expect((await partitions().bounds())?.slice(-1)).toEqual([8_000]);
    await log(2_000_000_500, 2_000_000_500);
    expect(await partitions().extend(false)).toBe('done');
    expect((await partitions().bounds())?.slice(-6)).toEqual([
      8_000,
      ...[1, 2, 3, 4, 5].map((n) => 2_000_000_000 + n * 1_000),
    ]);
    expect(await idsOf('order_changes')).toEqual([3_000, 2_000_000_500]);
  });

  it('[PART-3] a partition is dropped when all of it may go, and what was cleaned is written down first', async () => {
    await log(1, 2_500);
    await partitions().extend(false);
    await opened.server.query(`ALTER TABLE order_changes REORGANIZE PARTITION p3000 INTO (
      PARTITION p1000 VALUES LESS THAN (1000), PARTITION p2000 VALUES LESS THAN (2000), PARTITION p3000 VALUES LESS THAN (3000))`);
    expect(await partitions().drop(2_400, false)).toBe('done');
    expect([(await idsOf('order_changes'))[0], await metaOf('cleaned_below')]).toEqual([2_000, '2000']);
    expect((await partitions().bounds())?.[0]).toBe(3_000);
    // A row that comes below what was dropped is stored like any other.
    await log(7, 7);
    expect((await idsOf('order_changes'))[0]).toBe(7);
  });

  it('[PART-4] a row in flight keeps its partition, and nobody who writes waits for the attempt', async () => {
    await partitions().extend(false);
    await log(500, 500);
    const writer = await opened.server.connect();
    const open = await opened.server.connect();
    late = open;
    await open.query('START TRANSACTION');
    await open.query(
      "INSERT INTO order_changes (id, order_id, operation_type, old_data) VALUES (400, 1, 'DELETE', '{}')",
    );
    await log(1_500, 1_500);
    // By its clock: what the database says of transactions is as old as the last time somebody asked.
    const [begun] = await opened.server.query<{ at: string }>('SELECT CAST(NOW(6) AS CHAR) AS at');
    const look = 'SELECT NOW(6) > CAST(? AS DATETIME(6)) + INTERVAL 600000 MICROSECOND AS old';
    await eventually('the transaction is not young', async () => {
      const [transaction] = await opened.server.query<{ old: number }>(look, [begun?.at ?? '']);
      return transaction?.old === 1;
    });
    expect(await partitions().drop(1_000, false)).toBe('waiting');
    const attempt = partitions().drop(1_000, true);
    const written = writer.query("INSERT INTO orders (customer_name, product_name) VALUES ('Ada', 'Laptop')");
    expect(await attempt).toBe('busy');
    await written;
    await open.query('COMMIT');
    expect((await idsOf('order_changes')).slice(0, 3)).toEqual([400, 500, 1_500]);
    isQuiet = false;
    expect(await partitions().drop(1_000, false)).toBe('waiting');
    isQuiet = true;
    expect(await partitions().drop(1_000, false)).toBe('done');
    expect((await idsOf('order_changes'))[0]).toBe(1_500);
  });

  it('[PART-5] a row of a partition is in the history once, before and after the partition is dropped', async () => {
    const kept = partitions({ historyDays: 90 });
    await log(1, 1_500);
    expect(await kept.extend(false)).toBe('done');
    const before = await opened.orders.activity({ limit: 1_000 });
    const shown = async () => {
      const first = await opened.orders.activity({ limit: 1_000 });
      const second = await opened.orders.activity({ limit: 1_000, ...(first.next && { before: first.next }) });
      return [...first.changes, ...second.changes].map(({ changeId }) => changeId);
    };
    const counted = async () => {
      const past = new MysqlPastChanges(opened.database).before({ head: 1_500, gaps: [] });
      let changes = 0;
      for (let slice = await past.read(400); slice !== null; slice = await past.read(400))
        for (const { counts } of slice.minutes) changes += counts.changes;
      return changes;
    };
    const all = Array.from({ length: 1_500 }, (_, i) => 1_500 - i);
    expect([await shown(), await counted()]).toEqual([all, 1_500]);
    expect(await kept.archivedBelow()).toBe(0);
    expect([await kept.archiveBelow(1_200, 1_000), await kept.archivedBelow()]).toEqual([1_000, 1_001]);
    expect([await kept.archiveBelow(1_200, 1_000), await kept.archivedBelow()]).toEqual([199, 1_200]);
    expect([await countOf('order_changes'), await countOf('order_history')]).toEqual([1_500, 1_199]);
    expect([await shown(), await counted()]).toEqual([all, 1_500]);
    expect(await opened.orders.activity({ limit: 1_000 })).toMatchObject({ changes: before.changes });
    expect((await opened.orders.history(700, 10)).changes.map(({ changeId }) => changeId)).toEqual([700]);
    await opened.server.query(`ALTER TABLE order_changes REORGANIZE PARTITION p2000 INTO (
      PARTITION p1000 VALUES LESS THAN (1000), PARTITION p2000 VALUES LESS THAN (2000))`);
    expect(await kept.drop(1_000, false)).toBe('done');
    expect([await countOf('order_changes'), await shown(), await counted()]).toEqual([501, all, 1_500]);
    expect((await opened.orders.history(700, 10)).changes.map(({ changeId }) => changeId)).toEqual([700]);
  });

  it('[PART-6] what is archived and deleted after all is not archived twice, and what is not is archived then', async () => {
    const kept = partitions({ historyDays: 90 });
    const retention = new MysqlLogRetention(cleaner, 90);
    await log(1, 100);
    await kept.extend(false);
    await kept.archiveBelow(41, 100);
    expect(await retention.deleteBelow(61, 50)).toBe(40);
    expect(await retention.deleteBelow(61, 50)).toBe(20);
    expect([await idsOf('order_history', 'change_id'), await countOf('order_changes')]).toEqual([
      Array.from({ length: 60 }, (_, i) => i + 1),
      40,
    ]);
  });

  it('[PART-7] of a log whose ids began anew nothing counts as archived', async () => {
    const kept = partitions({ historyDays: 90 });
    await log(1, 100);
    await kept.archiveBelow(101, 1_000);
    await opened.server.query('TRUNCATE TABLE order_changes');
    await log(1, 50);
    expect(await kept.archivedBelow()).toBe(0);
    await new MysqlLogRetention(cleaner, 90).deleteBelow(11, 100);
    await kept.archiveBelow(51, 1_000);
    expect([await countOf('order_history'), await kept.archivedBelow()]).toEqual([150, 51]);
  });

  it('[PART-8] the archive goes by partitions too, and keeps what is not old enough', async () => {
    const kept = partitions({ historyDays: 90 });
    expect(await kept.extend(false)).toBe('done');
    const rows = (from: number, days: number) =>
      opened.server.query(
        `INSERT INTO order_history (id, change_id, order_id, changed_at) VALUES (?, 1, 1, NOW(6) - INTERVAL ? DAY)`,
        [from, days],
      );
    await rows(1, 200);
    await rows(999, 91);
    await rows(1_000, 91);
    await rows(1_001, 89);
    await rows(2_000, 200);
    await rows(3_000, 1);
    expect(await kept.dropOldHistory(false)).toBe('done');
    expect(await idsOf('order_history')).toEqual([1_000, 1_001, 2_000, 3_000]);
    expect(await kept.dropOldHistory(false)).toBe('done');
    expect(await countOf('order_history')).toBe(4);
  });

  it('[PART-9] partitions by another rule are left alone, and a long log is not copied while writers wait', async () => {
    await opened.server.query('ALTER TABLE order_changes PARTITION BY HASH (id) PARTITIONS 2');
    expect(await partitions().bounds()).toBeNull();
    await expect(partitions().extend(true)).rejects.toThrow(PartitionsImpossible);
    await opened.server.query('ALTER TABLE order_changes REMOVE PARTITIONING');
    await log(1, 11);
    const copiesFew = partitions({ mostCopied: { order_changes: 10, order_history: 10 } });
    await expect(copiesFew.extend(true)).rejects.toThrow(
      /more than 10 rows.*: ALTER TABLE order_changes PARTITION BY RANGE/,
    );
  });

  it('[PART-10] without the rights it says which are missing, with them it works, and the preflight knows both', async () => {
    const user = `od_part_${opened.server.name.slice(-6)}`;
    const { server } = opened;
    await server.query(`CREATE USER '${user}'@'%' IDENTIFIED BY 'change-me'`);
    await server.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON \`${server.name}\`.* TO '${user}'@'%'`);
    const database = openDatabase(server, { user, password: 'change-me' });
    const config = loadConfig({ ...server.env, DB_USER: user, LOG_PARTITION_ROWS: '1000' });
    const codes = async () => (await runPreflight(database, config)).map(({ code }) => code);
    const theirs = partitions({
      connections: database,
      database,
      historyDays: 90,
      address: { host: 'db', port: 3306, user, database: server.name },
    });
    try {
      const grant = `GRANT ALTER, CREATE, DROP ON \`${server.name}\`.\`order_changes\` TO '${user}'@'%'`;
      await expect(theirs.extend(false)).rejects.toThrow(grant);
      expect((await codes()).filter((code) => code === 'partition-right-missing')).toHaveLength(2);
      await server.query(grant);
      await expect(theirs.extend(false)).rejects.toThrow('order_history');
      await server.query(grant.replace('order_changes', 'order_history'));
      expect(await theirs.extend(false)).toBe('done');
      await log(3_500, 3_500);
      expect([await theirs.extend(false), await theirs.drop(1_000, false)]).toEqual(['done', 'done']);
      expect((await codes()).filter((code) => code === 'partition-right-missing')).toEqual([]);
    } finally {
      await database.end();
      await server.query(`DROP USER '${user}'@'%'`);
    }
  });
});

function orderJson(id: number): string {
  const names = { customer_name: 'Ada', product_name: 'Laptop', status: 'pending', version: 1 };
  return JSON.stringify({ id, ...names, updated_at: null, created_at: null });
}
