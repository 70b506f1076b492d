import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { eventuallyStats, FeedRig } from '../support/feed-rig.ts';
import type { ServerProcess } from '../support/server-process.ts';

const names = (count: number) => Array.from({ length: count }, (_, i) => `Customer ${i}`);

describe('the clean-up of the log', () => {
  let rig: FeedRig;
  beforeEach(async () => {
    rig = await FeedRig.open();
  });
  afterEach(() => rig.close());

  const rounds = (server: ServerProcess) =>
    server.stats().then(({ log }) => Date.parse(log.lastCleanup?.at ?? '1970-01-01'));

  /** Waits until so many clean-ups have ended after now. */
  async function cleanUps(server: ServerProcess, count = 2): Promise<void> {
    for (let i = 0; i < count; i++) {
      const last = await rounds(server);
      await eventually('another clean-up', async () => (await rounds(server)) > last);
    }
  }

  it('[CLEAN-1] what was delivered is marked, and the newest rows are kept up to the retention', async () => {
    const { server } = await rig.watchedServer({ LOG_RETENTION_ROWS: '100' });
    await rig.insert(...names(3_000));
    await rig.equal();
    const count = 'SELECT COUNT(*) AS log, SUM(processed) AS marked, MIN(id) AS lowest FROM order_changes';
    await eventually('the log is down to the retention and marked', async () => {
      const [row] = await rig.database.query<{ log: number; marked: number; lowest: number }>(count);
      return row?.log === 100 && Number(row.marked) === 100 && Number(row.lowest) === 2_901;
    });
    const { log } = await server.stats();
    expect([log.leader, log.retentionRows]).toEqual([true, 100]);
  });

  it('[CLEAN-2] the newest row stays, whatever the retention, so that no id is handed out twice', async () => {
    const { server } = await rig.watchedServer({ LOG_RETENTION_ROWS: '1' });
    await rig.insert(...names(50));
    await rig.equal();
    await eventually('one row is left', async () => (await rig.logIds()).length === 1);
    await cleanUps(server);
    expect(await rig.logIds()).toEqual([50]);
  });

  it('[TRAP-5] [CLEAN-3] nothing is deleted that a slower reader has not read, until it is silent for too long', async () => {
    const { server } = await rig.watchedServer({ LOG_RETENTION_ROWS: '1' });
    await rig.insert(...names(100));
    await rig.equal();
    await rig.database.query(
      `INSERT INTO orderdeck_readers (id, label, head, low_water) VALUES ('slow', 'a slower server', 39, 40)`,
    );
    await eventually('everything below it is gone', async () => (await rig.logIds())[0] === 39);
    await rig.insert(...names(100));
    const heartbeat = 'UPDATE orderdeck_readers SET heartbeat_at = NOW(6) WHERE id = ?';
    for (let i = 0; i < 10; i++) {
      await rig.database.query(heartbeat, ['slow']);
      await cleanUps(server, 1);
    }
    expect([(await rig.logIds())[0], (await rig.logIds()).length]).toEqual([39, 162]);
    const [marked] = await rig.database.query<{ id: number }>(
      'SELECT MAX(id) AS id FROM order_changes WHERE processed',
    );
    expect(Number(marked?.id)).toBe(39);
    await eventually('one row is left', async () => (await rig.logIds()).length === 1);
    expect((await server.stats()).log.readers.find(({ id }) => id === 'slow')).toMatchObject({ live: false });
  });

  it('[TRAP-5] [CLEAN-4] nothing above the oldest transaction in flight is deleted, and its change comes when it commits', async () => {
    const { server, v1 } = await rig.watchedServer({ LOG_RETENTION_ROWS: '1' });
    await rig.insert(...names(10));
    await rig.equal();
    const long = await rig.writer();
    await long.query('START TRANSACTION');
    await long.query("INSERT INTO orders (customer_name, product_name) VALUES ('late', 'Laptop')");
    await rig.insert(...names(50));
    await v1.until('the others', () => v1.changes.length === 60);
    await cleanUps(server, 3);
    expect((await rig.logIds()).slice(0, 2)).toEqual([10, 12]);
    await long.query('COMMIT');
    await rig.equal();
    expect(v1.changes[60]?.order.customer_name).toBe('late');
    await eventually('one row is left', async () => (await rig.logIds()).length === 1);
    expect(v1.snapshots).toEqual(['first-connect']);
  });

  it('[CLEAN-5] a row in flight just above what is deleted does not hold the clean-up, nor the clean-up the writers', async () => {
    const { server } = await rig.watchedServer({ LOG_RETENTION_ROWS: '1', CLEANUP_INTERVAL_MS: '100' });
    const long = await rig.writer();
    await long.query('START TRANSACTION');
    await long.query("INSERT INTO orders (customer_name, product_name) VALUES ('in flight', 'Laptop')");
    const writer = await rig.writer();
    await writer.query('SET innodb_lock_wait_timeout = 1');
    const slowest = { ms: 0 };
    for (let i = 0; i < 300; i++) {
      const startedAt = performance.now();
      await writer.query("INSERT INTO orders (customer_name, product_name) VALUES ('quick', 'Laptop')");
      slowest.ms = Math.max(slowest.ms, performance.now() - startedAt);
      if (i === 150) {
        // From here on the transaction is the row just above the bound, with thousands of rows before it to delete.
        await long.query('COMMIT');
        await rig.insert(...names(3_000));
        await long.query('START TRANSACTION');
        await long.query("INSERT INTO orders (customer_name, product_name) VALUES ('in flight again', 'Laptop')");
      }
    }
    await eventuallyStats(server, 'the rows before it are gone', ({ log }) => (log.lastCleanup?.at ?? '') !== '');
    await eventually('all but the anchor is gone', async () => (await rig.logIds())[0] === 3_152);
    expect(slowest.ms).toBeLessThan(900);
    expect((await server.stats()).feed.incidents).toEqual([]);
    await long.query('ROLLBACK');
    await rig.equal();
  });

  it('[CLEAN-6] one server leads, and another takes over when it is killed', async () => {
    const servers = [await rig.server(), await rig.server()];
    const leaders = async () => {
      const stats = await Promise.all(rig.servers.map((server) => server.stats()));
      return stats.map(({ log }) => log.leader);
    };
    await eventually('one leads', async () => (await leaders()).filter(Boolean).length === 1);
    for (const server of servers) await eventuallyStats(server, 'two readers', ({ log }) => log.readers.length === 2);
    expect((await leaders()).filter(Boolean)).toHaveLength(1);
    const index = (await leaders()).indexOf(true);
    await servers[index]?.kill();
    rig.servers.splice(index, 1);
    await eventually('the other leads', async () => (await leaders())[0] === true);
  });

  it('[CLEAN-7] a leader that is frozen loses the lead after the time it may be silent', async () => {
    const first = await rig.server({ READER_TIMEOUT_MS: '1000' });
    await eventuallyStats(first, 'it leads', ({ log }) => log.leader);
    const second = await rig.server({ READER_TIMEOUT_MS: '1000' });
    process.kill(first.pid, 'SIGSTOP');
    try {
      await eventuallyStats(second, 'the second leads', ({ log }) => log.leader);
    } finally {
      process.kill(first.pid, 'SIGCONT');
    }
    await eventuallyStats(first, 'the first has noticed', ({ log }) => !log.leader);
    expect((await second.stats()).log.leader).toBe(true);
  });

  it('[CLEAN-8] a server that stops leaves the list of readers at once', async () => {
    const [stays, goes] = [await rig.server(), await rig.server()];
    await eventuallyStats(stays, 'two readers', ({ log }) => log.readers.length === 2);
    await goes.stop();
    rig.servers.splice(1);
    expect((await stays.stats()).log.readers).toHaveLength(1);
  });
});
