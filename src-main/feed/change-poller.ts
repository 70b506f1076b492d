import { AppError } from '../base/app-error.ts';
import type { Clock } from '../base/clock.ts';
import type { Service } from '../base/service.ts';
import type { FeedListener, IncidentLog, ResetReason } from './change-feed.ts';
import { ChangeIntake } from './change-intake.ts';
import type { AnchoredPosition, ChangeLog, LogRead } from './change-log.ts';
import type { EpochStore } from './epoch-store.ts';
import { GapProbe } from './gap-probe.ts';
import { GapTracker, type GapTrackerOptions } from './gap-tracker.ts';
import type { LagMeter } from './lag-meter.ts';
import { PollLoop } from './poll-loop.ts';
import { type PaceSettings, pollPace } from './poll-pace.ts';
import { lowWater } from './position.ts';
import type { WakeSource } from './wake-source.ts';

export interface PollerSettings extends PaceSettings, GapTrackerOptions {
  /** Most rows above the head that one read takes. */
  readonly readLimit: number;
  /** Least time between two probes of the gaps. */
  readonly probeMs: number;
  /** Time between looks at the dead, at the server's settings and at the epoch. */
  readonly upkeepMs: number;
}

export interface PollerDeps {
  readonly log: ChangeLog;
  readonly epochs: EpochStore;
  readonly listener: FeedListener;
  readonly incidents: IncidentLog;
  readonly lag: LagMeter;
  readonly wakeSources: readonly WakeSource[];
  readonly clock: Clock;
  readonly random: () => number;
  /** Whether anybody is connected. */
  readonly isWatched: () => boolean;
  /** Puts an error of the log into plain words. */
  readonly explain: (error: unknown) => string;
}

/** Dead ranges looked at per upkeep. */
const WATCH_SLICE = 1_000;

/**
 * Reads the log and publishes every committed change exactly once, in an order that never takes an order's row
 * backwards. See docs/change-feed.md for the algorithm.
 *
 * One step: read (one statement) -> observe -> publish -> probe the gaps -> wait as long as the pace says. An error
 * keeps the position, says so, and tries again with backoff; continuity is proved anew by the anchor of the position.
 */
export class ChangePoller implements Service {
  readonly name = 'change-poller';
  private readonly tracker: GapTracker;
  private readonly intake: ChangeIntake;
  private readonly probe: GapProbe;
  private readonly loop: PollLoop;
  private epoch: string | null = null;
  private unsubscribes: (() => void)[] = [];
  private requestedReset: ResetReason | null = null;
  private lastUpkeepAt = Number.NEGATIVE_INFINITY;
  private holding = false;
  private readonly counts = { reads: 0, errors: 0, resets: 0 };
  /** Milliseconds the reader last decided to wait. */
  paceMs: number | null = null;

  constructor(
    private readonly deps: PollerDeps,
    private readonly settings: PollerSettings,
  ) {
    const { clock, log } = deps;
    this.tracker = new GapTracker(settings, clock);
    this.intake = new ChangeIntake({ ...deps, tracker: this.tracker });
    this.probe = new GapProbe(log, this.tracker, clock, settings.probeMs);
    this.loop = new PollLoop({
      clock,
      random: deps.random,
      step: () => this.step(),
      succeeded: (failures) => this.succeeded(failures),
      failed: (error, failures) => this.failed(error, failures),
    });
  }

  /** Resolves at once: a database that is away is reported as a state and does not hold up the start. */
  async start(): Promise<void> {
    this.unsubscribes = this.deps.wakeSources.map((source) => source.subscribe(() => this.loop.wake()));
    this.deps.listener.stateChanged('starting', null);
    this.loop.start();
  }

  async stop(): Promise<void> {
    for (const unsubscribe of this.unsubscribes) unsubscribe();
    await this.loop.stop();
    this.deps.listener.stateChanged('stopped', null);
  }

  /** Takes a new epoch and makes every client start from a snapshot, since what was delivered is not the table. */
  requestReset(reason: ResetReason): void {
    this.requestedReset = reason;
    this.loop.wake();
  }

  get at(): AnchoredPosition {
    return { position: this.tracker.position, stamp: this.intake.stamp };
  }

  get gaps(): { readonly open: number; readonly oldestMs: number | null; readonly watched: number } {
    return { open: this.tracker.gapCount, oldestMs: this.tracker.oldestInFlightMs, watched: this.tracker.watchedCount };
  }

  get counters() {
    return { ...this.counts, ...this.intake.counters, probes: this.probe.count };
  }

