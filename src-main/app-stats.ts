import { hostname } from 'node:os';
import type { AlertList } from '../src-shared/alert.ts';
import type { BusStats } from '../src-shared/bus-stats.ts';
import type { OrderLimits } from '../src-shared/order-limits.ts';
import type { ReplicaStatus } from '../src-shared/replica-status.ts';
import type { BinlogStats, Finding, Health, Stats } from '../src-shared/rest-api.ts';
import type { ServerStatus } from '../src-shared/server-status.ts';
import type { Clock } from './base/clock.ts';
import { within } from './base/within.ts';
import type { ChangePoller } from './feed/change-poller.ts';
import type { Cleanup } from './feed/cleanup.ts';
import type { DriftAudit } from './feed/drift-audit.ts';
import type { FeedStatus } from './feed/feed-status.ts';
import type { IncidentJournal } from './feed/incident-journal.ts';
import type { LagMeter } from './feed/lag-meter.ts';
import type { PartitionKeeper } from './feed/partition-keeper.ts';
import type { ReaderRegistry } from './feed/reader-registry.ts';
import type { Gauges } from './feed/stats-recorder.ts';
import type { Hub } from './hub/hub.ts';
import { type LogRowCount, UNKNOWN_LOG_ROWS } from './mysql/log-rows.ts';
import type { Database } from './mysql/pool.ts';
import type { ErrorJournal } from './observability/error-journal.ts';
import type { EventLoopDelay } from './observability/event-loop-delay.ts';
import type { Meters } from './observability/meters.ts';
import { processFigures } from './observability/process-figures.ts';
import type { Tracing } from './observability/tracing/tracing.ts';
import type { SessionRegistry } from './session/session-registry.ts';

/** The parts whose figures make up the status and the statistics. */
export interface StatsSources {
  readonly serverId: string;
  readonly version: string;
  readonly retentionRows: number;
  readonly limits: OrderLimits;
  readonly status: FeedStatus;
  readonly lag: LagMeter;
  readonly poller: ChangePoller;
  readonly hub: Hub;
  readonly journal: IncidentJournal;
  readonly registry: ReaderRegistry;
  readonly cleanup: Cleanup;
  readonly partitions: PartitionKeeper | null;
  readonly audit: DriftAudit;
  readonly sessions: () => SessionRegistry;
  readonly database: Database;
  readonly replicaStatus: () => ReplicaStatus;
  readonly databaseName: () => string | null;
  readonly findings: () => readonly Finding[];
  /** Who was kept out, and how many there are. */
  readonly guard: () => Stats['guard'];
  readonly clock: Clock;
  readonly meters: Meters;
  readonly tracing: Tracing;
  readonly logRows: LogRowCount;
  readonly errors: ErrorJournal;
  readonly loopDelay: EventLoopDelay;
  readonly bus: { stats(): BusStats } | null;
  readonly binlog: () => BinlogStats;
  readonly alerts: () => AlertList;
}

/** As long is a database that hangs waited for; everything else is known here. In milliseconds. */
const ASK_MS = 1_000;

export function serverStatus(sources: StatsSources): ServerStatus {
  const { status, lag, poller } = sources;
  return {
    feed: status.state,
    since: new Date(status.since).toISOString(),
    dataAgeMs: status.dataAgeMs,
    lagMs: lag.percentiles(),
    database: sources.databaseName(),
    problem: status.problem,
    changesPerMinute: lag.count,
    pollMs: poller.paceMs,
    gaps: poller.gaps.open,
    oldestGapMs: poller.gaps.oldestMs,
    clients: sources.sessions().size,
    limits: sources.limits,
  };
}

/** What is measured every few seconds. */
export function gauges(sources: StatsSources): Gauges {
  const { poller } = sources;
  const memory = process.memoryUsage();
  return {
    pollMs: poller.paceMs,
    gaps: poller.gaps.open,
    oldestGapMs: poller.gaps.oldestMs,
    clients: sources.sessions().size,
    rssBytes: memory.rss,
    heapBytes: memory.heapUsed,
    loopDelayP99: sources.loopDelay.takeP99(),
    feed: sources.status.state,
  };
}

export async function serverStats(sources: StatsSources): Promise<Stats> {
  const { poller, audit, cleanup, meters, clock } = sources;
  const memory = process.memoryUsage();
  const live = sources.status.state === 'live';
  // Without a database there is neither; everything else is still worth showing.
  const [readers, logRows] = live
    ? await Promise.all([
        within(clock, ASK_MS, sources.registry.list(), []),
        within(clock, ASK_MS, sources.logRows.read(), UNKNOWN_LOG_ROWS),
      ])
    : [[], UNKNOWN_LOG_ROWS];
  return {
    server: {
      id: sources.serverId,
      version: sources.version,
      uptimeSeconds: Math.round(process.uptime()),
      rssBytes: memory.rss,
      heapUsedBytes: memory.heapUsed,
    },
    process: await processFigures(sources.loopDelay.lastP99),
    status: serverStatus(sources),
    feed: {
      epoch: sources.hub.place?.epoch ?? null,
      head: poller.at.position.head,
      gaps: poller.gaps.open,
      watchedIds: poller.gaps.watched,
      oldestGapMs: poller.gaps.oldestMs,
      counters: { ...poller.counters },
      lags: meters.lags.read(),
      reads: meters.reads.read(),
      incidentCounts: { ...sources.journal.counts },
      incidents: [...sources.journal.recent],
    },
    log: {
      ...logRows,
      retentionRows: sources.retentionRows,
      readers: [...readers],
      leader: cleanup.isLeader,
      lastCleanup: cleanup.last === null ? null : { ...cleanup.last, at: new Date(cleanup.last.at).toISOString() },
      partitions: sources.partitions?.figures ?? null,
    },
    audit: {
      lastAt: audit.last === null ? null : new Date(audit.last.at).toISOString(),
      lastResult: audit.last?.result ?? null,
      durationMs: audit.last?.durationMs ?? null,
      orders: audit.last?.orders ?? null,
      driftsFound: audit.driftsFound,
      results: audit.results.read(),
    },
    clients: sources.sessions().figures(),
    deliveries: meters.deliveries.read(),
    guard: sources.guard(),
    pool: sources.database.usage(),
    statements: meters.statements.read(),
    requests: meters.requests.read(),
    problems: meters.problems.read(),
    logged: sources.errors.counts(),
    traces: sources.tracing.figures(),
    bus: sources.bus?.stats() ?? null,
    binlog: sources.binlog(),
    replica: sources.replicaStatus(),
    alerts: shortOf(sources.alerts()),
    preflight: [...sources.findings()],
  };
}

function shortOf({ active, webhooks }: AlertList): Stats['alerts'] {
  return { active: active.map(({ rule }) => rule), undelivered: webhooks?.undelivered ?? 0 };
}

/** Whether it can serve, and why not. */
export function health(sources: StatsSources, isStopping: boolean): Health {
  const { state, problem } = sources.status;
  const ok = state === 'live' && !isStopping;
  const reason = isStopping ? 'The server is stopping.' : (problem ?? 'The change log has not been read yet.');
  return {
    status: ok ? 'ok' : 'unavailable',
    reason: ok ? null : reason,
    version: sources.version,
    uptimeSeconds: Math.round(process.uptime()),
  };
}

/** How this server is named in the list of readers: for people, so host and process. */
export function serverLabel(): string {
  return `${hostname()}:${process.pid}`;
}
