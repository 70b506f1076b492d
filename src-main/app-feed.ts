import { randomBytes } from 'node:crypto';
import type { ChangeEvent } from '../src-shared/change-event.ts';
import type { BinlogStats, Finding } from '../src-shared/rest-api.ts';
import { GAPS_LISTED, type GapReport } from '../src-shared/stats-details.ts';
import { type AppBus, createAppBus } from './app-bus.ts';
import { createCleanup } from './app-cleanup.ts';
import { createHint } from './app-hint.ts';
import { createReplica, type ReadSide, type Replica, readSide, tellingReplica } from './app-replica.ts';
import { serverLabel } from './app-stats.ts';
import type { Clock } from './base/clock.ts';
import type { Config } from './config/config.ts';
import type { FeedListener } from './feed/change-feed.ts';
import { ChangePoller } from './feed/change-poller.ts';
import type { Cleanup } from './feed/cleanup.ts';
import { DriftAudit } from './feed/drift-audit.ts';
import { FeedStatus } from './feed/feed-status.ts';
import { IncidentJournal } from './feed/incident-journal.ts';
import { LagMeter, type LagRecorder } from './feed/lag-meter.ts';
import type { PartitionKeeper } from './feed/partition-keeper.ts';
import { heldFrom, type Position } from './feed/position.ts';
import { WakeSignal } from './feed/wake-source.ts';
import { Hub } from './hub/hub.ts';
import { ConnectionKeeper } from './mysql/connection-keeper.ts';
import { DatabaseDoctor } from './mysql/database-doctor.ts';
import { readDatabaseIdentity } from './mysql/database-identity.ts';
import { createGapReport } from './mysql/gap-report.ts';
import { loadSampleData } from './mysql/load-sample-data.ts';
import { migrate } from './mysql/migrate.ts';
import { MysqlChangeLog, PooledChangeLog } from './mysql/mysql-change-log.ts';
import { MysqlCheckpointStore } from './mysql/mysql-checkpoint-store.ts';
import { MysqlEpochStore } from './mysql/mysql-epoch-store.ts';
import { MysqlReaderRegistry } from './mysql/mysql-reader-registry.ts';
import { plainWords } from './mysql/plain-words.ts';
import { createDatabase, type Database } from './mysql/pool.ts';
import { runPreflight } from './mysql/preflight.ts';
import { SchemaKeeper } from './mysql/schema-keeper.ts';
import { readServerName } from './mysql/server-name.ts';
import type { Logger } from './observability/logger.ts';
import type { Meters } from './observability/meters.ts';
import type { Tracing } from './observability/tracing/tracing.ts';
import { ResumeTokens } from './session/resume-token.ts';

export interface FeedOptions {
  /** From which id on clients that begin still need the log; `null`: none does. */
  readonly heldFrom: () => number | null;
  readonly config: Config;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly meters: Meters;
  readonly tracing: Tracing;
  /** How many clients are connected. */
  readonly clients: () => number;
  /** The state of the feed, or the reason for it, has changed. */
  readonly onStatus: () => void;
  /** Changes that have just been handed to the clients. */
  readonly onChanges: (changes: readonly ChangeEvent[]) => void;
  /** The lag of a change that has just been handed to the clients, in milliseconds. */
  readonly onLag: (lagMs: number) => void;
  /** The reader has found a place: what comes after it will be handed to the clients. */
  readonly onPlace: (position: Position) => void;
  /** The schema is in place. */
  readonly onReady: () => void;
}

/** Everything between the database and the hub. */
export interface Feed extends ReadSide {
  readonly serverId: string;
  readonly database: Database;
  readonly hub: Hub;
  readonly poller: ChangePoller;
  readonly audit: DriftAudit;
  readonly cleanup: Cleanup;
  /** `null`: the log is cleaned row by row. */
  readonly partitions: PartitionKeeper | null;
  readonly registry: MysqlReaderRegistry;
  readonly journal: IncidentJournal;
  readonly lag: LagMeter;
  readonly status: FeedStatus;
  /** Makes the reader look at the log now. */
  readonly wakeSignal: WakeSignal;
  /** The log for clients that catch up. */
  readonly catchUpLog: PooledChangeLog;
  /** Between the servers of this database; `null` where none is configured. */
  readonly bus: AppBus | null;
  readonly explain: (error: unknown) => string;
  readonly findings: () => readonly Finding[];
  readonly binlog: () => BinlogStats;
  readonly databaseName: () => string | null;
  /** By the secret of this database; there from before the first client is served. */
  readonly tokens: () => ResumeTokens;
  /** The secret itself; `null` before it was first read. */
  readonly tokenSecret: () => string | null;
  /** Looks at the whole database on demand. */
  readonly doctor: DatabaseDoctor;
  /** The open gaps and what holds them. @throws AppError when MySQL is away */
  readonly gapReport: () => Promise<GapReport>;
  /** Returns at once: a database that is away is waited for in the background. */
  start(): Promise<void>;
  /** Reader, audit and clean-up end; the database stays open for requests under way. */
  stop(): Promise<void>;
}

