import { version } from '../package.json';
import type { AuditDetail } from '../src-shared/access.ts';
import type { Alert } from '../src-shared/alert.ts';
import type { ChangeEvent } from '../src-shared/change-event.ts';
import type { ServerStatus } from '../src-shared/server-status.ts';
import { createAppAccess } from './app-access.ts';
import { createAppAlerts } from './app-alerts.ts';
import { createAppDiagnostics } from './app-diagnostics.ts';
import { createFeed, type Feed } from './app-feed.ts';
import { gauges, health, type StatsSources, serverStats, serverStatus } from './app-stats.ts';
import { startTracing } from './app-tracing.ts';
import { auditedDispatch } from './auth/audited-dispatch.ts';
import { recordAtWindow } from './auth/window-record.ts';
import { type Clock, systemClock } from './base/clock.ts';
import { createCommandDispatcher } from './commands/command-dispatcher.ts';
import { type Config, ConfigError } from './config/config.ts';
import { orderLimits } from './config/order-limits.ts';
import { StatsPrimer } from './feed/stats-primer.ts';
import { StatsRecorder } from './feed/stats-recorder.ts';
import { changesRoutes } from './http/changes-routes.ts';
import { diagnosticsRoute } from './http/diagnostics-route.ts';
import { createHttpServer } from './http/http-server.ts';
import { createLimits } from './http/limits/limits.ts';
import { answerLocally, type LocalRequest, type LocalResponse } from './http/local-request.ts';
import { WINDOW } from './http/request-credentials.ts';
import type { StatsDetails } from './http/stats-routes.ts';
import { TransportSecurity } from './http/tls/transport-security.ts';
import { WebSocketGateway } from './http/websocket-gateway.ts';
import { createWebSocketPort } from './http/websocket-port.ts';
import { LogRowCount } from './mysql/log-rows.ts';
import { createMysqlOrderRepository } from './mysql/mysql-order-repository.ts';
import { MysqlPastChanges } from './mysql/mysql-past-changes.ts';
import { ErrorJournal } from './observability/error-journal.ts';
import { watchEventLoop } from './observability/event-loop-delay.ts';
import type { Logger } from './observability/logger.ts';
import { createMeters } from './observability/meters.ts';
import { Tracing } from './observability/tracing/tracing.ts';
import { baseProtocol } from './session/base-protocol.ts';
import type { OpenConnection } from './session/open-connection.ts';
import { SessionOpener } from './session/session-opener.ts';
import { SessionRegistry } from './session/session-registry.ts';
import type { SessionSocket } from './session/session-socket.ts';
import { SnapshotSource } from './session/shared-snapshot.ts';
import { v1Protocol } from './session/v1-protocol.ts';
import { WindowedSnapshots } from './session/windowed-snapshots.ts';

export interface AppOptions {
  readonly config: Config;
  readonly logger: Logger;
  /** The built console, or `null` for none. */
  readonly webAppDir: string | null;
  readonly clock?: Clock;
  /** Nobody can sign in yet: the code of the link that makes the first admin. Called when the database is ready. */
  readonly onFirstAdmin?: (code: string) => void;
  /** Follows what every client is told, for those who draw their own conclusions from it. */
  readonly observer?: AppObserver;
  /** Whether people sign in at the desktop program's window as well; asked each time. */
  readonly isWindowLocked?: () => boolean;
}

export interface AppObserver {
  /** Committed changes, in their sequence, as they are handed to the clients. */
  changed(changes: readonly ChangeEvent[]): void;
  /** The state of the feed, or the reason for it, has changed. */
  statusChanged(status: ServerStatus): void;
  /** A figure went above its limit, or came back for good. */
  alerted?(alert: Alert): void;
}

/** Where the server can be reached once it has started. */
export interface AppAddresses {
  readonly host: string;
  readonly port: number;
  readonly wsPort: number;
  /** Whether both ports speak TLS: `https` and `wss`. */
  readonly isSecure: boolean;
  /** SHA-256 of the certificate in hex pairs; `null` without TLS. */
  readonly fingerprint: string | null;
}

export interface App {
  /**
   * Opens the ports: both, or none when it fails, after which it may be called again.
   *
   * @throws ConfigError when a port or address cannot be had
   */
  listen(): Promise<AppAddresses>;
  /** Begins to follow the database; one that is away is waited for in the background. */
  start(): Promise<void>;
  /** Tells the clients to come back, finishes requests, lets go of the database. */
  stop(): Promise<void>;
  /** A client in this process, which needs no port: the window of the desktop program. @param cookie what it holds */
  openSession(socket: SessionSocket, cookie?: string): OpenConnection;
  /** The window may be locked by now. */
  windowChanged(): void;
  /** The desktop program's settings are others, by whoever is at its window: goes on record. Never rejects. */
  settingsChanged(detail: AuditDetail, cookie?: string): Promise<void>;
  /** A REST request from this process, answered as one that came by the port. */
  request(request: LocalRequest): Promise<LocalResponse>;
  /** Look at the database now: the machine woke up, or its network is another one. */
  checkNow(): void;
  status(): ServerStatus;
  /** Milliseconds since 1970 by the clock that writes the times of orders; `null` before it was first asked. */
  databaseNow(): number | null;
}

