import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PastReader } from '../../src-main/feed/past-changes.ts';
import type { Position } from '../../src-main/feed/position.ts';
import { ConnectionKeeper } from '../../src-main/mysql/connection-keeper.ts';
import { MysqlLogRetention } from '../../src-main/mysql/mysql-log-retention.ts';
import { MysqlPastChanges } from '../../src-main/mysql/mysql-past-changes.ts';
import { type MysqlOrders, openMysqlOrders } from '../support/mysql-orders.ts';

describe('what is counted of the past', () => {
  let opened: MysqlOrders;
  let cleaner: ConnectionKeeper;

  beforeAll(async () => {
    opened = await openMysqlOrders();
    cleaner = new ConnectionKeeper(opened.database, { isolation: 'READ COMMITTED', timeoutMs: 5_000 });
  });
  afterAll(async () => {
    await cleaner.close();
    await opened.drop();
  });
  beforeEach(() => opened.clear());

  const retention = () => new MysqlLogRetention(cleaner, 90);
  const query = (sql: string) => opened.server.query<{ id: number }>(sql);
  /** @returns the ids of their changes, ascending */
  async function create(count: number): Promise<number[]> {
    const [last] = await query('SELECT COALESCE(MAX(id), 0) AS id FROM order_changes');
    const rows = Array.from({ length: count }, () => "('Ada', 'Desk')").join(',');
    await query(`INSERT INTO orders (customer_name, product_name) VALUES ${rows}`);
    const ids = await query(`SELECT id FROM order_changes WHERE id > ${last?.id} ORDER BY id`);
    return ids.map(({ id }) => Number(id));
  }
  const pastOf = (position: Position): PastReader => new MysqlPastChanges(opened.database).before(position);
  const upTo = (ids: readonly number[], gaps: readonly number[] = []): Position => ({
    head: ids[ids.length - 1] ?? 0,
    gaps: gaps.map((id) => ({ from: id, to: id })),
  });

  /** Reads to the end. @param between after each of the reads */
  async function counted(reader: PastReader, limit: number, between?: () => Promise<unknown>) {
    const sum = { changes: 0, inserted: 0, shipped: 0, delivered: 0 };
    let completeFrom: number | null = null;
    for (let slice = await reader.read(limit); slice !== null; slice = await reader.read(limit)) {
      for (const { counts } of slice.minutes) {
        for (const name of ['changes', 'inserted', 'shipped', 'delivered'] as const) sum[name] += counts[name];
      }
      completeFrom = slice.completeFrom ?? completeFrom;
      await between?.();
    }
    return { ...sum, completeFrom };
  }

  it('[MON-20] a change that moves to the archive between two reads is counted once, wherever the reader is', async () => {
    for (const limit of [1, 7, 10, 100]) {
      for (const moved of [1, 3, 10, 100]) {
        await opened.clear();
        const ids = await create(40);
        await retention().deleteBelow(Number.MAX_SAFE_INTEGER, 12);
        const reader = pastOf(upTo(ids));
        const found = await counted(reader, limit, async () => {
          await retention().deleteBelow((ids[ids.length - 1] ?? 0) + 1, moved);
        });
        expect([limit, moved, found.changes, found.inserted]).toEqual([limit, moved, 40, 40]);
      }
    }
  });

  it('[MON-21] what the reader is given itself is not of the past, in the log or in the archive', async () => {
    const ids = await create(10);
    const [gap = 0] = ids.slice(4);
    const reader = pastOf(upTo(ids, [gap]));
    expect((await reader.read(3))?.minutes[0]?.counts.changes).toBe(3);
    // The gap came late, and more came behind: all of it is delivered, and moved before the reader gets there.
    await create(5);
    await retention().deleteBelow(Number.MAX_SAFE_INTEGER, 100);
    expect((await counted(reader, 3)).changes).toBe(6);
  });

  it('[MON-22] statuses are counted in the archive as in the log, and what is no JSON does no harm', async () => {
    const ids = await create(3);
    await query("UPDATE orders SET status = 'shipped'");
    await query("UPDATE orders SET status = 'delivered' ORDER BY id LIMIT 2");
    await query("UPDATE orders SET customer_name = 'Bob'");
    const position = upTo([(ids[2] ?? 0) + 8]);
    const expected = { changes: 11, inserted: 3, shipped: 3, delivered: 2 };
    expect(await counted(pastOf(position), 4)).toMatchObject(expected);
    await retention().deleteBelow(Number.MAX_SAFE_INTEGER, 7);
    expect(await counted(pastOf(position), 4)).toMatchObject(expected);
    await query("UPDATE order_history SET old_data = 'torn {' WHERE operation_type = 'INSERT'");
    await query("UPDATE order_history SET new_data = 'torn {' WHERE operation_type = 'UPDATE' ORDER BY id LIMIT 1");
    await query(
      'UPDATE order_history SET changed_at = NULL WHERE id = (SELECT * FROM (SELECT MIN(id) FROM order_history) AS first)',
    );
    expect(await counted(pastOf(position), 1)).toMatchObject({
      ...expected,
      changes: 10,
      inserted: 2,
      shipped: 2,
    });
  });

  it('[MON-23] of a log that was replaced nothing is said to be complete', async () => {
    await create(30);
    await retention().deleteBelow(Number.MAX_SAFE_INTEGER, 100);
    await query('UPDATE order_history SET changed_at = NOW(6) - INTERVAL 2 HOUR');
    await query('TRUNCATE order_changes');
    const ids = await create(5);
    expect(ids[0]).toBe(1);
    const whole = await counted(pastOf(upTo(ids)), 100);
    const [newest] = await query('SELECT FLOOR(MAX(UNIX_TIMESTAMP(changed_at))) AS id FROM order_history');
    expect(Math.floor((whole.completeFrom ?? 0) / 1_000)).toBe(Number(newest?.id));
    await query('DELETE FROM order_history');
    expect(await counted(pastOf(upTo(ids)), 100)).toMatchObject({ changes: 5, completeFrom: Number.NEGATIVE_INFINITY });
  });

  it('[MON-24] without an archive the log alone is counted', async () => {
    const ids = await create(6);
    await retention().deleteBelow(Number.MAX_SAFE_INTEGER, 2);
    await query('RENAME TABLE order_history TO away');
    try {
      expect((await counted(pastOf(upTo(ids)), 3)).changes).toBe(4);
    } finally {
      await query('RENAME TABLE away TO order_history');
    }
  });
});
