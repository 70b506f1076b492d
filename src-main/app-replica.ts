import { NO_REPLICA, type ReplicaStatus } from '../src-shared/replica-status.ts';
import type { Finding } from '../src-shared/rest-api.ts';
import type { Clock } from './base/clock.ts';
import type { Config } from './config/config.ts';
import type { IncidentLog } from './feed/change-feed.ts';
import type { ChangePoller } from './feed/change-poller.ts';
import type { DriftAudit } from './feed/drift-audit.ts';
import type { WakeSignal } from './feed/wake-source.ts';
import type { MysqlChangeLog } from './mysql/mysql-change-log.ts';
import type { MysqlCheckpointStore } from './mysql/mysql-checkpoint-store.ts';
import { plainWords } from './mysql/plain-words.ts';
import { createDatabase, type Database } from './mysql/pool.ts';
import { ReadRouter } from './mysql/read-router.ts';
import { compareReplica } from './mysql/replica-comparison.ts';
import { AnotherReplicaError, ReplicaLink } from './mysql/replica-link.ts';
import { ReplicaRefused, tryReplica } from './mysql/replica-trial.ts';
import { ReplicaWatch } from './mysql/replica-watch.ts';
import type { Logger } from './observability/logger.ts';

interface ReplicaOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly serverId: string;
  /** The primary. */
  readonly database: Database;
  readonly log: MysqlChangeLog;
  readonly poller: ChangePoller;
  readonly audit: DriftAudit;
  readonly checkpoints: MysqlCheckpointStore;
  readonly incidents: IncidentLog;
}

export interface Replica {
  readonly watch: ReplicaWatch;
  readonly router: ReadRouter;
  readonly status: () => ReplicaStatus;
  readonly findings: () => readonly Finding[];
}

/** A frozen one must be noticed soon: there is the primary. */
const CONNECT_MS = 1_000;

/** What reads from the replica, where one is configured; else `null`. */
export function createReplica(options: ReplicaOptions): Replica | null {
  const { config, clock, database, log, poller, audit } = options;
  if (config.DB_REPLICA_HOST === '') return null;
  const name = `${config.DB_REPLICA_HOST}:${config.DB_REPLICA_PORT}`;
  const timeoutMs = config.DB_CONNECT_TIMEOUT_MS;
  const { link, explain } = wayTo(options, name);
  const watch = new ReplicaWatch(
    {
      name,
      link,
      tryOut: (connection) => tryReplica(connection, database, name, config.DB_NAME),
      compare: (to, expected) => compareReplica(to.database, expected, options.checkpoints, timeoutMs),
      expected: () => audit.expectedNow(),
      comparePrimary: () => audit.compareSoon(),
      epoch: () => poller.epoch,
      incidents: options.incidents,
      clock,
      random: Math.random,
      explain,
    },
    config.AUDIT_INTERVAL_MS,
  );
  const router = new ReadRouter({
    primary: database,
    log,
    replica: watch,
    readUpTo: () => poller.wholeAt,
    clock,
    timeoutMs,
  });
  return {
    watch,
    router,
    status: () => ({ ...watch.status, readsReplica: router.reads.replica, readsPrimary: router.reads.primary }),
    findings: () => (watch.finding === null ? [] : [watch.finding]),
  };
}

/** What those who read and write see of it, whether there is one or not. */
export interface ReadSide {
  /** Where lists and histories are read: the replica where there is one that has got as far, else the primary. */
  readonly reads: Pick<Database, 'use'>;
  readonly replicaStatus: () => ReplicaStatus;
  /** This server has committed a write: makes the reader look at the log now. */
  readonly wrote: () => void;
}

export function readSide(replica: Replica | null, database: Database, signal: WakeSignal): ReadSide {
  return {
    reads: replica?.router ?? database,
    replicaStatus: replica?.status ?? (() => NO_REPLICA),
    wrote() {
      replica?.router.wrote();
      signal.wake();
    },
  };
}

/** What a damaged row of the log did to the table is not among the changes that were delivered. */
export function tellingReplica(journal: IncidentLog, replica: () => Replica | null): IncidentLog {
  return {
    record(code, message, facts) {
      journal.record(code, message, facts);
      if (code === 'damaged-row') replica()?.watch.restarted();
    },
  };
}

function wayTo({ config, logger, serverId }: ReplicaOptions, name: string) {
  const address = {
    host: config.DB_REPLICA_HOST,
    port: config.DB_REPLICA_PORT,
    user: config.DB_REPLICA_USER || config.DB_USER,
    database: config.DB_NAME,
  };
  let links = 0;
  return {
    link: () =>
      new ReplicaLink(
        (admit) =>
          createDatabase({
            ...address,
            password: config.DB_REPLICA_PASSWORD || config.DB_PASSWORD,
            tls: { mode: config.DB_REPLICA_TLS, caFile: config.DB_TLS_CA },
            connectionLimit: config.DB_CONNECTION_LIMIT,
            queueLimit: config.DB_QUEUE_LIMIT,
            connectTimeoutMs: Math.min(CONNECT_MS, config.DB_CONNECT_TIMEOUT_MS),
            logger,
            sqlDebug: config.MYSQL_DEBUG,
            admit,
          }),
        `orderdeck_replica_${serverId}_${++links}`,
      ),
    explain(error: unknown): string {
      if (error instanceof ReplicaRefused) return error.message;
      if (error instanceof AnotherReplicaError) {
        return `The replica at ${name} was restarted, or that name leads to several servers: name one of them.`;
      }
      return `The replica is away. ${plainWords(error, address)}`;
    },
  };
}
