import { localPrincipal } from '../../src-main/auth/principal.ts';
import { FedChangeLog } from '../../src-main/feed/bus/fed-change-log.ts';
import { FeedBus } from '../../src-main/feed/bus/feed-bus.ts';
import type { FeedListener } from '../../src-main/feed/change-feed.ts';
import { ChangePoller, type PollerSettings } from '../../src-main/feed/change-poller.ts';
import { Cleanup } from '../../src-main/feed/cleanup.ts';
import { DriftAudit } from '../../src-main/feed/drift-audit.ts';
import { FeedStatus } from '../../src-main/feed/feed-status.ts';
import { IncidentJournal } from '../../src-main/feed/incident-journal.ts';
import { LagMeter } from '../../src-main/feed/lag-meter.ts';
import { Hub } from '../../src-main/hub/hub.ts';
import { DeliveryMeter } from '../../src-main/observability/delivery-meter.ts';
import { Tracing } from '../../src-main/observability/tracing/tracing.ts';
import { baseProtocol } from '../../src-main/session/base-protocol.ts';
import type { OpenConnection } from '../../src-main/session/open-connection.ts';
import { ResumeTokens } from '../../src-main/session/resume-token.ts';
import { SessionOpener } from '../../src-main/session/session-opener.ts';
import { SessionRegistry } from '../../src-main/session/session-registry.ts';
import { SnapshotSource } from '../../src-main/session/shared-snapshot.ts';
import { v1Protocol } from '../../src-main/session/v1-protocol.ts';
import { DEFAULT_ORDER_LIMITS } from '../../src-shared/order-limits.ts';
import type { ServerStatus } from '../../src-shared/server-status.ts';
import type { FakeClock } from './fake-clock.ts';
import { FreezableClock } from './freezable-clock.ts';
import { recordingLogger } from './recording-logger.ts';
import type { SimulatedBus } from './simulated-bus.ts';
import { SimulatedChangeLog } from './simulated-change-log.ts';
import { SimulatedBaseClient, type SimulatedClient, SimulatedV1Client } from './simulated-client.ts';
import type { SimulatedDatabase } from './simulated-database.ts';
import type { SimulatedRetention } from './simulated-retention.ts';

export interface SimulatedWorld {
  readonly clock: FakeClock;
  readonly database: SimulatedDatabase;
  readonly retention: SimulatedRetention;
  readonly random: () => number;
  /** Between the servers; without one each reads for itself. */
  readonly bus?: SimulatedBus;
}

export interface SimulatedServerOptions {
  readonly retentionRows: number;
  readonly poller?: Partial<PollerSettings>;
}

/** Time between audits, in simulated milliseconds. */
export const AUDIT_MS = 2_000;
const CLEANUP_MS = 500;
const LATE_LIMIT = 5;
let created = 0;

/** The real feed, hub and sessions over a simulated database. It can crash: then it never does anything again. */
export class SimulatedServer {
  readonly journal: IncidentJournal;
  readonly status: FeedStatus;
  readonly hub = new Hub(20_000);
  readonly lag: LagMeter;
  readonly poller: ChangePoller;
  readonly audit: DriftAudit;
  readonly errors: unknown[] = [];
  readonly bus: FeedBus | null;
  readonly fed: FedChangeLog | null;
  crashed = false;
  readonly #clock: FreezableClock;
  readonly #opener: SessionOpener;
  readonly #connections = new Map<SimulatedClient, OpenConnection>();
  readonly #cleanup: Cleanup;

