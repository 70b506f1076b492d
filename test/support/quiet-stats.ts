import { DeliveryMeter } from '../../src-main/observability/delivery-meter.ts';
import { Histogram, LAG_BOUNDS, STATEMENT_BOUNDS } from '../../src-main/observability/histogram.ts';
import { StatementMeter } from '../../src-main/observability/statement-meter.ts';
import { DEFAULT_ORDER_LIMITS } from '../../src-shared/order-limits.ts';
import { NO_REPLICA } from '../../src-shared/replica-status.ts';
import type { Stats } from '../../src-shared/rest-api.ts';

/** The figures of a server that has nothing to complain about. */
export function quietStats(since: string): Stats {
  return {
    server: { id: 'a', version: '1', uptimeSeconds: 120, rssBytes: 60e6, heapUsedBytes: 20e6 },
    process: {
      startedAt: since,
      node: 'v20.0.0',
      cpuUserMs: 1_500,
      cpuSystemMs: 500,
      heapTotalBytes: 30e6,
      externalBytes: 2e6,
      openFiles: 30,
      loopDelayP99: 1.2,
    },
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
    feed: {
      epoch: 'e',
      head: 7,
      gaps: 0,
      watchedIds: 0,
      oldestGapMs: null,
      counters: {},
      lags: new Histogram(LAG_BOUNDS).read(),
      reads: new Histogram(STATEMENT_BOUNDS).read(),
      incidentCounts: {},
      incidents: [],
    },
    log: {
      rows: 7,
      rowsAtLeast: false,
      retentionRows: 1_000,
      readers: [],
      leader: true,
      lastCleanup: null,
      partitions: null,
    },
    audit: { lastAt: null, lastResult: null, durationMs: null, orders: null, driftsFound: 0, results: {} },
    clients: {
      total: 1,
      byProtocol: {},
      byState: {},
      byTransport: {},
      opened: {},
      closed: {},
      queueBytes: 0,
      demotions: 0,
      closedTooSlow: 0,
    },
    deliveries: new DeliveryMeter().read(),
    guard: { connections: 1, strangers: 0, refused: 0, ended: 0, rateLimited: 0, guessesWrong: 0, guessesHeld: 0 },
    pool: { limit: 20, open: 1, inUse: 0, waiting: 0 },
    statements: new StatementMeter().read(),
    requests: [],
    problems: {},
    logged: { warnings: 0, errors: 0 },
    traces: null,
    bus: null,
    binlog: { state: 'off', reason: null, problem: null, commits: 0, losses: 0, missed: 0 },
    replica: NO_REPLICA,
    alerts: { active: [], undelivered: 0 },
    preflight: [],
  };
}
