import { hostname } from 'node:os';
import type { OrderLimits } from '../src-shared/order-limits.ts';
import type { Finding, Stats } from '../src-shared/rest-api.ts';
import type { ServerStatus } from '../src-shared/server-status.ts';
import type { ChangePoller } from './feed/change-poller.ts';
import type { Cleanup } from './feed/cleanup.ts';
import type { DriftAudit } from './feed/drift-audit.ts';
import type { FeedStatus } from './feed/feed-status.ts';
import type { IncidentJournal } from './feed/incident-journal.ts';
import type { LagMeter } from './feed/lag-meter.ts';
import type { ReaderRegistry } from './feed/reader-registry.ts';
import type { Gauges } from './feed/stats-recorder.ts';
import type { Hub } from './hub/hub.ts';
import type { Database } from './mysql/pool.ts';
import type { EventLoopDelay } from './observability/event-loop-delay.ts';
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
  readonly audit: DriftAudit;
  readonly sessions: () => SessionRegistry;
  readonly database: Database;
  readonly databaseName: () => string | null;
  readonly findings: () => readonly Finding[];
}

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
export function gauges(sources: StatsSources, loopDelay: EventLoopDelay): Gauges {
  const { poller } = sources;
  const memory = process.memoryUsage();
  return {
    pollMs: poller.paceMs,
    gaps: poller.gaps.open,
    oldestGapMs: poller.gaps.oldestMs,
    clients: sources.sessions().size,
    rssBytes: memory.rss,
    heapBytes: memory.heapUsed,
    loopDelayP99: loopDelay.takeP99(),
    feed: sources.status.state,
  };
}

export async function serverStats(sources: StatsSources): Promise<Stats> {
  const { poller, audit, cleanup } = sources;
  const memory = process.memoryUsage();
  const live = sources.status.state === 'live';
  return {
    server: {
      id: sources.serverId,
      version: sources.version,
      uptimeSeconds: Math.round(process.uptime()),
      rssBytes: memory.rss,
      heapUsedBytes: memory.heapUsed,
    },
    status: serverStatus(sources),
    feed: {
      epoch: sources.hub.place?.epoch ?? null,
      head: poller.at.position.head,
      gaps: poller.gaps.open,
      watchedIds: poller.gaps.watched,
      oldestGapMs: poller.gaps.oldestMs,
      counters: { ...poller.counters },
      incidents: [...sources.journal.recent],
    },
    log: {
      retentionRows: sources.retentionRows,
      // Without a database there is no list; everything else is still worth showing.
      readers: live ? [...(await sources.registry.list())] : [],
      leader: cleanup.isLeader,
      lastCleanup: cleanup.last === null ? null : { ...cleanup.last, at: new Date(cleanup.last.at).toISOString() },
    },
    audit: {
      lastAt: audit.last === null ? null : new Date(audit.last.at).toISOString(),
      lastResult: audit.last?.result ?? null,
      durationMs: audit.last?.durationMs ?? null,
      orders: audit.last?.orders ?? null,
      driftsFound: audit.driftsFound,
    },
    clients: sources.sessions().figures(),
    pool: sources.database.usage(),
    preflight: [...sources.findings()],
  };
}

/** How this server is named in the list of readers: for people, so host and process. */
export function serverLabel(): string {
  return `${hostname()}:${process.pid}`;
}
