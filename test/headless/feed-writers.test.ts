import type { Connection } from 'mysql2/promise';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventuallyStats, FeedRig, incidentsOf, insertOrders, KEEP_ALL } from '../support/feed-rig.ts';
import { testSeed } from '../support/random.ts';
import { runWriters } from '../support/writers.ts';

const names = (count: number, prefix = 'Customer') => Array.from({ length: count }, (_, i) => `${prefix} ${i}`);

describe('writers of every kind', () => {
  let rig: FeedRig;
  beforeEach(async () => {
    rig = await FeedRig.open();
  });
  afterEach(() => rig.close());

  async function insertWith(connection: Connection, orders: readonly string[]): Promise<void> {
    await insertOrders(
      { query: async (sql, values) => (await connection.query(sql, [...(values ?? [])]))[0] as never },
      orders,
    );
  }

  for (const level of ['READ UNCOMMITTED', 'READ COMMITTED', 'REPEATABLE READ', 'SERIALIZABLE']) {
    it(`[FEED-80] writers in ${level}: each change once, no order's row backwards`, async () => {
      const { v1, base } = await rig.watchedServer(KEEP_ALL);
      await runWriters(rig.database, {
        writers: 8,
        changes: 600,
        seed: testSeed(),
        maxTransactionMs: 20,
        rollbackShare: 0.1,
        kind: 'transactions',
        sessionSql: [`SET SESSION TRANSACTION ISOLATION LEVEL ${level}`, 'SET SESSION innodb_lock_wait_timeout = 2'],
      });
      await rig.equal();
      base.assertNeverBackwards();
      const ids = await rig.logIds();
      for (const changes of [v1.changes, base.changes]) {
        expect(changes.map(({ changeId }) => changeId).sort((a, b) => a - b)).toEqual(ids);
      }
    });
  }

  it('[FEED-81] one transaction over 50,000 orders between single ones: nobody waits for it, and it comes whole', async () => {
    const { server, v1, base } = await rig.watchedServer(KEEP_ALL);
    const bulk = await rig.writer();
    await bulk.query('START TRANSACTION');
    for (let part = 0; part < 10; part++) {
      await insertWith(bulk, names(5_000, `bulk ${part}`));
      await rig.insert(`single ${part}`);
      await v1.until(`single ${part}`, () => v1.changes.length === part + 1, 2_000);
    }
    const { feed } = await eventuallyStats(server, 'the bulk is known', (stats) => stats.feed.oldestGapMs !== null);
    expect(feed.gaps).toBeLessThan(15);
    await bulk.query('COMMIT');
    await rig.equal();
    expect(v1.changes.map(({ changeId }) => changeId).sort((a, b) => a - b)).toEqual(await rig.logIds());
    expect([v1.snapshots, base.initialDataCount, base.repeated]).toEqual([['first-connect'], 1, 0]);
    expect(await incidentsOf(server)).toEqual([]);
    const largest = Math.max(...v1.messagesOf('changes').map(({ changes }) => changes.length));
    expect(largest).toBeLessThanOrEqual(2_000);
  });

  it('[FEED-82] more gaps than may be remembered: what is newer waits, says why, and comes when the transactions end', async () => {
    const { server, v1 } = await rig.watchedServer({ ...KEEP_ALL, MAX_GAPS: '10' });
    const open: Connection[] = [];
    for (let i = 0; i < 12; i++) {
      const writer = await rig.writer();
      await writer.query('START TRANSACTION');
      await insertWith(writer, [`held open ${i}`]);
      open.push(writer);
      await rig.insert(`between ${i}`);
    }
    await eventuallyStats(server, 'it is named', (stats) =>
      stats.feed.incidents.some(({ code }) => code === 'gap-limit'),
    );
    await rig.insert('newer');
    const head = (await server.stats()).feed.head;
    await eventuallyStats(server, 'it goes on looking', ({ feed }) => (feed.counters.probes ?? 0) > 5);
    expect((await server.stats()).feed.head).toBe(head);
    expect(v1.changes.some(({ order }) => order.customer_name === 'newer')).toBe(false);
    for (const [index, writer] of open.entries()) await writer.query(index % 2 === 0 ? 'COMMIT' : 'ROLLBACK');
    await rig.equal();
    expect(v1.changes.map(({ changeId }) => changeId).sort((a, b) => a - b)).toEqual(await rig.logIds());
    expect([v1.snapshots, await incidentsOf(server)]).toEqual([['first-connect'], ['gap-limit']]);
  });
});
