import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Stats } from '../../src-shared/rest-api.ts';
import { BaseClient } from '../support/base-client.ts';
import { eventually } from '../support/eventually.ts';
import { insertOrders, KEEP_ALL, QUICK } from '../support/feed-rig.ts';
import { testSeed } from '../support/random.ts';
import { ReplicatedDatabases } from '../support/replicated-databases.ts';
import { ServerProcess } from '../support/server-process.ts';
import { StubbornWriters } from '../support/stubborn-writers.ts';
import { eventuallyEqualTable } from '../support/table.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { ToldLists } from '../support/told-lists.ts';
import { V1Client } from '../support/v1-client.ts';

const NAME = 'od_replicated';

describe('reads from a replica', () => {
  let pair: ReplicatedDatabases;
  let proxy: TcpProxy;
  let toPrimary: TcpProxy;
  let server: ServerProcess;
  let v1: V1Client;
  let base: BaseClient;
  let lists: ToldLists;
  const joined: V1Client[] = [];

  beforeAll(async () => {
    pair = await ReplicatedDatabases.start();
    proxy = await TcpProxy.start({ host: '127.0.0.1', port: pair.replica.port });
    toPrimary = await TcpProxy.start({ host: '127.0.0.1', port: pair.primary.port });
    server = await ServerProcess.start({
      ...QUICK,
      ...KEEP_ALL,
      DB_HOST: '127.0.0.1',
      DB_PORT: String(toPrimary.port),
      DB_USER: 'root',
      DB_NAME: NAME,
      DB_REPLICA_HOST: '127.0.0.1',
      DB_REPLICA_PORT: String(proxy.port),
    });
    await pair.query(`USE ${NAME}`);
    v1 = await (await V1Client.connect(server.sameOriginWsUrl)).ready();
    base = await (await BaseClient.connect(server.wsUrl)).ready();
    lists = new ToldLists(server.url, v1);
  });
  afterAll(async () => {
    for (const client of [v1, base, ...joined]) client?.terminate();
    await server?.kill();
    await proxy?.close();
    await toPrimary?.close();
    await pair?.remove();
  });

  const replica = async () => (await server.stats()).replica;
  const until = (state: Stats['replica']['state']) =>
    eventually(`the replica is ${state}`, async () => {
      const stats = await server.stats();
      if (stats.replica.state !== state)
        throw new Error(JSON.stringify([stats.replica, stats.feed.incidents.slice(0, 5), stats.preflight]));
      return stats.replica;
    });
  const incidents = async () => (await server.stats()).feed.incidents;
  const join = async () => {
    const client = await (await V1Client.connect(server.sameOriginWsUrl)).ready();
    joined.push(client);
    return client;
  };
  const load = () => {
    const url = new URL(pair.primary.url);
    url.pathname = `/${NAME}`;
    return new StubbornWriters(url.href, { writers: 4, seed: testSeed() });
  };
  /** Runs `fault` while others write, lists are asked for and a client joins; then all must have the table. */
  async function underLoad(fault: () => Promise<unknown>): Promise<void> {
    const writers = load();
    try {
      const seen = v1.changes.length;
      await v1.until('changes come', () => v1.changes.length > seen + 30);
      await lists.askUntil(fault().then(join));
    } finally {
      await writers.stop();
    }
    await eventuallyEqualTable(pair, [v1, base, ...joined]);
    await until('in-use');
    base.assertNeverBackwards();
    expect([lists.allFaults(), v1.faults, v1.snapshots, base.initialDataCount]).toEqual([[], [], ['first-connect'], 1]);
  }

  it('[REPL-1] snapshots, lists, the CSV file, histories and the activity are read on the replica', async () => {
    await insertOrders(pair, ['Ada', 'Bea']);
    await v1.until('both', () => v1.picture.size === 2);
    await until('in-use');
    const before = await replica();
    await pair.onReplica("SET GLOBAL log_output = 'TABLE'");
    await pair.onReplica('SET GLOBAL general_log = ON');
    await lists.ask('/api/orders?limit=10&status=pending&q=a');
    for (const path of ['/api/orders', '/api/orders.csv', '/api/orders/1/history', '/api/activity'])
      expect([path, (await fetch(server.url + path)).status]).toEqual([path, 200]);
    await join();
    await pair.onReplica('SET GLOBAL general_log = OFF');
    const asked = await pair.onReplica<{ sql: string }>(
      "SELECT CONVERT(argument USING utf8mb4) AS `sql` FROM mysql.general_log WHERE command_type IN ('Query', 'Execute')",
    );
    const text = asked.map(({ sql }) => sql).join('\n');
    for (const part of ["LIKE '%a%'", 'ORDER BY id ASC LIMIT 1000', 'order_id = 1 AND id', 'WITH CONSISTENT SNAPSHOT'])
      expect(text).toContain(part);
    expect(await replica()).toMatchObject({
      readsPrimary: before.readsPrimary,
      lagChanges: 0,
      lagMs: 0,
      problem: null,
    });
    expect((await replica()).readsReplica).toBeGreaterThanOrEqual(before.readsReplica + 6);
  });

  it('[REPL-2] while others write nobody is shown less than they were told, and what one wrote oneself is there at once', async () => {
    const before = await replica();
    await underLoad(async () => {
      for (let n = 1; n <= 30; n++) {
        const customer_name = `Own ${n}`;
        const answer = await fetch(`${server.url}/api/orders`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ customer_name, product_name: 'Phone', status: 'pending' }),
        });
        expect(answer.status).toBe(201);
        const { id } = (await answer.json()) as { id: number };
        const found = await lists.ask();
        expect(found.map((order) => order.id)).toContain(id);
      }
    });
    expect((await replica()).readsReplica).toBeGreaterThan(before.readsReplica);

    // With a replica that stands still the list that comes first would be too old, were it read there.
    await pair.caughtUp();
    await pair.stopReplication();
    await insertOrders(pair, ['Told while it stands still']);
    await v1.until('it is told', () =>
      [...v1.picture.values()].some((order) => order.customer_name === 'Told while it stands still'),
    );
    await lists.ask();
    await pair.startReplication();
    await until('in-use');
    // So would one that comes before the own write has been told.
    await pair.caughtUp();
    toPrimary.delay(100);
    try {
      const [{ id } = { id: 0 }] = await lists.ask();
      await pair.stopReplication();
      const answer = await fetch(`${server.url}/api/orders/${id}`, { method: 'DELETE' });
      expect(answer.ok).toBe(true);
      expect((await lists.ask()).map((order) => order.id)).not.toContain(id);
      await v1.until('it is told', () => !v1.picture.has(id));
    } finally {
      toPrimary.delay(0);
      await pair.startReplication();
    }
    await until('in-use');
    expect(lists.allFaults()).toEqual([]);
  });

  it('[REPL-3] one that is stopped keeps being used while nothing changes, is left when something does, and is taken back', async () => {
    await until('in-use');
    await pair.caughtUp();
    await pair.stopReplication();
    const { comparedAt } = await replica();
    await eventually('it is compared again', async () => (await replica()).comparedAt !== comparedAt);
    expect((await replica()).state).toBe('in-use');
    await underLoad(async () => {
      const { lagChanges, lagMs, problem } = await until('lagging');
      expect(lagChanges).toBeGreaterThan(0);
      expect(lagMs).toBeGreaterThan(0);
      expect(problem).toMatch(/lags/);
      expect((await incidents())[0]).toMatchObject({
        code: 'replica-left',
        message: expect.stringMatching(/lags.*primary/),
      });
      await pair.startReplication();
    });
    expect((await incidents())[0]).toMatchObject({ code: 'replica-back' });
  });

  it('[REPL-4] one that applies everything late is not read from', async () => {
    await pair.delay(2);
    await underLoad(async () => {
      await until('lagging');
      const before = await replica();
      for (let n = 0; n < 20; n++) await lists.ask();
      await join();
      expect(await replica()).toMatchObject({ state: 'lagging', readsReplica: before.readsReplica });
      await pair.delay(0);
    });
  });

  it('[REPL-5] one that freezes is left, and what was being read there is answered by the primary', async () => {
    await until('in-use');
    await underLoad(async () => {
      pair.replica.freeze();
      try {
        await Promise.all([lists.ask(), lists.ask('/api/orders?limit=1000'), join()]);
        const { problem } = await until('away');
        expect(problem).toMatch(/no answer in time/);
      } finally {
        pair.replica.thaw();
      }
    });
  });

  it('[REPL-6] killed and started again it is compared anew before it is read', async () => {
    await until('in-use');
    let comparedAt: string | null = null;
    await underLoad(async () => {
      await pair.killReplica();
      await lists.ask();
      ({ comparedAt } = await until('away'));
      await pair.restartReplica();
      await pair.startReplication().catch(() => undefined);
    });
    expect((await replica()).comparedAt).not.toBe(comparedAt);
  });

  it('[REPL-7] cut off in the middle of a snapshot or a list: the list is whole, the client comes back and has the table', async () => {
    await insertOrders(
      pair,
      Array.from({ length: 6_000 }, (_, index) => `Many ${index}`),
    );
    await v1.until('all of them', () => v1.picture.size >= 6_000);
    await eventually('they are on the replica', async () => {
      const { state, lagChanges } = await replica();
      return state === 'in-use' && lagChanges === 0;
    });
    proxy.delay(50);
    const cutOff = await V1Client.connect(server.sameOriginWsUrl);
    await cutOff.until('a piece has come', () => cutOff.messagesOf('snapshot-chunk').length > 0);
    const list = lists.ask();
    proxy.refuse();
    proxy.cut();
    proxy.delay(0);
    await list;
    const { code } = await cutOff.closed;
    expect([code, cutOff.bye?.code]).toEqual([expect.any(Number), 'database-unavailable']);
    const back = await cutOff.reconnect(server.sameOriginWsUrl);
    joined.push(await back.ready());
    await until('away');
    proxy.accept();
    await until('in-use');
    await underLoad(async () => {
      proxy.cut();
      await lists.ask();
    });
  });

  it('[REPL-8] one that applies in parallel and is held up at a change with a later one beside it: only what has both is read', async () => {
    await until('in-use');
    await insertOrders(pair, ['To be held up']);
    await pair.caughtUp();
    await pair.applyInParallel();
    await until('in-use');
    const [held] = await pair.query<{ id: number }>('SELECT MIN(id) AS id FROM orders');
    await pair.onReplica('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
    await pair.onReplica('START TRANSACTION');
    await pair.onReplica(`SELECT * FROM ${NAME}.orders WHERE id = ${held?.id} FOR UPDATE`);
    // Committed at once, so that nothing comes between them that would have to wait for the first.
    const [first, second] = [await pair.writer(NAME), await pair.writer(NAME)];
    await first.query(`UPDATE orders SET customer_name = 'Held up' WHERE id = ${held?.id}`);
    await second.query("INSERT INTO orders (customer_name, product_name) VALUES ('Later', 'Laptop')");
    await Promise.all([first.query('COMMIT'), second.query('COMMIT')]);
    for (const writer of [first, second]) writer.destroy();
    await v1.until('it is told', () => v1.picture.get(Number(held?.id))?.customer_name === 'Held up');
    await v1.until('both are told', () => [...v1.picture.values()].some((order) => order.customer_name === 'Later'));
    await lists.ask();
    const client = await join();
    expect(client.picture.get(Number(held?.id))?.customer_name).toBe('Held up');
    await until('lagging');
    await pair.onReplica('ROLLBACK');
    await until('in-use');
    await underLoad(() => lists.ask());
  });

  it('[REPL-9] one that takes writes is refused, with a finding that says how to mend it', async () => {
    await until('in-use');
    await pair.onReplica('SET GLOBAL read_only = OFF');
    const { problem } = await until('away');
    expect(problem).toMatch(/takes writes/);
    expect((await server.stats()).preflight).toMatchObject([
      { code: 'replica-writable', repair: 'SET GLOBAL read_only = ON' },
    ]);
    await pair.onReplica('SET GLOBAL read_only = ON');
    await until('in-use');
    expect((await server.stats()).preflight).toEqual([]);
  });

  it('[REPL-10] one whose orders are not those that were delivered is refused until they are', async () => {
    await pair.caughtUp();
    await pair.onReplica('SET sql_log_bin = 0');
    const target = `FROM ${NAME}.orders ORDER BY id LIMIT 1`;
    const [order] = await pair.onReplica<{ id: number; customer_name: string; version: number }>(
      `SELECT id, customer_name, version ${target}`,
    );
    const log = await pair.onReplica<{ id: number }>(`SELECT MAX(id) AS id FROM ${NAME}.order_changes`);
    await pair.onReplica(`UPDATE ${NAME}.orders SET customer_name = 'Somebody else' WHERE id = ${order?.id}`);
    await pair.onReplica(`DELETE FROM ${NAME}.order_changes WHERE id > ${log[0]?.id}`);
    await eventually('it is refused', async () => (await server.stats()).preflight[0]?.code === 'replica-other-data');
    expect(await replica()).toMatchObject({
      state: 'away',
      problem: expect.stringMatching(/are not those of the primary/),
    });
    expect((await lists.ask()).map(({ customer_name }) => customer_name)).not.toContain('Somebody else');
    expect((await server.stats()).audit.driftsFound).toBe(0);
  });
});