const IN_THE_WINDOW = { address: WINDOW, userAgent: null, bearer: null, isWindow: true };

/** How long a stop may take, in milliseconds; requests under way have 3 s of it. */
const STOP_MS = 4_000;

/** The composition root: builds every part, starts them in order, stops them in reverse. Holds no logic of its own. */
export function createApp({ config, webAppDir, clock = systemClock, observer, ...options }: AppOptions): App {
  const errors = new ErrorJournal(clock);
  const logger = errors.watch(options.logger);
  const limits = createLimits(config, clock);
  const security = new TransportSecurity(config, clock, logger);
  const meters = createMeters();
  const tracing = new Tracing();
  const feed = createFeed({
    heldFrom: () => snapshots.heldFrom,
    config,
    logger,
    clock,
    meters,
    tracing,
    clients: () => sessions.size,
    onStatus: () => {
      sessions.broadcastStatus();
      observer?.statusChanged(serverStatus(sources));
    },
    onChanges: (changes) => {
      recorder.published(changes);
      observer?.changed(changes);
    },
    onLag: (lagMs) => recorder.record(lagMs),
    onPlace: (position) => primer.startedAt(position),
    onReady: () => appAccess.ready(),
  });
  const sources: StatsSources = {
    ...feed,
    version,
    retentionRows: config.LOG_RETENTION_ROWS,
    limits: orderLimits(config),
    sessions: () => sessions,
    clock,
    meters,
    tracing,
    logRows: new LogRowCount(feed.database, clock),
    errors,
    loopDelay: watchEventLoop(),
    guard: () => limits.counts(),
    alerts: () => alerts.list(),
  };
  const sessions = new SessionRegistry(
    clock,
    () => serverStatus(sources),
    // The pace of an idle server is slow: without this the first viewer would wait for the end of its pause.
    () => feed.wakeSignal.wake(),
  );
  const databaseNow = () => feed.poller.databaseNow ?? clock.now();
  const recorder = new StatsRecorder({
    serverId: feed.serverId,
    clock,
    now: databaseNow,
    gauges: () => gauges(sources),
  });
  const primer = new StatsPrimer({
    past: new MysqlPastChanges(feed.database),
    recorder,
    clock,
    now: databaseNow,
    failed: (error) => logger.warn({ error }, feed.explain(error)),
  });
  let addresses: AppAddresses | null = null;
  let isStopping = false;
  let stopTracing: () => Promise<unknown> = async () => undefined;
  const { access, cookies, audit, ...appAccess } = createAppAccess({
    config,
    database: feed.database,
    logger,
    clock,
    databaseNow,
    tokenSecret: feed.tokenSecret,
    isWindowLocked: options.isWindowLocked ?? (() => false),
    explain: feed.explain,
    onFirstAdmin: options.onFirstAdmin ?? (() => undefined),
    place: () => addresses && { ...addresses, fingerprint: security.fingerprint },
  });
  const alerts = createAppAlerts({
    config,
    feed,
    clock,
    logger,
    version,
    errorsPerMinute: () => errors.errorsPerMinute,
    told: (alert) => observer?.alerted?.(alert),
  });
  const onError = (error: unknown, session: string) => logger.error({ error, session }, feed.explain(error));
  const stored = createMysqlOrderRepository(feed.database, feed.reads);
  const orders = feed.bus?.cached(stored) ?? stored;
  const dispatcher = createCommandDispatcher({
    orders,
    onCommitted: (result) => {
      tracing.tracer?.wrote(result);
      feed.wrote();
    },
  });
  const tokens = () => feed.tokens();
  const total = (): number | null => feed.audit.orderCount;
  const sourceOf = (newest: number | null): SnapshotSource =>
    new SnapshotSource(feed.hub, feed.catchUpLog, clock, () => feed.audit.ready(), config.SNAPSHOT_ROWS, {
      newest,
      total,
    });
  const newest = config.CONSOLE_WINDOW_ORDERS;
  const snapshots: WindowedSnapshots = new WindowedSnapshots({
    whole: sourceOf(null),
    usual: newest === 0 ? null : { newest, source: sourceOf(newest) },
    total,
  });
  const catchUp = { hub: feed.hub, log: feed.catchUpLog, snapshots };
  const opener = new SessionOpener({
    session: {
      ...catchUp,
      clock,
      deliveries: meters.deliveries,
      tracing,
      tokens,
      onError,
      settings: { bufferBytes: config.CLIENT_BUFFER_BYTES, stallMs: config.CLIENT_STALL_MS },
    },
    dialogue: {
      dispatch: auditedDispatch(async (command, principal) => {
        limits.rates.check(principal);
        return dispatcher.dispatch(command, principal);
      }, audit),
      clock,
      onError,
    },
    registry: sessions,
    logger,
    v1: v1Protocol({
      serverId: feed.serverId,
      serverVersion: version,
      tokens,
      status: () => serverStatus(sources),
      random: Math.random,
    }),
    base: baseProtocol(() => clock.now()),
    watch: appAccess.watch,
  });
  const gateway = new WebSocketGateway({
    sessions: opener,
    access,
    cookies,
    rules: config,
    limits,
    audit,
    problems: meters.problems,
    clock,
    logger,
  });
  const statsDetails: StatsDetails = {
    history: (since) => recorder.read(since),
    clients: () => sessions.list(),
    errors: () => errors.list(),
    gaps: () => feed.gapReport(),
    checkDatabase: () => feed.doctor.check(),
    repairDatabase: () => feed.doctor.repair(),
  };
  const diagnosed = createAppDiagnostics({
    config,
    clock,
    details: statsDetails,
    health: () => health(sources, isStopping),
    stats: () => serverStats(sources),
    alerts: () => alerts.list(),
    explain: feed.explain,
  });
  const http = createHttpServer({
    config,
    security,
    limits,
    meters,
    tracing,
    logger,
    access: { access, cookies },
    audit,
    orders,
    dispatcher,
    stats: () => serverStats(sources),
    statsDetails,
    health: () => health(sources, isStopping),
    webAppDir,
    version,
    plugins: [
      (app) => changesRoutes(app, { ...catchUp, sessions: opener, tokens, clock }),
      appAccess.routes,
      alerts.routes,
      (app) => diagnosticsRoute(app, diagnosed),
    ],
  });
  const wsPort = createWebSocketPort(config, security, limits.sockets);
  gateway.attach(http.server, '/ws');
  gateway.attach(wsPort.server, null);

  return {
    async listen() {
      if (config.PORT !== 0 && config.PORT === config.WS_PORT) {
        throw new ConfigError(
          `WS_PORT: got ${config.WS_PORT}, which is PORT already; takes another port, or 0 for any`,
        );
      }
      await security.start();
      const opened = await wsPort.listen();
      try {
        const { host, port } = await http.listen();
        await gateway.start();
        addresses = { host, port, wsPort: opened, isSecure: security.isSecure, fingerprint: security.fingerprint };
        return addresses;
      } catch (error) {
        wsPort.close();
        throw error;
      }
    },
    async start() {
      stopTracing = await startTracing(tracing, {
        config,
        logger,
        clock,
        databaseNow,
        resource: { version, serverId: feed.serverId },
      });
      await appAccess.start();
      await sessions.start();
      await recorder.start();
      await feed.start();
      await alerts.start();
    },
    async stop() {
      isStopping = true;
      const startedAt = clock.monotonic();
      // A read of the past may hang in a frozen database: it is waited for no longer than the database is.
      const primed = primer.stop();
      await recorder.stop();
      await alerts.stop();
      sources.loopDelay.stop();
      security.stop();
      await gateway.stop();
      await sessions.stop();
      wsPort.close();
      await Promise.all([http.close(), gateway.closed(), stopTracing()]);
      const left = STOP_MS - (clock.monotonic() - startedAt);
      await Promise.race([Promise.all([primed, appAccess.stop().then(() => stopDatabase(feed))]), passed(clock, left)]);
      // Whatever a frozen database has not answered by now is given up.
      void feed.database.end();
    },
    openSession: (socket, cookie) =>
      opener.openV1When(socket, access.identify({ ...IN_THE_WINDOW, ...cookies.read(cookie) })),
    windowChanged: () => access.windowChanged(),
    settingsChanged: (detail, cookie) =>
      recordAtWindow({ access, audit }, { ...IN_THE_WINDOW, ...cookies.read(cookie) }, detail),
    request: (request) => answerLocally(http.app, request),
    checkNow: () => {
      feed.wakeSignal.wake();
      void security.refresh();
    },
    status: () => serverStatus(sources),
    databaseNow: () => feed.poller.databaseNow,
  };
}

async function stopDatabase(feed: Feed): Promise<void> {
  await feed.stop();
  await feed.database.end();
}

function passed(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}