/** By their ids, which are those of rows in `order_changes`. */
function logPublished(logger: Logger, changes: readonly ChangeEvent[]): void {
  const ids = { first: changes[0]?.changeId, last: changes[changes.length - 1]?.changeId };
  logger.debug({ changes: changes.length, ...ids }, 'Published changes');
}

/** Time between looks at the dead, the settings and the epoch, in milliseconds. */
const UPKEEP_MS = 1_000;
const WATCH_MS = 600_000;
const MAX_WATCHED = 50_000;
const PROBE_MS = 200;
const READ_LIMIT = 2_000;
/** While another server reads for this one, so many times rarer are its own looks at gaps, settings and epoch. */
const FED_LEISURE = 3;

export function createFeed({
  heldFrom: readersNeedFrom,
  config,
  logger,
  clock,
  meters,
  tracing,
  clients,
  onStatus,
  onChanges,
  onLag,
  onPlace,
  onReady,
}: FeedOptions): Feed {
  const serverId = randomBytes(6).toString('hex');
  const address = { host: config.DB_HOST, port: config.DB_PORT, user: config.DB_USER, database: config.DB_NAME };
  const explain = (error: unknown) => plainWords(error, address);
  const target = {
    ...address,
    password: config.DB_PASSWORD,
    tls: { mode: config.DB_TLS, caFile: config.DB_TLS_CA },
    connectTimeoutMs: config.DB_CONNECT_TIMEOUT_MS,
  };
  const database = createDatabase({
    ...target,
    connectionLimit: config.DB_CONNECTION_LIMIT,
    queueLimit: config.DB_QUEUE_LIMIT,
    logger,
    sqlDebug: config.MYSQL_DEBUG,
    statements: meters.statements,
  });
  const log = new MysqlChangeLog(database, config.DB_CONNECT_TIMEOUT_MS);
  const epochs = new MysqlEpochStore(log.reader);
  const leadSilenceMs = Math.max(config.READER_TIMEOUT_MS, config.CLEANUP_INTERVAL_MS * 3);
  const cleaner = new ConnectionKeeper(database, {
    isolation: 'READ COMMITTED',
    timeoutMs: config.DB_CONNECT_TIMEOUT_MS,
    silentMs: leadSilenceMs,
  });
  const checkpoints = new MysqlCheckpointStore(cleaner);
  const registry = new MysqlReaderRegistry(database, config.READER_TIMEOUT_MS);
  const journal = new IncidentJournal(clock, logger);
  const status = new FeedStatus(clock, onStatus);
  const hub = new Hub(config.WINDOW_BYTES);
  const lag = new LagMeter(clock);
  const lags: LagRecorder = {
    record(lagMs) {
      lag.record(lagMs);
      meters.lags.record(lagMs);
      onLag(lagMs);
    },
  };
  const wakeSignal = new WakeSignal();
  const bus = createAppBus({
    config,
    serverId,
    clock,
    incidents: journal,
    epoch: () => poller.epoch,
    isLive: () => status.state === 'live',
    clients,
    place: () => hub.place && { epoch: hub.place.epoch, position: hub.place.window.end.position },
    dataAgeMs: () => (status.state === 'live' ? status.dataAgeMs : null),
    pokes: wakeSignal,
  });
  const canary = async () => {
    if (hub.place === null) return false;
    await registry.heartbeat(serverId, serverLabel(), poller.at.position);
    return true;
  };
  const hint = createHint({ config, database, target, canary, incidents: journal, clock });
  let findings: readonly Finding[] = [];
  let databaseName: string | null = null;
  let tokens = new ResumeTokens('');
  let tokenSecret: string | null = null;

  // The audit comes first each time: it must see the table before a client is given a snapshot of it.
  const listener: FeedListener = {
    started(at, epoch, continues) {
      audit.restarted(continues);
      replica?.watch.restarted();
      hub.started(at, epoch);
      onPlace(at.position);
    },
    published(batch) {
      audit.published(batch);
      tracing.tracer?.publishing(batch.changes);
      replica?.watch.published(batch.changes.map(({ changeId }) => changeId));
      hub.publish(batch);
      onChanges(batch.changes);
      logPublished(logger, batch.changes);
      status.confirmed();
    },
    confirmed: () => status.confirmed(),
    reset(reason, at, epoch) {
      audit.restarted(false);
      replica?.watch.restarted();
      hub.reset(reason, at, epoch);
    },
    stateChanged: (state, problem) => status.changed(state, problem),
  };
  const poller: ChangePoller = new ChangePoller(
    {
      log: bus?.fed(log) ?? log,
      epochs,
      listener,
      incidents: tellingReplica(journal, () => replica),
      lag: lags,
      reads: {
        record(ms) {
          meters.reads.record(ms);
          tracing.tracer?.read();
        },
      },
      wakeSources: [wakeSignal, ...(bus === null ? [] : [bus.bus.wake])],
      ...(hint.source === null ? {} : { hint: hint.source }),
      clock,
      random: Math.random,
      isWatched: () => clients() > 0 || bus?.bus.isWatchedElsewhere === true,
      leisure: () => (bus?.bus.isFed === true ? FED_LEISURE : 1),
      explain,
    },
    {
      busyMs: config.POLL_BUSY_MS,
      watchedMs: config.POLL_WATCHED_MS,
      idleMs: config.POLL_IDLE_MS,
      absentMs: config.GAP_ABSENT_MS,
      maxGaps: config.MAX_GAPS,
      watchMs: WATCH_MS,
      maxWatched: MAX_WATCHED,
      readLimit: READ_LIMIT,
      probeMs: PROBE_MS,
      upkeepMs: UPKEEP_MS,
    },
  );
  const audit = new DriftAudit(
    {
      log,
      checkpoints,
      incidents: journal,
      clock,
      at: () => poller.at,
      epoch: () => poller.epoch,
      onDrift: (reason) => poller.requestReset(reason),
      explain,
    },
    config.AUDIT_INTERVAL_MS,
  );
  const { cleanup, partitions } = createCleanup({
    config,
    clock,
    serverId,
    address,
    database,
    cleaner,
    log,
    incidents: journal,
    position: () => (hub.place === null ? null : heldFrom(poller.at.position, readersNeedFrom())),
    saveCheckpoint: () => audit.saveCheckpoint(),
    leadSilenceMs,
    explain,
  });
  const replica: Replica | null = createReplica({
    config,
    logger,
    clock,
    serverId,
    database,
    log,
    poller,
    audit,
    checkpoints,
    incidents: journal,
  });
  const schema = new SchemaKeeper({
    async prepare() {
      await migrate({ config, logger });
      databaseName = await readServerName(database);
      if (config.SAMPLE_DATA) await loadSampleData(database);
      findings = await runPreflight(database, config);
      ({ tokenSecret } = await epochs.read());
      tokens = new ResumeTokens(tokenSecret);
    },
    async ready() {
      onReady();
      await bus?.start(tokenSecret ?? '', await readDatabaseIdentity(database));
      await poller.start();
      await audit.start();
      await cleanup.start();
      await hint.start();
      await replica?.watch.start();
    },
    failed(error, retryMs) {
      const problem = explain(error);
      logger.warn({ error, retryMs }, problem);
      status.changed('reconnecting', problem);
    },
    clock,
    random: Math.random,
  });

  const doctor = new DatabaseDoctor({
    config,
    database,
    logger,
    clock,
    onLooked: (found) => {
      findings = found;
      hint.lookAgain();
    },
    onRepaired: () => {
      // What was changed without being logged is found by comparing.
      void audit.compareSoon();
    },
  });

  return {
    serverId,
    database,
    hub,
    poller,
    audit,
    cleanup,
    partitions,
    registry,
    journal,
    lag,
    status,
    wakeSignal,
    bus,
    binlog: () => hint.stats(),
    catchUpLog: new PooledChangeLog(database, log, replica?.router),
    ...readSide(replica, database, wakeSignal),
    explain,
    findings: () => [...findings, ...hint.findings(), ...(replica?.findings() ?? [])],
    databaseName: () => databaseName,
    tokens: () => tokens,
    tokenSecret: () => tokenSecret,
    doctor,
    gapReport: createGapReport(database, () => poller.listGaps(GAPS_LISTED)),
    start: () => schema.start(),
    async stop() {
      await schema.stop();
      await hint.stop();
      await Promise.all([replica?.watch.stop(), bus?.stop(), poller.stop(), audit.stop(), cleanup.stop()]);
      await Promise.all([log.close(), cleaner.close()]);
    },
  };
}
