import { serverLabel } from './app-stats.ts';
import type { Clock } from './base/clock.ts';
import type { Config } from './config/config.ts';
import type { IncidentLog } from './feed/change-feed.ts';
import { Cleanup } from './feed/cleanup.ts';
import { PartitionKeeper } from './feed/partition-keeper.ts';
import type { Position } from './feed/position.ts';
import type { ConnectionKeeper } from './mysql/connection-keeper.ts';
import { createLeaderLock } from './mysql/leader-lock.ts';
import { MysqlAuditStore } from './mysql/mysql-audit-store.ts';
import type { MysqlChangeLog } from './mysql/mysql-change-log.ts';
import { MysqlLogPartitions } from './mysql/mysql-log-partitions.ts';
import { MysqlLogRetention } from './mysql/mysql-log-retention.ts';
import { MysqlReaderRegistry } from './mysql/mysql-reader-registry.ts';
import type { DatabaseAddress } from './mysql/plain-words.ts';
import type { Database } from './mysql/pool.ts';

export interface AppCleanupOptions {
  readonly config: Config;
  readonly clock: Clock;
  readonly serverId: string;
  readonly address: DatabaseAddress;
  readonly database: Database;
  /** Of the clean-up alone, so that a slow one holds up nobody. */
  readonly cleaner: ConnectionKeeper;
  readonly log: MysqlChangeLog;
  readonly incidents: IncidentLog;
  /** What this server and its clients still need; `null` until the reader has found its place. */
  readonly position: () => Position | null;
  readonly saveCheckpoint: () => Promise<void>;
  /** A leader that is silent for so long, in milliseconds, leads no more. */
  readonly leadSilenceMs: number;
  readonly explain: (error: unknown) => string;
}

export interface AppCleanup {
  readonly cleanup: Cleanup;
  /** `null`: the log is cleaned row by row. */
  readonly partitions: PartitionKeeper | null;
}

/** A day's time for whole partitions of the archive to be dropped before what is left of one is deleted row by row. */
const PRUNE_LATER_DAYS = 1;

/** What marks, archives and deletes what has been delivered. */
export function createCleanup(options: AppCleanupOptions): AppCleanup {
  const { config, clock, database, cleaner, incidents } = options;
  const partitions = createPartitions(options);
  const pruneLaterDays = partitions === null ? 0 : PRUNE_LATER_DAYS;
  const auditStore = new MysqlAuditStore(database, config.AUDIT_RETENTION_DAYS);
  const cleanup = new Cleanup(
    {
      registry: new MysqlReaderRegistry(cleaner, config.READER_TIMEOUT_MS),
      retention: new MysqlLogRetention(cleaner, config.HISTORY_RETENTION_DAYS, pruneLaterDays),
      partitions,
      lock: createLeaderLock(database, config.DB_NAME, options.leadSilenceMs),
      incidents,
      clock,
      position: options.position,
      saveCheckpoint: options.saveCheckpoint,
      upkeep: [(limit) => auditStore.prune(limit)],
      explain: options.explain,
    },
    {
      readerId: options.serverId,
      label: serverLabel(),
      intervalMs: config.CLEANUP_INTERVAL_MS,
      readerTimeoutMs: config.READER_TIMEOUT_MS,
      retentionRows: config.LOG_RETENTION_ROWS,
    },
  );
  return { cleanup, partitions };
}

function createPartitions(options: AppCleanupOptions): PartitionKeeper | null {
  const { config, clock, incidents, address, database, log } = options;
  if (config.LOG_PARTITION_ROWS === 0) return null;
  const partitions = new MysqlLogPartitions({
    connections: options.cleaner,
    database,
    address,
    rows: config.LOG_PARTITION_ROWS,
    historyDays: config.HISTORY_RETENTION_DAYS,
    isQuiet: () => log.openViews === 0,
  });
  return new PartitionKeeper({ partitions, incidents, clock });
}