  constructor(world: SimulatedWorld, options: SimulatedServerOptions) {
    const { database, random, retention } = world;
    const clock = new FreezableClock(world.clock);
    this.#clock = clock;
    const log = new SimulatedChangeLog(database, { lateLimit: LATE_LIMIT, answer: () => this.#answer(world) });
    const serverId = `server-${++created}`;
    const explain = (error: unknown) => String(error);
    this.journal = new IncidentJournal(clock, recordingLogger());
    this.status = new FeedStatus(clock, () => undefined);
    this.lag = new LagMeter(clock);
    this.audit = new DriftAudit(
      {
        log,
        incidents: this.journal,
        clock,
        checkpoints: database.checkpoints,
        at: () => this.poller.at,
        epoch: () => this.poller.epoch,
        onDrift: (reason) => this.poller.requestReset(reason),
        explain,
      },
      AUDIT_MS,
    );
    this.bus = this.#createBus(world, serverId);
    this.fed = this.bus === null ? null : new FedChangeLog(log, this.bus, clock);
    this.poller = new ChangePoller(
      {
        log: this.fed ?? log,
        epochs: database.epochs,
        listener: this.#listener(),
        incidents: this.journal,
        lag: this.lag,
        wakeSources: this.bus === null ? [] : [this.bus.wake],
        clock,
        random,
        isWatched: () => true,
        leisure: () => (this.bus?.isFed === true ? 3 : 1),
        explain,
      },
      { ...POLLER, ...options.poller },
    );
    this.#cleanup = new Cleanup(
      {
        registry: retention,
        retention,
        lock: retention,
        incidents: this.journal,
        clock,
        position: () => (this.crashed || this.hub.place === null ? null : this.poller.at.position),
        saveCheckpoint: () => (this.crashed ? Promise.resolve() : this.audit.saveCheckpoint()),
        upkeep: [],
        explain,
      },
      {
        readerId: serverId,
        label: serverId,
        intervalMs: CLEANUP_MS,
        readerTimeoutMs: 3_000,
        retentionRows: options.retentionRows,
      },
    );
    this.#opener = this.#createOpener(world, log, serverId);
  }

  async start(): Promise<void> {
    this.bus?.believe('secret');
    await this.bus?.start();
    await this.poller.start();
    await this.audit.start();
    await this.#cleanup.start();
  }

  connect(client: SimulatedClient): void {
    if (client instanceof SimulatedV1Client) {
      const connection = this.#opener.openV1(client, localPrincipal('simulated'));
      const { token } = client.state;
      connection.received(JSON.stringify({ type: 'hello', ...(token === undefined ? {} : { token }) }));
      this.#connections.set(client, connection);
    } else if (client instanceof SimulatedBaseClient) {
      this.#connections.set(client, this.#opener.openBase(client, localPrincipal('simulated')));
    }
  }

  disconnect(client: SimulatedClient): void {
    client.vanish();
    this.#connections.get(client)?.ended();
    this.#connections.delete(client);
  }

  crash(): void {
    this.crashed = true;
    for (const client of this.#connections.keys()) client.vanish();
  }

  /** Stops as by SIGSTOP, for so long. */
  freeze(ms: number): void {
    this.#clock.freeze(ms);
  }

  async stop(): Promise<void> {
    await Promise.all([this.bus?.stop(), this.poller.stop(), this.audit.stop(), this.#cleanup.stop()]);
  }

  #createBus({ bus }: SimulatedWorld, serverId: string): FeedBus | null {
    if (bus === undefined) return null;
    return new FeedBus(
      {
        serverId,
        label: serverId,
        transport: bus.transport(serverId, created, (run) =>
          this.#clock.reach(() => (this.crashed ? undefined : run())),
        ),
        clock: this.#clock,
        incidents: this.journal,
        epoch: () => this.poller.epoch,
        isLive: () => !this.crashed && this.status.state === 'live',
        clients: () => this.#connections.size,
        explain: String,
      },
      50,
    );
  }

  #listener(): FeedListener {
    return {
      started: (at, epoch, continues) => {
        this.audit.restarted(continues);
        this.hub.started(at, epoch);
      },
      published: (batch) => {
        this.audit.published(batch);
        this.hub.publish(batch);
        this.status.confirmed();
      },
      confirmed: () => this.status.confirmed(),
      reset: (reason, at, epoch) => {
        this.audit.restarted(false);
        this.hub.reset(reason, at, epoch);
      },
      stateChanged: (state, problem) => this.status.changed(state, problem),
    };
  }

  #createOpener({ random }: SimulatedWorld, log: SimulatedChangeLog, serverId: string): SessionOpener {
    const clock = this.#clock;
    const tokens = () => new ResumeTokens('secret');
    const onError = (error: unknown) => this.errors.push(error);
    return new SessionOpener({
      session: {
        hub: this.hub,
        log,
        snapshots: new SnapshotSource(this.hub, log, clock, () => this.audit.ready()),
        clock,
        deliveries: new DeliveryMeter(),
        tracing: new Tracing(),
        tokens,
        onError,
        settings: { bufferBytes: 2_000, stallMs: 30_000 },
      },
      dialogue: { dispatch: () => new Promise(() => undefined), clock, onError },
      logger: recordingLogger(),
      registry: new SessionRegistry(clock, () => STATUS),
      v1: v1Protocol({ serverId, serverVersion: '0', tokens, status: () => STATUS, random }),
      base: baseProtocol(() => clock.now()),
      watch: () => () => undefined,
    });
  }

  // A crashed process never gets its answers.
  async #answer({ clock, random }: SimulatedWorld): Promise<void> {
    const ms = Math.floor(random() * 20);
    if (ms > 5) await new Promise<void>((resolve) => clock.after(ms, resolve));
    await new Promise<void>((resolve) => this.#clock.reach(resolve));
    if (this.crashed) await new Promise(() => undefined);
  }
}

const POLLER: PollerSettings = {
  busyMs: 25,
  watchedMs: 50,
  idleMs: 500,
  absentMs: 300,
  maxGaps: 500,
  watchMs: 600_000,
  maxWatched: 1_000,
  readLimit: 10,
  probeMs: 50,
  upkeepMs: 200,
};

const STATUS: ServerStatus = {
  feed: 'live',
  since: '2025-01-01T00:00:00.000Z',
  dataAgeMs: 1,
  lagMs: null,
  database: null,
  problem: null,
  changesPerMinute: 0,
  pollMs: 25,
  gaps: 0,
  oldestGapMs: null,
  clients: 0,
  limits: DEFAULT_ORDER_LIMITS,
};
