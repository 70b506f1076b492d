import { AppError } from '../base/app-error.ts';
import type { Clock } from '../base/clock.ts';
import type { Service } from '../base/service.ts';
import type { FeedListener, IncidentLog, ResetReason } from './change-feed.ts';
import { ChangeIntake } from './change-intake.ts';
import type { AnchoredPosition, ChangeLog } from './change-log.ts';
import { Continuity } from './continuity.ts';
import type { EpochStore } from './epoch-store.ts';
import { GapProbe } from './gap-probe.ts';
import { GapTracker, type GapTrackerOptions, type OpenGap } from './gap-tracker.ts';
import { HintPace } from './hint-pace.ts';
import type { LagRecorder } from './lag-meter.ts';
import { PollLoop } from './poll-loop.ts';
import { type PaceSettings, pollPace } from './poll-pace.ts';
import type { CommitHint, WakeSource } from './wake-source.ts';

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
  readonly lag: LagRecorder;
  /** Told how long each read of the log took, in milliseconds. */
  readonly reads?: { record(ms: number): void };
  readonly wakeSources: readonly WakeSource[];
  readonly hint?: CommitHint;
  readonly clock: Clock;
  readonly random: () => number;
  /** Whether anybody is connected. */
  readonly isWatched: () => boolean;
  /** How many times rarer than usual the looks beside the reads may be, while another server makes them too. */
  readonly leisure?: () => number;
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
  private readonly continuity: Continuity;
  private readonly loop: PollLoop;
  private readonly hintPace: HintPace;
  /** When the last read began that left nothing for the next one; `null`: the last one did. */
  private completeAt: number | null = null;
  private unsubscribes: (() => void)[] = [];
  private lastUpkeepAt = Number.NEGATIVE_INFINITY;
  private idsTooLarge = false;
  private holding = false;
  /** Rows that fill gaps were left: nothing above the head comes before them, so it need not be asked for. */
  private moreLate = false;
  private readonly counts = { reads: 0, errors: 0 };
  /** Milliseconds the reader last decided to wait. */
  paceMs: number | null = null;
  /** When the last read of the database began that left nothing: whatever was committed before has been published. */
  wholeAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly deps: PollerDeps,
    private readonly settings: PollerSettings,
  ) {
    const { clock, log } = deps;
    this.tracker = new GapTracker(settings, clock);
    this.intake = new ChangeIntake({ ...deps, tracker: this.tracker });
    this.probe = new GapProbe(log, this.tracker, clock, () => settings.probeMs * this.leisure);
    this.continuity = new Continuity({ ...deps, tracker: this.tracker, intake: this.intake });
    this.loop = new PollLoop({
      clock,
      random: deps.random,
      step: () => this.step(),
      succeeded: (failures) => this.succeeded(failures),
      failed: (error, failures) => this.failed(error, failures),
    });
    this.hintPace = new HintPace(clock, settings.busyMs, () => this.loop.wake());
  }

  /** Resolves at once: a database that is away is reported as a state and does not hold up the start. */
  async start(): Promise<void> {
    const { wakeSources, hint } = this.deps;
    this.unsubscribes = wakeSources.map((source) => source.subscribe(() => this.loop.wake()));
    if (hint !== undefined) this.unsubscribes.push(hint.subscribe(() => this.hintPace.hinted()));
    this.deps.listener.stateChanged('starting', null);
    this.loop.start();
  }

  async stop(): Promise<void> {
    for (const unsubscribe of this.unsubscribes) unsubscribe();
    this.hintPace.stop();
    await this.loop.stop();
    this.deps.listener.stateChanged('stopped', null);
  }

  /** Takes a new epoch and makes every client start from a snapshot, since what was delivered is not the table. */
  requestReset(reason: ResetReason): void {
    this.continuity.request(reason);
    this.loop.wake();
  }

  get at(): AnchoredPosition {
    return { position: this.tracker.position, stamp: this.intake.stamp };
  }

  /** `null` until the reader has found its place. */
  get epoch(): string | null {
    return this.continuity.epoch;
  }

  get gaps(): { readonly open: number; readonly oldestMs: number | null; readonly watched: number } {
    return { open: this.tracker.gapCount, oldestMs: this.tracker.oldestInFlightMs, watched: this.tracker.watchedCount };
  }

  /** The first open gaps, ascending. */
  listGaps(most: number): readonly OpenGap[] {
    return this.tracker.list(most);
  }

  get counters() {
    return { ...this.counts, ...this.intake.counters, probes: this.probe.count, resets: this.continuity.resets };
  }

  /** One read and what follows from it. @returns milliseconds to wait before the next */
  private async step(): Promise<number> {
    const { clock, log, hint } = this.deps;
    await this.continuity.establish();
    const startedAt = clock.monotonic();
    this.hintPace.started(startedAt);
    const upkeepDue = startedAt - this.lastUpkeepAt >= this.settings.upkeepMs * this.leisure;
    if (upkeepDue) await this.upkeep(startedAt);
    const holding = this.tracker.isFull;
    const limit = holding || this.moreLate ? 0 : this.settings.readLimit;
    const readAt = clock.monotonic();
    const read = await log.read(this.at, limit, upkeepDue ? this.tracker.nextWatched(WATCH_SLICE) : []);
    this.counts.reads++;
    this.deps.reads?.record(clock.monotonic() - readAt);
    if (read.anchor !== 'same') {
      this.moreLate = false;
      await this.continuity.lost(read);
      return 0;
    }
    if (!this.intake.take(read, startedAt)) {
      this.continuity.request('new-epoch');
      return 0;
    }
    this.moreLate = read.moreLate;
    if (!read.more && !holding && read.isHeard !== true) this.wholeAt = startedAt;
    this.reportHolding(holding);
    const found = read.entries.length > 0;
    const more = read.moreLate || (read.more && !holding);
    if (found && this.completeAt !== null) hint?.found(this.completeAt);
    this.completeAt = more || holding ? null : startedAt;
    await this.probe.runWhenDue();
    const endedAt = clock.monotonic();
    this.paceMs = pollPace(
      {
        more,
        emptyReads: this.intake.emptyReads,
        watched: this.deps.isWatched(),
        gapsOpen: this.tracker.gapCount > 0,
        readMs: endedAt - startedAt,
        hinted: hint?.isTrusted ?? false,
      },
      this.settings,
    );
    return Math.min(this.paceMs, this.hintPace.ended(found, endedAt));
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

  /** Milliseconds since 1970 by the database's clock; `null` before it was first asked. */
  get databaseNow(): number | null {
    return this.lastUpkeepAt === Number.NEGATIVE_INFINITY ? null : this.deps.clock.now() + this.intake.clockOffsetMs;
  }

  private get leisure(): number {
    return this.deps.leisure?.() ?? 1;
  }

  private reportIdsTooLarge(found: boolean): void {
    if (found && !this.idsTooLarge) {
      this.deps.incidents.record(
        'id-too-large',
        `The change log has ids beyond ${Number.MAX_SAFE_INTEGER}, which no client can hold. These rows are not read; the audit mends what they changed. Delete them and set AUTO_INCREMENT of order_changes back.`,
      );
    }
    this.idsTooLarge = found;
  }

  private async upkeep(now: number): Promise<void> {
    const settings = await this.deps.log.serverSettings();
    this.tracker.setGrid(settings.increment, settings.offset);
    this.intake.clockOffsetMs = settings.clockOffsetMs;
    this.reportIdsTooLarge(settings.idsTooLarge);
    await this.continuity.check();
    this.lastUpkeepAt = now;
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
