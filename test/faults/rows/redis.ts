import { afterAll } from 'vitest';
import { RedisServer } from '../../support/redis-server.ts';
import { TcpProxy } from '../../support/tcp-proxy.ts';
import type { FaultRow } from '../fault-row.ts';
import type { FaultScene } from '../fault-scene.ts';

interface Bus {
  readonly redis: RedisServer;
  /** The wire to it. */
  readonly wire: TcpProxy;
}

const buses = new Map<FaultScene, Bus>();

afterAll(async () => {
  for (const { redis, wire } of buses.values()) {
    await wire.close();
    await redis.remove();
  }
});

/** Two servers with a Redis between them; that it is away costs time only, so nobody begins anew and nothing is lost. */
const COMMON = {
  plan: { servers: 2 },
  told: /Redis/,
  incidents: ['bus-away', 'bus-back'],
  async prepare(scene: FaultScene) {
    const redis = await RedisServer.start();
    const wire = await TcpProxy.start({ host: '127.0.0.1', port: redis.port });
    buses.set(scene, { redis, wire });
    return { REDIS_URL: `redis://127.0.0.1:${wire.port}` };
  },
} as const;

function busOf(scene: FaultScene): Bus {
  const bus = buses.get(scene);
  if (bus === undefined) throw new Error('There is no Redis');
  return bus;
}

export const redisKilled: FaultRow = {
  ...COMMON,
  title: '[FAULT-62] Redis is killed and comes back empty',
  name: 'redis-killed',
  fault: 'Redis killed, started again empty',
  async inject(scene) {
    const { redis } = busOf(scene);
    await redis.kill();
    await scene.reads(/Redis/);
    await scene.progress(40);
    await scene.lasts({ short: 500, full: 15_000 });
    return () => redis.start();
  },
};

export const redisPartitioned: FaultRow = {
  ...COMMON,
  title: '[FAULT-63] Redis says nothing more while its connections stay open',
  name: 'redis-partitioned',
  fault: 'Redis partitioned: connections stay open and pass nothing',
  async inject(scene) {
    const { wire } = busOf(scene);
    wire.freeze();
    await scene.reads(/Redis/);
    await scene.progress(40);
    await scene.lasts({ short: 500, full: 30_000 });
    return () => wire.thaw();
  },
};

export const redisFlushed: FaultRow = {
  ...COMMON,
  title: '[FAULT-64] Redis forgets everything, again and again',
  name: 'redis-flushed',
  fault: 'Redis flushed (FLUSHALL) again and again',
  told: null,
  async inject(scene) {
    const { redis } = busOf(scene);
    for (let i = 0; i < { short: 5, full: 30 }[scene.form]; i++) {
      await redis.ask('FLUSHALL');
      await scene.progress(15);
    }
    return () => undefined;
  },
};