  /** The lowest id this reader may still need from the log. */
  get lowWater(): number {
    return lowWater(this.tracker.position);
  }

  /** One read and what follows from it. @returns milliseconds to wait before the next */
  private async step(): Promise<number> {
    const { clock, log } = this.deps;
    const epoch = this.epoch ?? (await this.begin());
    if (this.requestedReset !== null) await this.reset(this.requestedReset, epoch);
    const startedAt = clock.monotonic();
    const upkeepDue = startedAt - this.lastUpkeepAt >= this.settings.upkeepMs;
    if (upkeepDue) await this.upkeep(startedAt);
    const limit = this.tracker.isFull ? 0 : this.settings.readLimit;
    const read = await log.read(this.at, limit, upkeepDue ? this.tracker.nextWatched(WATCH_SLICE) : []);
    this.counts.reads++;
    if (read.anchor !== 'same') {
      await this.lostContinuity(read);
      return 0;
    }
    this.intake.take(read, startedAt);
    this.reportHolding(limit === 0);
    await this.probe.runWhenDue();
    this.paceMs = pollPace(
      {
        more: read.more && limit > 0,
        emptyReads: this.intake.emptyReads,
        watched: this.deps.isWatched(),
        gapsOpen: this.tracker.gapCount > 0,
        readMs: clock.monotonic() - startedAt,
      },
      this.settings,
    );
    return this.paceMs;
  }

  private async begin(): Promise<string> {
    const { epoch } = await this.deps.epochs.read();
    const at = await this.deps.log.start();
    this.standAt(at);
    this.epoch = epoch;
    this.deps.listener.started(at, epoch);
    return epoch;
  }

  private standAt(at: AnchoredPosition): void {
    this.tracker.reset(at.position);
    this.intake.stamp = at.stamp;
  }

  private reportHolding(holding: boolean): void {
    if (holding && !this.holding) {
      this.deps.incidents.record(
        'gap-limit',
        `More than ${this.settings.maxGaps} ids are held open by running transactions. Newer changes wait until some of them end; none is lost. Raise MAX_GAPS or look for a transaction that was left open.`,
      );
    }
    this.holding = holding;
  }

  private async upkeep(now: number): Promise<void> {
    const settings = await this.deps.log.serverSettings();
    this.tracker.setGrid(settings.increment, settings.offset);
    this.intake.clockOffsetMs = settings.clockOffsetMs;
    const { epoch } = await this.deps.epochs.read();
    this.lastUpkeepAt = now;
    if (this.epoch === null || epoch === this.epoch) return;
    this.deps.incidents.record(
      'epoch-changed',
      'Another server found the table to differ from the log and took a new epoch.',
    );
    await this.restart('new-epoch', epoch);
  }

  private async lostContinuity(read: LogRead): Promise<void> {
    const known = this.epoch ?? '';
    const { cleanedBelow } = await this.deps.epochs.read();
    const head = this.tracker.position.head;
    if (read.anchor === 'missing' && cleanedBelow > head && read.oldestId !== null && read.oldestId > head) {
      this.deps.incidents.record(
        'log-passed',
        'This server stood still for so long that the log was cleaned past its position; every client gets a snapshot.',
      );
      await this.restart('log-passed', known);
      return;
    }
    this.deps.incidents.record(
      'log-replaced',
      `Row ${head} of the change log is ${read.anchor === 'missing' ? 'gone' : 'another one'}: the log was truncated, restored or edited. A new epoch begins and every client gets a snapshot.`,
    );
    await this.reset('new-epoch', known);
  }

  private async reset(reason: ResetReason, known: string): Promise<void> {
    await this.restart(reason, await this.deps.epochs.rotate(known));
    this.requestedReset = null;
  }

  private async restart(reason: ResetReason, epoch: string): Promise<void> {
    const at = await this.deps.log.start();
    this.standAt(at);
    this.epoch = epoch;
    this.counts.resets++;
    this.deps.listener.reset(reason, at, epoch);
  }

  private succeeded(failures: number): void {
    if (failures > 0)
      this.deps.incidents.record('connection-back', 'MySQL answers again; reading went on where it stopped.');
    this.deps.listener.stateChanged('live', null);
  }

  private failed(error: unknown, failures: number): void {
    this.counts.errors++;
    const problem = this.deps.explain(error);
    if (failures === 1) this.deps.incidents.record('connection-lost', problem, { error });
    const blocked =
      error instanceof AppError &&
      error.problem.code !== 'database-unavailable' &&
      error.problem.code !== 'database-busy';
    this.deps.listener.stateChanged(blocked ? 'blocked' : 'reconnecting', problem);
  }
}
