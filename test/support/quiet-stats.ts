import { DEFAULT_ORDER_LIMITS } from '../../src-shared/order-limits.ts';
import type { Stats } from '../../src-shared/rest-api.ts';

/** The figures of a server that has nothing to complain about. */
export function quietStats(since: string): Stats {
  return {
    server: { id: 'a', version: '1', uptimeSeconds: 120, rssBytes: 60e6, heapUsedBytes: 20e6 },
    status: {
      feed: 'live',
      since,
      dataAgeMs: 10,
      lagMs: { p50: 5, p95: 9, p99: 14 },
      database: 'MySQL 9.7.4',
      problem: null,
      changesPerMinute: 60,
      pollMs: 25,
      gaps: 0,
      oldestGapMs: null,
      clients: 1,
      limits: DEFAULT_ORDER_LIMITS,
    },
    feed: { epoch: 'e', head: 7, gaps: 0, watchedIds: 0, oldestGapMs: null, counters: {}, incidents: [] },
    log: { retentionRows: 1_000, readers: [], leader: true, lastCleanup: null },
    audit: { lastAt: null, lastResult: null, durationMs: null, orders: null, driftsFound: 0 },
    clients: { total: 1, byProtocol: {}, byState: {}, demotions: 0, closedTooSlow: 0 },
    pool: { limit: 20, open: 1, inUse: 0, waiting: 0 },
    preflight: [],
  };
}
