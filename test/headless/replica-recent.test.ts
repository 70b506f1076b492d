import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { eventuallyStats, insertOrders, KEEP_ALL, QUICK } from '../support/feed-rig.ts';
import { REDIS_PROGRAM, RedisServer } from '../support/redis-server.ts';
import { ReplicatedDatabases } from '../support/replicated-databases.ts';
import { ServerProcess } from '../support/server-process.ts';
import { eventuallyEqualTable } from '../support/table.ts';
import { ToldLists } from '../support/told-lists.ts';
import { V1Client } from '../support/v1-client.ts';

const NAME = 'od_recent';
/** All orders of this test fit in it. */
const RECENT = '/api/orders?limit=100&sort=-updated_at';

interface Watched {
  readonly server: ServerProcess;
  readonly client: V1Client;
  readonly lists: ToldLists;
}

describe.skipIf(REDIS_PROGRAM === null)('recent orders of several servers that read a replica', () => {
  let pair: ReplicatedDatabases;
  let redis: RedisServer;
  const both: Watched[] = [];

  beforeAll(async () => {
    [pair, redis] = await Promise.all([ReplicatedDatabases.start(), RedisServer.start()]);
    for (let n = 0; n < 2; n++) {
      const server = await ServerProcess.start({
        ...QUICK,
        ...KEEP_ALL,
        DB_HOST: '127.0.0.1',
        DB_PORT: String(pair.primary.port),
        DB_USER: 'root',
        DB_NAME: NAME,
        DB_REPLICA_HOST: '127.0.0.1',
        DB_REPLICA_PORT: String(pair.replica.port),
        REDIS_URL: redis.url,
      });
      const client = await (await V1Client.connect(server.sameOriginWsUrl)).ready();
      both.push({ server, client, lists: new ToldLists(server.url, client) });
    }
    await pair.query(`USE ${NAME}`);
    await insertOrders(
      pair,
      Array.from({ length: 20 }, (_, index) => `Customer ${index}`),
    );
    for (const { server } of both) {
      await eventuallyStats(server, 'the replica is in use', ({ replica }) => replica.state === 'in-use');
      await eventuallyStats(server, 'one reads for both', ({ bus }) => bus !== null && bus.role !== 'alone');
    }
  });
  afterAll(async () => {
    for (const { server, client } of both) {
      client.terminate();
      await server.kill();
    }
    await redis?.remove();
    await pair?.remove();
  });

  let writes = 0;
  /** Another program changes, creates or deletes something; every client is told. */
  async function write(): Promise<void> {
    const name = `Write ${++writes}`;
    const seen = both.map(({ client }) => client.changes.length);
    if (writes % 3 === 0) await insertOrders(pair, [name]);
    else if (writes % 3 === 1) await pair.query('UPDATE orders SET customer_name = ? ORDER BY id LIMIT 2', [name]);
    else await pair.query('DELETE FROM orders ORDER BY id DESC LIMIT 1');
    for (const [index, { client }] of both.entries()) {
      await client.until('it is told', () => client.changes.length > (seen[index] ?? 0));
    }
  }
  const figures = async () => {
    const [first, second] = await Promise.all(both.map(({ server }) => server.stats()));
    const of = (stats: typeof first) => stats?.bus?.counters.recentServed ?? 0;
    return {
      served: of(first) + of(second),
      onReplica: (first?.replica.readsReplica ?? 0) + (second?.replica.readsReplica ?? 0),
    };
  };
  async function askBoth(): Promise<void> {
    for (const { lists } of [...both, ...both]) await lists.ask(RECENT);
  }
  function expectNoneTooOld(): void {
    expect(both.map(({ lists }) => lists.allFaults())).toEqual([[], []]);
  }

  it('[REPL-24] they come from Redis and from the replica, and none is older than what its client has been told', async () => {
    const before = await figures();
    for (let n = 0; n < 20; n++) {
      await write();
      await askBoth();
    }
    expectNoneTooOld();
    await eventually('both have answered', async () => {
      await askBoth();
      const { served, onReplica } = await figures();
      return served > before.served && onReplica > before.onReplica;
    });
  });

  it('[REPL-24] so it is with a replica that stands still, with one that comes back, and with Redis away and empty again', async () => {
    await pair.caughtUp();
    await pair.stopReplication();
    for (let n = 0; n < 5; n++) {
      await write();
      await askBoth();
    }
    expectNoneTooOld();
    await pair.startReplication();
    redis.freeze();
    await write();
    await askBoth();
    redis.thaw();
    await redis.kill();
    await write();
    await askBoth();
    await redis.start();
    for (const { server } of both) {
      await eventuallyStats(server, 'the replica is in use', ({ replica }) => replica.state === 'in-use', 30_000);
      await eventuallyStats(server, 'one reads for both', ({ bus }) => bus?.problem === null && bus.role !== 'alone');
    }
    for (let n = 0; n < 5; n++) {
      await write();
      await askBoth();
    }
    await eventuallyEqualTable(
      pair,
      both.map(({ client }) => client),
    );
    expectNoneTooOld();
  });
});
