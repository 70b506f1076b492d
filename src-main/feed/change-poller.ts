import { AppError } from '../base/app-error.ts';
import { backoff } from '../base/backoff.ts';
import type { Clock, Timer } from '../base/clock.ts';
import type { Service } from '../base/service.ts';
import type { FeedListener, IncidentLog, ResetReason } from './change-feed.ts';
import type { AnchoredPosition, ChangeLog, LogEntry, LogRead } from './change-log.ts';
import type { EpochStore } from './epoch-store.ts';
import { GapTracker, type GapTrackerOptions } from './gap-tracker.ts';
import type { LagMeter } from './lag-meter.ts';
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

const RECONNECT = { firstMs: 100, mostMs: 5_000 };
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
  private stamp = '';
  private epoch: string | null = null;
  private running: Promise<void> | null = null;
  private stopping = false;
  private wakeSleeper: (() => void) | null = null;
  private woken = false;
  private unsubscribes: (() => void)[] = [];
  private requestedReset: ResetReason | null = null;
  private failures = 0;
  private emptyReads = 0;
  private lastReadAt = Number.NEGATIVE_INFINITY;
  private lastProbeAt = Number.NEGATIVE_INFINITY;
  private probeCostMs = 0;
  private lastUpkeepAt = Number.NEGATIVE_INFINITY;
  private clockOffsetMs = 0;
  private holding = false;
  /** Milliseconds the reader last decided to wait. */
  paceMs: number | null = null;
  readonly counters = { reads: 0, changes: 0, late: 0, resurrected: 0, damaged: 0, probes: 0, errors: 0, resets: 0 };

  constructor(
    private readonly deps: PollerDeps,
    private readonly settings: PollerSettings,
  ) {
    this.tracker = new GapTracker(settings, deps.clock);
  }

  /** Resolves at once: a database that is away is reported as a state and does not hold up the start. */
  async start(): Promise<void> {
    this.unsubscribes = this.deps.wakeSources.map((source) => source.subscribe(() => this.wake()));
    this.deps.listener.stateChanged('starting', null);
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    for (const unsubscribe of this.unsubscribes) unsubscribe();
    this.wake();
    await this.running;
    this.deps.listener.stateChanged('stopped', null);
  }

  /** Reads now instead of when the pace says; several calls during one read make one more read. */
  wake(): void {
    this.woken = true;
    this.wakeSleeper?.();
  }

  /** Takes a new epoch and makes every client start from a snapshot, since what was delivered is not the table. */
  requestReset(reason: ResetReason): void {
    this.requestedReset = reason;
    this.wake();
  }

  get at(): AnchoredPosition {
    return { position: this.tracker.position, stamp: this.stamp };
  }

  get gaps(): { readonly open: number; readonly oldestMs: number | null; readonly watched: number } {
    return { open: this.tracker.gapCount, oldestMs: this.tracker.oldestInFlightMs, watched: this.tracker.watchedCount };
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      try {
        this.woken = false;
        if (this.epoch === null) await this.begin();
        const wait = await this.step(this.epoch ?? '');
        this.recovered();
        await this.sleep(wait);
      } catch (error) {
        await this.failed(error);
      }
    }
  }

  private async begin(): Promise<void> {
    const { epoch } = await this.deps.epochs.read();
    const at = await this.deps.log.start();
    this.standAt(at);
    this.epoch = epoch;
    this.deps.listener.started(at, epoch);
  }

  private standAt(at: AnchoredPosition): void {
    this.tracker.reset(at.position);
    this.stamp = at.stamp;
  }

  /** One read and what follows from it. @returns milliseconds to wait before the next */
  private async step(epoch: string): Promise<number> {
    const { clock, log } = this.deps;
    if (this.requestedReset !== null) await this.reset(this.requestedReset, epoch);
    const startedAt = clock.monotonic();
    const upkeepDue = startedAt - this.lastUpkeepAt >= this.settings.upkeepMs;
    if (upkeepDue) await this.upkeep(startedAt);
    const limit = this.tracker.isFull ? 0 : this.settings.readLimit;
    const read = await log.read(this.at, limit, upkeepDue ? this.tracker.nextWatched(WATCH_SLICE) : []);
    this.counters.reads++;
    if (read.anchor !== 'same') {
      await this.lostContinuity(read);
      return 0;
    }
    this.take(read, startedAt);
    this.reportHolding(limit === 0);
    await this.probeWhenDue();
    const now = clock.monotonic();
    const more = read.more && limit > 0;
    this.paceMs = pollPace(
      {
        more,
        emptyReads: this.emptyReads,
        watched: this.deps.isWatched(),
        gapsOpen: this.tracker.gapCount > 0,
        readMs: now - startedAt,
      },
      this.settings,
    );
    return this.paceMs;
  }

  private take(read: LogRead, startedAt: number): void {
    if (read.entries.length === 0) {
      this.emptyReads++;
      this.lastReadAt = startedAt;
      this.deps.listener.confirmed();
      return;
    }
    this.emptyReads = 0;
    const headBefore = this.tracker.position.head;
    const seen = this.tracker.observe(read.entries.map((entry) => entry.id));
    this.stamp = read.next.stamp;
    this.counters.late += seen.late;
    this.counters.resurrected += seen.resurrected;
    if (seen.resurrected > 0) {
      this.deps.incidents.record(
        'resurrected-id',
        `${seen.resurrected} change(s) appeared under ids that had counted as rolled back; they were delivered late.`,
      );
    }
    const changes = read.entries.flatMap((entry) => this.changeOf(entry));
    if (changes.length > 0) {
      this.counters.changes += changes.length;
      this.deps.listener.published({ changes, at: this.at });
      this.recordLag(read.entries, headBefore);
    }
    this.lastReadAt = startedAt;
  }

  private changeOf(entry: LogEntry) {
    if (entry.kind === 'change') return [entry.event];
    this.counters.damaged++;
    this.deps.incidents.record(
      'damaged-row',
      `Row ${entry.id} of the change log cannot be read (${entry.reason}) and was skipped; the audit mends what it changed.`,
    );
    return [];
  }

  // A change that was not visible to the read before was committed after that read began, so its lag is at most the
  // time since then, however long its transaction had been open. Nothing sharper is known on plain MySQL.
  private recordLag(entries: readonly LogEntry[], headBefore: number): void {
    const now = this.deps.clock.now() + this.clockOffsetMs;
    const sincePreviousRead = this.deps.clock.monotonic() - this.lastReadAt;
    for (const entry of entries) {
      if (entry.kind !== 'change') continue;
      const sinceStatement = Math.max(0, now - Date.parse(entry.event.at));
      this.deps.lag.record(entry.id <= headBefore ? sincePreviousRead : Math.min(sincePreviousRead, sinceStatement));
    }
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

  private async probeWhenDue(): Promise<void> {
    const { clock, log } = this.deps;
    const startedAt = clock.monotonic();
    // A probe that costs more comes less often: it must never compete with the reads.
    const interval = Math.max(this.settings.probeMs, this.probeCostMs * 10);
    if (this.tracker.gapCount === 0 || startedAt - this.lastProbeAt < interval) return;
    this.tracker.recordProbe(await log.probe(this.tracker.position.gaps));
    this.counters.probes++;
    this.lastProbeAt = startedAt;
    this.probeCostMs = clock.monotonic() - startedAt;
  }

  private async upkeep(now: number): Promise<void> {
    const settings = await this.deps.log.serverSettings();
    this.tracker.setGrid(settings.increment, settings.offset);
    this.clockOffsetMs = settings.clockOffsetMs;
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
    this.counters.resets++;
    this.deps.listener.reset(reason, at, epoch);
  }

  private recovered(): void {
    if (this.failures > 0)
      this.deps.incidents.record('connection-back', 'MySQL answers again; reading went on where it stopped.');
    this.failures = 0;
    this.deps.listener.stateChanged('live', null);
  }

  private async failed(error: unknown): Promise<void> {
    if (this.stopping) return;
    this.failures++;
    this.counters.errors++;
    const problem = this.deps.explain(error);
    if (this.failures === 1) this.deps.incidents.record('connection-lost', problem, { error });
    const blocked =
      error instanceof AppError &&
      error.problem.code !== 'database-unavailable' &&
      error.problem.code !== 'database-busy';
    this.deps.listener.stateChanged(blocked ? 'blocked' : 'reconnecting', problem);
    this.woken = false;
    await this.sleep(backoff(this.failures, RECONNECT, this.deps.random()));
  }

  private async sleep(ms: number): Promise<void> {
    if (this.stopping || this.woken || ms <= 0) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      return;
    }
    let timer: Timer | null = null;
    await new Promise<void>((resolve) => {
      this.wakeSleeper = resolve;
      timer = this.deps.clock.after(ms, resolve);
    });
    (timer as Timer | null)?.cancel();
    this.wakeSleeper = null;
  }

  /** The lowest id this reader may still need from the log. */
  get lowWater(): number {
    return lowWater(this.tracker.position);
  }
}
