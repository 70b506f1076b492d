import type { BusStats } from '../src-shared/bus-stats.ts';
import { serverLabel } from './app-stats.ts';
import type { Clock } from './base/clock.ts';
import type { OrderRepository } from './commands/order-repository.ts';
import type { Config } from './config/config.ts';
import { FedChangeLog } from './feed/bus/fed-change-log.ts';
import { FeedBus } from './feed/bus/feed-bus.ts';
import type { IncidentLog } from './feed/change-feed.ts';
import type { ChangeLog } from './feed/change-log.ts';
import type { WakeSource } from './feed/wake-source.ts';
import { type FeedPlace, RecentOrders } from './redis/recent-orders.ts';
import { RedisBus } from './redis/redis-bus.ts';
import { redisWords } from './redis/redis-words.ts';

export interface AppBusOptions {
  readonly config: Config;
  readonly serverId: string;
  readonly clock: Clock;
  readonly incidents: IncidentLog;
  readonly epoch: () => string | null;
  readonly isLive: () => boolean;
  readonly clients: () => number;
  /** Where the feed of this server stands. */
  readonly place: () => FeedPlace | null;
  /** Milliseconds since the feed was last known to be up to date. */
  readonly dataAgeMs: () => number | null;
  /** Fires with each write of this program, and when somebody begins to look. */
  readonly pokes: WakeSource;
}

/** The bus between servers, put together. */
export interface AppBus {
  readonly bus: FeedBus;
  /** The log as the reader of a server among several sees it. */
  fed(log: ChangeLog): FedChangeLog;
  /** Orders with the most recently changed of them kept in Redis. */
  cached(orders: OrderRepository): OrderRepository;
  /** Returns at once: Redis that is away is waited for in the background. */
  start(secret: string, database: string): Promise<void>;
  stop(): Promise<void>;
  stats(): BusStats;
}

/** @returns `null` where no Redis is configured: each server then reads for itself */
export function createAppBus({
  config,
  serverId,
  clock,
  pokes,
  place,
  dataAgeMs,
  ...deps
}: AppBusOptions): AppBus | null {
  if (config.REDIS_URL === '') return null;
  const transport = new RedisBus({
    serverId,
    url: config.REDIS_URL,
    isCluster: config.REDIS_CLUSTER,
    prefix: config.REDIS_PREFIX,
  });
  const explain = (error: unknown) => redisWords(error, transport.lastError);
  const bus = new FeedBus(
    { ...deps, serverId, label: serverLabel(), clock, transport, explain },
    Math.max(config.POLL_IDLE_MS, config.POLL_WATCHED_MS),
  );
  const recent = new RecentOrders({ store: transport, clock, place, dataAgeMs });
  let log: FedChangeLog | null = null;
  let ends: (() => void) | null = null;
  return {
    bus,
    fed(inner) {
      log = new FedChangeLog(inner, bus, clock);
      return log;
    },
    cached: (orders) => ({ ...orders, page: (query) => recent.page(query, () => orders.page(query)) }),
    async start(secret, database) {
      await transport.open(database);
      bus.believe(secret);
      await bus.start();
      recent.believe(secret);
      ends = pokes.subscribe(() => {
        recent.poked();
        bus.poke();
      });
    },
    async stop() {
      ends?.();
      if (ends !== null) await bus.stop();
      transport.close();
    },
    stats: () => ({
      role: bus.role,
      problem: bus.problem,
      leader: bus.holder?.leader ?? null,
      fence: bus.holder?.fence ?? null,
      silenceMs: bus.silenceMs === null ? null : Math.round(bus.silenceMs),
      clients: bus.members.reduce((sum, { clients }) => sum + clients, 0),
      servers: bus.members.map(({ id, label, clients }) => ({ id, label, clients })),
      counters: { ...bus.counters, ...recent.counters, ownReads: log?.ownReads ?? 0 },
    }),
  };
}
