import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { crc32 } from '../../src-main/base/crc32.ts';
import { DIGEST_RANGE } from '../../src-main/feed/orders-digest.ts';
import { ConnectionKeeper } from '../../src-main/mysql/connection-keeper.ts';
import { createLeaderLock } from '../../src-main/mysql/leader-lock.ts';
import { migrate } from '../../src-main/mysql/migrate.ts';
import { MysqlChangeLog } from '../../src-main/mysql/mysql-change-log.ts';
import { MysqlCheckpointStore } from '../../src-main/mysql/mysql-checkpoint-store.ts';
import { MysqlEpochStore } from '../../src-main/mysql/mysql-epoch-store.ts';
import { MysqlLogRetention } from '../../src-main/mysql/mysql-log-retention.ts';
import { MysqlReaderRegistry } from '../../src-main/mysql/mysql-reader-registry.ts';
import type { Database } from '../../src-main/mysql/pool.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { seededRandom, testSeed } from '../support/random.ts';
import { migrateOptions, openDatabase } from '../support/sql.ts';
import { startTcpProxy } from '../support/stalling-proxy.ts';

describe('parts of the feed on a real server', () => {
  let server: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    server = await createTestDatabase();
    await server.query('SET innodb_lock_wait_timeout = 3');
    await migrate(migrateOptions(server));
    database = openDatabase(server);
  });
  afterAll(async () => {
    await database.end();
    await server.drop();
  });
  beforeEach(async () => {
    await server.query('DELETE FROM orders');
    await server.query('DELETE FROM order_changes');
    await server.query("UPDATE orderdeck_meta SET value = '0' WHERE name = 'cleaned_below'");
  });

  it('[FEED-106] the checksum is the one the server computes, for any text', async () => {
    const random = seededRandom(testSeed());
    const texts = Array.from({ length: 200 }, (_, length) =>
      Array.from({ length }, () => String.fromCodePoint(32 + Math.floor(random() ** 4 * 0x2f000)))
        .join('')
        .replace(/[\ud800-\udfff]/gu, '?'),
    );
    const rows = await database.query<{ crc: number }>(
      texts.map(() => 'SELECT CRC32(?) AS crc').join(' UNION ALL '),
      texts,
    );
    expect(rows.map(({ crc }) => Number(crc))).toEqual(texts.map(crc32));
  });

  it('[FEED-107] digest and count of a sparse table take it whole, slice by slice, up to the largest id', async () => {
    const slice = 16 * DIGEST_RANGE;
    const ids = [1, DIGEST_RANGE - 1, DIGEST_RANGE, slice - 1, slice, slice * 3 + 7, 2 ** 40, Number.MAX_SAFE_INTEGER];
    for (const id of ids) {
      await server.query("INSERT INTO orders (id, customer_name, product_name) VALUES (?, 'Ada', 'Laptop')", [id]);
    }
    const log = new MysqlChangeLog(database, 5_000);
    const view = await log.openView(await log.start());
    const digest = await view.digest();
    expect(await view.countOrders()).toBe(ids.length);
    expect([...digest.keys()]).toEqual([...new Set(ids.map((id) => Math.floor(id / DIGEST_RANGE)))]);
    expect([...digest.values()].reduce((sum, { count }) => sum + count, 0)).toBe(ids.length);
    await view.close();
    await log.close();
  });

  it('[FEED-119] of many servers that take a new epoch at once one does, and all have the same', async () => {
    const store = new MysqlEpochStore(database);
    const { epoch, tokenSecret } = await store.read();
    await server.query("UPDATE orderdeck_meta SET value = '77' WHERE name = 'cleaned_below'");
    const taken = await Promise.all(Array.from({ length: 5 }, () => store.rotate(epoch)));
    expect(new Set(taken).size).toBe(1);
    expect(taken[0]).not.toBe(epoch);
    expect(await store.read()).toEqual({ epoch: taken[0], tokenSecret, cleanedBelow: 0 });
    await server.query("UPDATE orderdeck_meta SET value = '5' WHERE name = 'cleaned_below'");
    expect(await store.rotate(epoch)).toBe(taken[0]);
    expect((await store.read()).cleanedBelow).toBe(5);
  });

  it('[DRIFT-35] a checkpoint comes back as it was left, with thousands of gaps', async () => {
    const store = new MysqlCheckpointStore(database);
    const gaps = Array.from({ length: 5_000 }, (_, i) => ({ from: i * 3 + 1, to: i * 3 + 2 }));
    const checkpoint = {
      epoch: 'e',
      at: { position: { head: 20_000, gaps }, stamp: '1757795400.123456' },
      total: { count: 3, sum: 2n ** 62n + 1n },
    };
    expect(await store.load()).toBeNull();
    await store.save(checkpoint);
    expect(await store.load()).toEqual(checkpoint);
    await store.save({ ...checkpoint, at: { ...checkpoint.at, position: { head: 1, gaps: manyGaps(20_001) } } });
    expect(await store.load()).toEqual(checkpoint);
  });

  it('[CLEAN-9] a clock that was set back makes nobody immortal, one that was set forward nobody dead for long', async () => {
    const registry = new MysqlReaderRegistry(database, 5_000);
    await registry.heartbeat('reader', 'here', { head: 9, gaps: [{ from: 4, to: 5 }] });
    const state = async () => (await registry.list()).map(({ lowWater, live }) => [lowWater, live]);
    expect(await state()).toEqual([[4, true]]);
    for (const clock of ['- INTERVAL 1 HOUR', '+ INTERVAL 1 HOUR']) {
      await server.query(`UPDATE orderdeck_readers SET heartbeat_at = NOW(6) ${clock}`);
      expect((await state())[0]?.[1]).toBe(false);
      await registry.heartbeat('reader', 'here', { head: 9, gaps: [] });
      expect(await state()).toEqual([[10, true]]);
    }
    await registry.leave('reader');
    expect(await state()).toEqual([]);
  });

  it.each([0, 90])(
    '[CLEAN-10] locks exactly the rows it takes out or marks, whatever share of the table they are; kept for %i days',
    async (days) => {
      const cleaner = new ConnectionKeeper(database, { isolation: 'READ COMMITTED', timeoutMs: 5_000 });
      const retention = new MysqlLogRetention(cleaner, days);
      const values = Array.from({ length: 2_100 }, () => "(1, 'DELETE', '{}')").join(',');
      await server.query('ALTER TABLE order_changes AUTO_INCREMENT = 1');
      await server.query(`INSERT INTO order_changes (order_id, operation_type, old_data) VALUES ${values}`);
      await server.query('ANALYZE TABLE order_changes');
      const [lowest] = await server.query<{ id: number }>('SELECT MIN(id) AS id FROM order_changes');
      const writer = await server.connect();
      await writer.query('START TRANSACTION');
      // Rows of a transaction in flight right above the bound.
      const first = Number(lowest?.id);
      await writer.query('SELECT id FROM order_changes WHERE id = ? FOR UPDATE', [first + 2_000]);
      expect(await retention.markProcessed(first + 2_000, 2_000)).toBe(2_000);
      expect(await retention.deleteBelow(first + 2_000, 1_500)).toBe(1_500);
      expect(await retention.deleteBelow(first + 2_000, 1_500)).toBe(500);
      expect(await retention.deleteBelow(first + 2_000, 1_500)).toBe(0);
      await writer.query('ROLLBACK');
      const [left] = await server.query<{ rows_left: number }>('SELECT COUNT(*) AS rows_left FROM order_changes');
      expect(left?.rows_left).toBe(100);
      await cleaner.close();
    },
  );

  it('[CLEAN-11] the lead is lost by who says nothing for the time that was agreed', async () => {
    const lock = createLeaderLock(database, server.name, 1_000);
    const lease = await lock.tryAcquire('clean-up');
    const next = await eventually('another can lead', () => lock.tryAcquire('clean-up'));
    expect([await lease?.held(), await next?.held()]).toEqual([false, true]);
    await next?.release();
  });

  it('[FAULT-30] a connection that was ended while it rested is replaced without a failure, one that fails in use after it', async () => {
    const proxy = await startTcpProxy(server.env.DB_HOST, Number(server.env.DB_PORT));
    const through = openDatabase(server, { host: '127.0.0.1', port: proxy.port });
    const keeper = new ConnectionKeeper(through, { isolation: 'READ COMMITTED', timeoutMs: 300 });
    const idOf = () => keeper.use(async (c) => Number((await c.rows('SELECT CONNECTION_ID()'))[0]?.[0]));
    const first = await idOf();
    expect(await idOf()).toBe(first);
    await server.query('KILL ?', [first]);
    const second = await eventually('it is replaced', async () => {
      const id = await idOf();
      return id !== first && id;
    });
    proxy.freeze();
    await expect(idOf()).rejects.toThrow('300 ms');
    proxy.thaw();
    expect(await idOf()).toBeGreaterThan(second);
    await keeper.close();
    await through.end();
    await proxy.close();
  });

  it('[FAULT-31] a view on a connection that says nothing more is given up, whatever it was asked for', async () => {
    const proxy = await startTcpProxy(server.env.DB_HOST, Number(server.env.DB_PORT));
    const through = openDatabase(server, { host: '127.0.0.1', port: proxy.port, connectTimeoutMs: 300 });
    const log = new MysqlChangeLog(through, 300);
    const at = await log.start();
    for (const ask of ['digest', 'countOrders', 'orders'] as const) {
      const view = await log.openView(at);
      proxy.freeze();
      const answer = ask === 'orders' ? view.orders(10)[Symbol.asyncIterator]().next() : view[ask]();
      await expect(answer).rejects.toThrow('300 ms');
      proxy.thaw();
      await view.close();
    }
    proxy.freeze();
    await expect(log.openView(at)).rejects.toThrow(/TIMEDOUT|300 ms/);
    proxy.thaw();
    await log.close();
    await through.end();
    await proxy.close();
  });
});

function manyGaps(count: number): { from: number; to: number }[] {
  return Array.from({ length: count }, (_, i) => ({ from: i * 2 + 1, to: i * 2 + 1 }));
}
