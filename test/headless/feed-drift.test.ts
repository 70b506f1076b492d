import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { triggerNames } from '../support/base-schema.ts';
import { eventually } from '../support/eventually.ts';
import { eventuallyStats, FeedRig, incidentsOf } from '../support/feed-rig.ts';
import type { ServerProcess } from '../support/server-process.ts';

describe('changes that went past the log', () => {
  let rig: FeedRig;
  beforeEach(async () => {
    rig = await FeedRig.open();
  });
  afterEach(() => rig.close());

  const customers = (count: number) => Array.from({ length: count }, (_, i) => `Customer ${i}`);

  /** The audit must have the orders as they are now before something happens to them. */
  async function watching(server: ServerProcess, orders: number): Promise<void> {
    await eventuallyStats(
      server,
      'the audit has seen the orders',
      ({ audit }) => audit.orders === orders && audit.lastResult === 'no-drift',
    );
  }

  async function heals(server: ServerProcess): Promise<void> {
    await rig.equal(30_000);
    const { audit, feed } = await eventuallyStats(server, 'the drift is counted', ({ audit: a }) => a.driftsFound > 0);
    expect(audit.driftsFound).toBe(1);
    expect(feed.incidents.filter(({ code }) => code === 'drift')).toHaveLength(1);
    expect(feed.incidents.find(({ code }) => code === 'drift')?.message).toContain('without the change log');
  }

  async function checkpoint(): Promise<string> {
    const sql = "SELECT value FROM orderdeck_meta WHERE name = 'checkpoint'";
    const [row] = await rig.database.query<{ value: string }>(sql);
    return row?.value ?? '';
  }

  const triggers = async () => {
    const names = await triggerNames(rig.database);
    const rows = await Promise.all(
      names.map((name) => rig.database.query<Record<string, string>>(`SHOW CREATE TRIGGER ${name}`)),
    );
    const statements = rows.map(([row]) => String(row?.['SQL Original Statement']));
    return {
      drop: async () => {
        for (const name of names) await rig.database.query(`DROP TRIGGER ${name}`);
      },
      create: async () => {
        for (const statement of statements) await rig.database.query(statement);
      },
    };
  };

  it('[TRAP-4] [DRIFT-1] TRUNCATE of the orders, which fires no trigger', async () => {
    const { server, v1 } = await rig.watchedServer();
    await rig.insert(...customers(50));
    await watching(server, 50);
    await rig.database.query('TRUNCATE TABLE orders');
    await heals(server);
    expect(v1.snapshots).toEqual(['first-connect', 'drift']);
    await rig.insert('first of the new ones');
    await rig.equal();
  });

  it('[TRAP-4] [DRIFT-2] a foreign-key cascade, which fires no trigger', async () => {
    await rig.database.query('CREATE TABLE customers (id BIGINT PRIMARY KEY) ENGINE=InnoDB');
    const { server } = await rig.watchedServer();
    await rig.database.query('INSERT INTO customers VALUES (0), (1), (2)');
    await rig.database.query('ALTER TABLE orders ADD COLUMN customer_id BIGINT NULL');
    await rig.insert(...customers(30));
    await rig.database.query('UPDATE orders SET customer_id = id % 3');
    await rig.database.query(
      'ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE',
    );
    await rig.equal();
    await watching(server, 30);
    await rig.database.query('DELETE FROM customers WHERE id = 1');
    await heals(server);
    expect(rig.clients.map(({ picture }) => picture.size)).toEqual([20, 20]);
  });

  it('[TRAP-4] [DRIFT-3] writes while a trigger was dropped, and again when it is back', async () => {
    const { server } = await rig.watchedServer();
    await rig.insert(...customers(10));
    await watching(server, 10);
    const { drop, create } = await triggers();
    await drop();
    await rig.insert('unseen');
    await rig.database.query("UPDATE orders SET status = 'shipped' WHERE id = 1");
    await rig.database.query('DELETE FROM orders WHERE id = 2');
    await heals(server);
    await create();
    await rig.insert('seen');
    await rig.equal(5_000);
  });

  it('[DRIFT-4] an older copy is put back while the triggers are away', async () => {
    const { server } = await rig.watchedServer();
    await rig.insert(...customers(20));
    await rig.database.query('CREATE TABLE orders_backup AS SELECT * FROM orders');
    await rig.database.query("UPDATE orders SET status = 'delivered', customer_name = 'later' WHERE id < 10");
    await rig.database.query('DELETE FROM orders WHERE id > 15');
    await rig.insert('later still');
    await rig.equal();
    await watching(server, 16);
    const { drop, create } = await triggers();
    await drop();
    await rig.database.query('DELETE FROM orders');
    await rig.database.query('INSERT INTO orders SELECT * FROM orders_backup');
    await create();
    await heals(server);
    // Versions are lower than those every client had; what comes now must be taken all the same.
    await rig.database.query("UPDATE orders SET status = 'shipped' WHERE id = 1");
    await rig.equal(5_000);
  });

  it('[DRIFT-5] the table is swapped for another one by RENAME', async () => {
    const { server, v1 } = await rig.watchedServer();
    await rig.insert(...customers(20));
    await rig.database.query('CREATE TABLE orders_old LIKE orders');
    await rig.database.query('INSERT INTO orders_old SELECT * FROM orders WHERE id <= 7');
    await watching(server, 20);
    await rig.database.query('RENAME TABLE orders TO orders_gone, orders_old TO orders');
    await heals(server);
    expect(rig.clients.map(({ picture }) => picture.size)).toEqual([7, 7]);
    // The triggers went with the other table: each audit finds what was written since.
    await rig.insert('without triggers');
    await rig.equal(10_000);
    expect(v1.snapshots).toEqual(['first-connect', 'drift', 'drift']);
  });

  it('[DRIFT-6] an older table is put back while no server runs: a client that comes back with its token is told', async () => {
    const { server, v1 } = await rig.watchedServer();
    await rig.insert(...customers(20));
    await rig.equal();
    await watching(server, 20);
    await eventually('a checkpoint', async () => (await checkpoint()).includes('"count":20'));
    await server.kill();
    rig.clients.splice(0);
    const { drop, create } = await triggers();
    await drop();
    await rig.database.query('DELETE FROM orders WHERE id > 5');
    await create();
    await rig.insert('while nobody looked');
    const again = await server.startAgain();
    rig.servers.push(again);
    rig.clients.push(await v1.reconnect(again.sameOriginWsUrl));
    await rig.base(again);
    await rig.equal();
    expect((await incidentsOf(again)).filter((code) => code === 'drift')).toHaveLength(1);
    expect((await again.stats()).audit.driftsFound).toBe(1);
  });

  it('[DRIFT-7] nothing happened while no server ran: the client goes on from its token, without a snapshot', async () => {
    const { server, v1 } = await rig.watchedServer();
    await rig.insert(...customers(20));
    await rig.equal();
    await watching(server, 20);
    await server.kill();
    await rig.insert('while nobody looked');
    const again = await server.startAgain();
    rig.servers.push(again);
    rig.clients.splice(0);
    const resumed = await v1.reconnect(again.sameOriginWsUrl);
    rig.clients.push(resumed);
    await rig.equal();
    await watching(again, 21);
    await rig.insert('and one more');
    await rig.equal();
    expect([resumed.recovered, resumed.snapshots, await incidentsOf(again)]).toEqual([[true], [], []]);
  });

  it('[DRIFT-8] two servers find the same drift: one new epoch, every client of both starts over once, neither again', async () => {
    const [one, two] = [await rig.watchedServer(), await rig.watchedServer()];
    await rig.insert(...customers(50));
    await watching(one.server, 50);
    await watching(two.server, 50);
    const { epoch } = (await one.server.stats()).feed;
    await rig.database.query('TRUNCATE TABLE orders');
    await rig.equal();
    for (const server of [one.server, two.server]) {
      await eventuallyStats(server, 'one reset', ({ feed }) => feed.counters.resets === 1 && feed.epoch !== epoch);
    }
    const after = (await one.server.stats()).feed.epoch;
    await rig.insert(...customers(5));
    await watching(one.server, 5);
    await watching(two.server, 5);
    for (const server of [one.server, two.server]) {
      expect((await server.stats()).feed).toMatchObject({ epoch: after, counters: { resets: 1 } });
    }
    for (const { v1 } of [one, two]) expect(v1.snapshots).toHaveLength(2);
    await rig.equal();
  });
});
