import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { eventuallyStats, FeedRig, KEEP_ALL } from '../support/feed-rig.ts';
import { testSeed } from '../support/random.ts';
import { RedisCluster } from '../support/redis-cluster.ts';
import { REDIS_PROGRAM } from '../support/redis-server.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { StubbornWriters } from '../support/stubborn-writers.ts';

describe.skipIf(REDIS_PROGRAM === null)('several servers with a bus on a cluster', () => {
  let rig: FeedRig;
  let cluster: RedisCluster;
  let writers: StubbornWriters | null = null;
  beforeEach(async () => {
    [rig, cluster] = await Promise.all([FeedRig.open(), RedisCluster.start()]);
  });
  afterEach(async () => {
    await writers?.stop();
    await rig.close();
    await cluster.remove();
  });

  const led = (server: ServerProcess) =>
    eventuallyStats(server, 'it leads', ({ bus }) => bus?.role === 'leader', 30_000);
  const follows = (server: ServerProcess) =>
    eventuallyStats(server, 'it follows', ({ bus }) => bus?.role === 'follower', 30_000);

  it('[BUS-38] on a cluster one reads for all; a master that is killed and a leader that is killed cost no change and repeat none', async () => {
    const settings = { ...KEEP_ALL, REDIS_URL: cluster.url, REDIS_CLUSTER: '1' };
    const first = await rig.watchedServer(settings);
    const { bus: before } = await led(first.server);
    const second = await rig.watchedServer(settings);
    await follows(second.server);
    const { DB_USER, DB_PASSWORD, DB_HOST, DB_PORT, DB_NAME } = rig.database.env;
    const load = new StubbornWriters(`mysql://${DB_USER}:${DB_PASSWORD}@${DB_HOST}:${DB_PORT}/${DB_NAME}`, {
      writers: 2,
      seed: testSeed(),
    });
    writers = load;
    const taken = async () => (await second.server.stats()).bus?.counters.batches ?? 0;
    const start = await taken();
    await eventually('the second takes what the first says', async () => (await taken()) > start + 20);

    await (await cluster.holderOf('*:lease')).kill();
    await eventually(
      'a replica of the master has taken over, and one server leads',
      async () => {
        const roles = [first, second].map(async ({ server }) => (await server.stats()).bus);
        const [one, two] = await Promise.all(roles);
        return (
          one?.problem === null && two?.problem === null && [one.role, two.role].sort().join() === 'follower,leader'
        );
      },
      60_000,
    );
    const stays = (await first.server.stats()).bus?.role === 'leader' ? second : first;
    const goes = stays === first ? second : first;
    rig.clients.splice(0, rig.clients.length, stays.v1, stays.base);
    for (const client of [goes.v1, goes.base]) client.terminate();
    await goes.server.kill();
    const { bus: after } = await led(stays.server);
    expect(after?.fence ?? 0).toBeGreaterThan(before?.fence ?? 0);
    const { committed } = load;
    await eventually('writers go on', () => load.committed > committed + 20);
    await load.stop();
    await rig.equal();
    expect(stays.v1.changes.map(({ changeId }) => changeId).sort((a, b) => a - b)).toEqual(await rig.logIds());
    expect(stays.v1.snapshots).toEqual(['first-connect']);
  });
});
