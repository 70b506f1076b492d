import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '../../src-main/mysql/migrate.ts';
import { eventually } from '../support/eventually.ts';
import { eventuallyStats, FeedRig, incidentsOf } from '../support/feed-rig.ts';
import { pollsOnlyEvery } from '../support/poll-settings.ts';
import { migrateOptions } from '../support/sql.ts';

describe('misfortunes of the log', () => {
  let rig: FeedRig;
  beforeEach(async () => {
    rig = await FeedRig.open();
  });
  afterEach(() => rig.close());

  it('[FEED-70] the log is truncated: a new epoch, a snapshot for everybody, and what comes after it', async () => {
    const { server, v1 } = await rig.watchedServer();
    await rig.insert('one', 'two', 'three');
    await rig.equal();
    const { epoch } = (await server.stats()).feed;
    await rig.database.query('TRUNCATE TABLE order_changes');
    await eventuallyStats(server, 'a new epoch', ({ feed }) => feed.epoch !== epoch);
    await rig.insert('four');
    await rig.equal();
    expect(await incidentsOf(server)).toEqual(['log-replaced']);
    expect(v1.snapshots).toEqual(['first-connect', 'new-epoch']);
    // A client's snapshot may hold row four before the reader itself has come to it.
    await eventuallyStats(server, 'the reader at the new row', ({ feed }) => feed.head === 1);
    expect((await server.stats()).feed.counters.resets).toBe(1);
  });

  it('[FEED-71] orders and log are put back to an earlier time together, so that ids go backwards', async () => {
    const { server } = await rig.watchedServer();
    await rig.insert('one', 'two', 'three');
    await backUp();
    await rig.insert('four', 'five');
    await rig.database.query('DELETE FROM orders WHERE id = 1');
    await rig.equal();
    await restore();
    await rig.equal();
    await rig.insert('after the restore');
    await rig.equal();
    expect(await incidentsOf(server)).toContain('log-replaced');
  });

  it('[FEED-72] the restored log has passed the old head by the time it is read: the row there is another one', async () => {
    // Late enough for all of the restore to be there at once, which being woken by it would not be.
    const { server } = await rig.watchedServer(pollsOnlyEvery(1_500));
    await rig.insert('one', 'two', 'three');
    await backUp();
    await rig.insert('four', 'five');
    await rig.equal();
    await restore(Array.from({ length: 20 }, (_, i) => `after ${i}`));
    const ids = await rig.logIds();
    expect(ids).toContain(5);
    await rig.equal();
    const { feed } = await server.stats();
    expect(feed.incidents.find(({ code }) => code === 'log-replaced')?.message).toContain('another one');
  });

  it('[FEED-73] the log is emptied while no server runs, and goes on at lower ids: nobody is told that it missed nothing', async () => {
    const { server, v1 } = await rig.watchedServer({ LOG_RETENTION_ROWS: '2' });
    await rig.insert(...Array.from({ length: 30 }, (_, i) => `before ${i}`));
    await rig.equal();
    // To its end: one that comes in the middle of the inserts may have gone no further than the new log will.
    await eventually('the log is cleaned', async () => (await rig.logIds()).length === 2);
    await server.kill();
    rig.clients.splice(0);
    await rig.database.query('TRUNCATE TABLE order_changes');
    await rig.insert('while nobody looked');
    const again = await server.startAgain();
    rig.servers.push(again);
    const resumed = await v1.reconnect(again.sameOriginWsUrl);
    rig.clients.push(resumed);
    await rig.equal();
    expect(await incidentsOf(again)).toContain('log-replaced');
    expect(resumed.recovered).toEqual([false]);
    expect(resumed.snapshots).toEqual(['new-epoch']);
    expect((await again.stats()).feed.counters.resets).toBe(0);
  });

  it('[FEED-74] AUTO_INCREMENT jumps past INT: one gap, every change, no reset', async () => {
    const { server, v1 } = await rig.watchedServer();
    await rig.insert('one');
    await rig.database.query(`ALTER TABLE order_changes AUTO_INCREMENT = ${2 ** 31 + 5}`);
    await rig.database.query(`ALTER TABLE orders AUTO_INCREMENT = ${2 ** 33}`);
    await rig.insert('far above', 'and further');
    await rig.equal();
    const { feed } = await server.stats();
    expect([feed.head, feed.counters.resets, feed.incidents]).toEqual([2 ** 31 + 6, 0, []]);
    expect(v1.changes.map(({ order }) => order.id)).toEqual([1, 2 ** 33, 2 ** 33 + 1]);
  });

  it('[FEED-75] damaged rows are counted, named and skipped, and the audit mends what they changed', async () => {
    const { server, v1 } = await rig.watchedServer();
    await rig.insert('one', 'two');
    await rig.equal();
    await eventuallyStats(server, 'the audit has seen the orders', ({ audit }) => audit.orders === 2);
    const damage = async (set: string) => {
      const writer = await rig.writer();
      if (rig.database.isMariaDb) await writer.query('SET check_constraint_checks = 0');
      await writer.query('START TRANSACTION');
      await writer.query("UPDATE orders SET customer_name = CONCAT(customer_name, '!')");
      await writer.query(`UPDATE order_changes SET ${set} ORDER BY id DESC LIMIT 2`);
      await writer.query('COMMIT');
    };
    await damage(rig.database.isMariaDb ? "new_data = '{broken'" : 'new_data = NULL');
    await rig.insert('good');
    await v1.until('the good one', () => v1.changes.some(({ order }) => order.customer_name === 'good'));
    await rig.equal();
    await damage('changed_at = NULL');
    await rig.equal();
    const { feed, audit } = await server.stats();
    expect([feed.counters.damaged, audit.driftsFound]).toEqual([4, 2]);
    const damaged = feed.incidents.filter(({ code }) => code === 'damaged-row');
    expect(damaged).toHaveLength(2);
    expect(damaged[1]?.message).toMatch(/new_data is (NULL|not valid JSON)\) and was skipped.*1 more/);
    expect(v1.snapshots).toEqual(['first-connect', 'drift', 'drift']);
  });

  it('[FEED-76] ids beyond 2^53 in the log are named, and the audit delivers what they changed', async () => {
    const { server } = await rig.watchedServer();
    await rig.insert('one');
    await rig.equal();
    await eventuallyStats(server, 'the audit has seen the orders', ({ audit }) => audit.orders === 1);
    await rig.database.query('ALTER TABLE order_changes AUTO_INCREMENT = 9007199254740993');
    await rig.insert('beyond');
    await eventuallyStats(server, 'it is named', ({ feed }) =>
      feed.incidents.some(({ code }) => code === 'id-too-large'),
    );
    await rig.equal();
    const { feed, audit } = await server.stats();
    expect(audit.driftsFound).toBe(1);
    expect(feed.incidents.filter(({ code }) => code === 'id-too-large')).toHaveLength(1);
    // The repair that the incident names.
    await rig.database.query('DELETE FROM order_changes WHERE id > 9007199254740991');
    await rig.database.query('ALTER TABLE order_changes AUTO_INCREMENT = 1');
    await rig.insert('repaired');
    await rig.equal(3_000);
  });

  it('[FEED-77] ids beyond 2^53 in the orders: their rows of the log count as damaged, and nobody is shown a wrong id', async () => {
    const { server, v1 } = await rig.watchedServer();
    await rig.database.query(
      "INSERT INTO orders (id, customer_name, product_name) VALUES (9007199254740993, 'beyond', 'Laptop')",
    );
    await eventuallyStats(server, 'it is counted', ({ feed }) => feed.counters.damaged === 1);
    await rig.database.query("INSERT INTO orders (id, customer_name, product_name) VALUES (7, 'within', 'Laptop')");
    await v1.until('the other one', () => v1.changes.length === 1);
    await eventuallyStats(server, 'an audit that counts it not', ({ audit }) => audit.orders === 1);
    const late = [await rig.v1(server), await rig.base(server)];
    for (const { picture } of [v1, ...late]) expect([...picture.keys()]).toEqual([7]);
    expect((await server.stats()).audit.driftsFound).toBe(0);
  });

  it('[FEED-78] the whole database is dropped and made anew: every part of the server finds its way back', async () => {
    const { server } = await rig.watchedServer();
    await rig.insert('before');
    await rig.equal();
    await rig.database.query(`DROP DATABASE \`${rig.database.name}\``);
    await eventually('it is noticed', async () => (await server.health()).status === 'unavailable');
    await migrate(migrateOptions(rig.database));
    await rig.database.query(`USE \`${rig.database.name}\``);
    await rig.insert('after', 'and another');
    await rig.equal();
    await rig.insert('and one more');
    await rig.equal();
    await eventually('REST answers', async () => (await fetch(`${server.url}/api/orders`)).status === 200);
    const [row] = (await (await fetch(`${server.url}/api/orders`)).json()) as { customer_name: string }[];
    expect(row?.customer_name).toBe('after');
    await eventuallyStats(server, 'clean-ups go on', ({ log }) => log.readers.length === 1);
    // Whichever it noticed first.
    const codes = await incidentsOf(server);
    expect(codes.includes('epoch-changed') || codes.includes('log-replaced')).toBe(true);
  });

  async function backUp(): Promise<void> {
    for (const table of ['orders', 'order_changes']) {
      await rig.database.query(`CREATE TABLE ${table}_backup LIKE ${table}`);
      await rig.database.query(`INSERT INTO ${table}_backup SELECT * FROM ${table}`);
    }
  }

  /** As a restore of both tables does; `after`: orders written before a server looks again. */
  async function restore(after: readonly string[] = []): Promise<void> {
    await rig.database.query(`SET @orderdeck_actor = 'restore'; START TRANSACTION;
      DELETE FROM orders; INSERT INTO orders SELECT * FROM orders_backup;
      DELETE FROM order_changes; INSERT INTO order_changes SELECT * FROM order_changes_backup; COMMIT;
      ALTER TABLE order_changes AUTO_INCREMENT = 1`);
    if (after.length > 0) await rig.insert(...after);
  }
});
