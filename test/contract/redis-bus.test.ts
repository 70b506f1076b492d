import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RedisBus } from '../../src-main/redis/redis-bus.ts';
import { redisWords } from '../../src-main/redis/redis-words.ts';
import { eventually } from '../support/eventually.ts';
import { RedisCluster } from '../support/redis-cluster.ts';
import { REDIS_PROGRAM, RedisServer } from '../support/redis-server.ts';
import { type BusUnderTest, busTransportContract, fenceOf, tick } from './bus-transport.ts';

let spaces = 0;

async function opened(id: string, url: string, prefix: string, isCluster = false): Promise<RedisBus> {
  const bus = new RedisBus({ serverId: id, url, isCluster, prefix });
  await bus.open('db');
  return bus;
}

/** An end that answers. @returns it when the first question was answered */
async function answering(id: string, url: string, prefix: string, isCluster = false): Promise<RedisBus> {
  const bus = await opened(id, url, prefix, isCluster);
  await eventually('it answers', () => bus.leave().then(() => true));
  return bus;
}

describe.skipIf(REDIS_PROGRAM === null)('the bus on Redis', { timeout: 60_000 }, () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await RedisServer.start();
  });
  afterAll(() => redis.remove());

  busTransportContract(async (): Promise<BusUnderTest> => {
    const prefix = `space${++spaces}:`;
    const ends: RedisBus[] = [];
    return {
      async open(id) {
        const end = await answering(id, redis.url, prefix);
        ends.push(end);
        return end;
      },
      leaseEnds: async () => void (await redis.ask('DEL', `${prefix}orderdeck:{db}:lease`)),
      flush: async () => void (await redis.ask('FLUSHALL')),
      close: async () => {
        for (const end of ends) end.close();
      },
    };
  });

  it('[BUS-35] lets a lease end by itself, and forgets servers that are silent', async () => {
    const [a, b] = [await answering('a', redis.url, 'end:'), await answering('b', redis.url, 'end:')];
    await tick(a, 'a', { leaseMs: 50, memberMs: 50 });
    await eventually('the other leads', async () => (await tick(b, 'b', { memberMs: 50 })).holder?.leader === 'b');
    await eventually('it is alone', async () => (await tick(b, 'b', { memberMs: 50 })).members.length === 1);
    a.close();
    b.close();
  });

  it('[BUS-36] says that a password is wrong, and goes on by itself when it is not any more', async () => {
    const guarded = await RedisServer.start('--requirepass', 'right');
    const bus = await opened('a', guarded.url.replace('redis://', 'redis://:wrong@'), 'guarded:');
    try {
      await eventually('it is refused', async () => {
        const failure = await tick(bus, 'a').catch((error: unknown) => error);
        return redisWords(failure, bus.lastError) === 'it refuses the user or password in REDIS_URL';
      });
      await guarded.askAs('right', 'CONFIG', 'SET', 'requirepass', 'wrong');
      await eventually('it leads', async () => (await tick(bus, 'a')).holder?.leader === 'a');
    } finally {
      bus.close();
      await guarded.remove();
    }
  });

  it('[BUS-39] outlives a channel that is closed to it, and hears again when it is open', async () => {
    const strict = await RedisServer.start();
    const bus = await answering('a', strict.url, 'strict:');
    const unhandled: unknown[] = [];
    const note = (error: unknown) => unhandled.push(error);
    process.on('unhandledRejection', note);
    const heard: string[] = [];
    const hears = (text: string) =>
      eventually(`${text} is heard`, async () => {
        await bus.publish(text);
        return heard.includes(text);
      });
    try {
      bus.subscribe((text) => heard.push(text));
      await hears('before');
      // Redis ends the connections that may no longer hear what they hear.
      await strict.ask('ACL', 'SETUSER', 'default', 'resetchannels');
      await eventually('it was refused', async () => `${await strict.ask('ACL', 'LOG')}`.includes('subscribe'));
      await strict.ask('ACL', 'SETUSER', 'default', 'allchannels');
      bus.resubscribe();
      await hears('after');
      expect(unhandled).toEqual([]);
    } finally {
      process.off('unhandledRejection', note);
      bus.close();
      await strict.remove();
    }
  });

  it('[BUS-37] goes on in a cluster whose master was killed, under a higher number, and is heard again', async () => {
    const cluster = await RedisCluster.start();
    const [a, b] = [await answering('a', cluster.url, '', true), await answering('b', cluster.url, '', true)];
    try {
      const heard: string[] = [];
      b.subscribe((text) => heard.push(text));
      const before = fenceOf(await tick(a, 'a', { leaseMs: 500 }));
      const holder = await cluster.masterOf('orderdeck:{db}:lease');
      await holder.kill();
      const after = await eventually('it leads again', async () => fenceOf(await tick(a, 'a')), 30_000);
      expect(after).toBeGreaterThanOrEqual(before);
      await eventually('it is heard', async () => {
        await a.publishAs(after, 'after');
        return heard.includes('after');
      });
    } finally {
      a.close();
      b.close();
      await cluster.remove();
    }
  });
});
