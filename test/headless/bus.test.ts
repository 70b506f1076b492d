import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { eventuallyStats, FeedRig, incidentsOf, KEEP_ALL } from '../support/feed-rig.ts';
import { testSeed } from '../support/random.ts';
import { REDIS_PROGRAM, RedisServer } from '../support/redis-server.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { StubbornWriters } from '../support/stubborn-writers.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import type { V1Client } from '../support/v1-client.ts';

describe.skipIf(REDIS_PROGRAM === null)('several servers with a bus', () => {
  let rig: FeedRig;
  let redis: RedisServer;
  let writers: StubbornWriters | null = null;
  beforeEach(async () => {
    [rig, redis] = await Promise.all([FeedRig.open(), RedisServer.start()]);
  });
  afterEach(async () => {
    await writers?.stop();
    writers = null;
    await rig.close();
    await redis.remove();
  });

  function startWriters(): StubbornWriters {
    const { DB_USER, DB_PASSWORD, DB_HOST, DB_PORT, DB_NAME } = rig.database.env;
    const url = `mysql://${DB_USER}:${DB_PASSWORD}@${DB_HOST}:${DB_PORT}/${DB_NAME}`;
    writers = new StubbornWriters(url, { writers: 4, seed: testSeed() });
    return writers;
  }

  const settings = () => ({ ...KEEP_ALL, REDIS_URL: redis.url });

  function role(server: ServerProcess, wanted: 'leader' | 'follower' | 'alone') {
    return eventuallyStats(server, `it is ${wanted}`, ({ bus }) => bus?.role === wanted);
  }

  async function goesOn(load: StubbornWriters, changes = 30): Promise<void> {
    const { committed } = load;
    await eventually('writers go on', () => load.committed > committed + changes);
  }

  async function expectEverythingOnce(...connections: V1Client[]): Promise<void> {
    const told = connections.flatMap(({ changes }) => changes.map(({ changeId }) => changeId));
    expect(told.sort((a, b) => a - b)).toEqual(await rig.logIds());
    expect(connections.flatMap(({ snapshots }) => snapshots)).toEqual(['first-connect']);
  }

  it('[BUS-20] one of three reads for all; Redis killed, frozen and flushed under load costs no change and repeats none', async () => {
    const first = await rig.watchedServer(settings());
    await role(first.server, 'leader');
    const [second, third] = await Promise.all([rig.watchedServer(settings()), rig.watchedServer(settings())]);
    await role(second.server, 'follower');
    const shown = await eventuallyStats(third.server, 'it knows of all', ({ bus }) => bus?.clients === 6);
    expect(shown.bus).toMatchObject({ role: 'follower', problem: null, servers: { length: 3 } });
    const load = startWriters();
    await goesOn(load);
    const before = (await second.server.stats()).bus?.counters;
    await goesOn(load, 100);
    const after = (await second.server.stats()).bus?.counters;
    expect((after?.batches ?? 0) - (before?.batches ?? 0)).toBeGreaterThan(
      (after?.ownReads ?? 0) - (before?.ownReads ?? 0),
    );

    await redis.kill();
    for (const { server } of [first, second, third]) {
      const { bus } = await eventuallyStats(
        server,
        'it reads for itself',
        (stats) => (stats.bus?.problem ?? null) !== null,
      );
      expect(bus?.role).toBe('alone');
    }
    await goesOn(load);
    await redis.start();
    for (const { server } of [first, second, third]) {
      await eventuallyStats(server, 'one leads again', ({ bus }) => bus?.problem === null && bus.role !== 'alone');
    }
    await goesOn(load);
    redis.freeze();
    await goesOn(load, 100);
    redis.thaw();
    await redis.ask('FLUSHALL');
    await goesOn(load);
    await load.stop();
    await rig.equal();
    const wanted = await rig.database.query<{ id: number }>(
      'SELECT id FROM orders ORDER BY updated_at DESC, id DESC LIMIT 50',
    );
    await eventually('the recent orders come from Redis, and are the right ones', async () => {
      for (const { server } of [first, second]) {
        const answer = await fetch(`${server.url}/api/orders?limit=50&sort=-updated_at`);
        expect(((await answer.json()) as { id: number }[]).map(({ id }) => id)).toEqual(
          wanted.map(({ id }) => Number(id)),
        );
      }
      return ((await second.server.stats()).bus?.counters.recentServed ?? 0) > 0;
    });
    for (const { v1, server } of [first, second, third]) {
      await expectEverythingOnce(v1);
      const known = ['bus-away', 'bus-back'];
      expect((await incidentsOf(server)).filter((code) => !known.includes(code))).toEqual([]);
      expect(await incidentsOf(server)).toEqual(expect.arrayContaining(known));
    }
  });

  it('[BUS-21] the leader frozen, woken up and killed, a follower cut off from Redis; clients move by token between them: each change once', async () => {
    const proxy = await TcpProxy.start({ host: '127.0.0.1', port: redis.port });
    try {
      const leader = await rig.watchedServer(settings());
      await role(leader.server, 'leader');
      const [follower, third] = await Promise.all([
        rig.watchedServer({ ...settings(), REDIS_URL: `redis://127.0.0.1:${proxy.port}` }),
        rig.watchedServer(settings()),
      ]);
      await role(follower.server, 'follower');
      await role(third.server, 'follower');
      let mover = await rig.v1(leader.server);
      const moves = [mover];
      const load = startWriters();
      const moveTo = async (server: ServerProcess) => {
        await goesOn(load, 15);
        mover.terminate();
        rig.clients.splice(rig.clients.indexOf(mover), 1);
        mover = await mover.reconnect(server.sameOriginWsUrl);
        moves.push(mover);
        rig.clients.splice(0, 0, mover);
      };
      await moveTo(follower.server);
      await moveTo(leader.server);
      await moveTo(third.server);
      const { fence } = (await leader.server.stats()).bus ?? {};
      process.kill(leader.server.pid, 'SIGSTOP');
      const led = await eventually('another leads', async () => {
        for (const { server } of [follower, third]) {
          const { bus } = await server.stats();
          if (bus?.role === 'leader') return bus.fence ?? 0;
        }
        return false;
      });
      expect(led).toBeGreaterThan(fence ?? 0);
      await goesOn(load);
      process.kill(leader.server.pid, 'SIGCONT');
      await role(leader.server, 'follower');
      proxy.freeze();
      await goesOn(load, 100);
      proxy.thaw();
      await moveTo(follower.server);
      proxy.cut();
      await goesOn(load);
      await moveTo(leader.server);
      await load.stop();
      await rig.equal();
      for (const { v1 } of [leader, follower, third]) await expectEverythingOnce(v1);
      await expectEverythingOnce(...moves);
    } finally {
      await proxy.close();
    }
  });
});
