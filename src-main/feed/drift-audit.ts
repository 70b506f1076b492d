import type { Clock, Timer } from '../base/clock.ts';
import type { Service } from '../base/service.ts';
import { Tally } from '../observability/tally.ts';
import type { ChangeBatch, IncidentLog, ResetReason } from './change-feed.ts';
import type { AnchoredPosition, ChangeLog } from './change-log.ts';
import type { Checkpoint, CheckpointStore } from './checkpoint.ts';
import { DriftExpectation, type DriftedRange } from './drift-expectation.ts';
import { type FirstView, isWhole, openFirstView } from './first-view.ts';

export interface DriftAuditDeps {
  readonly log: ChangeLog;
  readonly checkpoints: CheckpointStore;
  readonly incidents: IncidentLog;
  readonly clock: Clock;
  /** Where the poller stands; everything up to there has been handed to `published`. */
  readonly at: () => AnchoredPosition;
  readonly epoch: () => string | null;
  /** Makes every picture start anew, since the table is not what was delivered. */
  readonly onDrift: (reason: ResetReason) => void;
  readonly explain: (error: unknown) => string;
}

/** What the last comparison found. */
export interface AuditReport {
  readonly at: number;
  readonly result: 'no-drift' | 'drift' | 'failed';
  readonly durationMs: number;
  readonly orders: number | null;
}

interface Comparison {
  readonly orders: number;
  readonly differences: readonly DriftedRange[];
}

/** Id ranges named in a message; the count says how many there are. */
const NAMED_RANGES = 5;
/** While the first view cannot be opened clients wait for their snapshots, so it is tried again soon. */
const FIRST_RETRY_MS = 500;
/** A comparison is followed by a rest this many times as long, so that a very large table is not read all the time. */
const REST = 5;

/**
 * Finds what writes no row in the log: TRUNCATE, foreign-key cascades, a dropped trigger, a restore, a damaged row.
 *
 * A digest of the table is taken at the start and from then on kept up to date by the published changes alone. Each
 * audit computes it again in SQL, in one read view with the log, so that changes under way make no difference. Where
 * the two differ the table was changed past the log, and a snapshot heals every client.
 */
export class DriftAudit implements Service {
  readonly name = 'drift-audit';
  private expectation: DriftExpectation | null = null;
  /** Batches published while the first view is being opened; `null` when nothing waits for them. */
  private meanwhile: ChangeBatch[] | null = null;
  /** The epoch goes on from before this start, so it must be shown that the table did not change past the log. */
  private mustProve = false;
  /** The first digest failed after its view was open: what happened to the table since then was not watched. */
  private unwatched = false;
  /** Counts starts and resets, so that an audit that was under way then decides nothing. */
  private generation = 0;
  private timer: Timer | null = null;
  private round: Promise<void> = Promise.resolve();
  private stopped = false;
  private failing = false;
  private openGate: () => void = () => undefined;
  private gate: Promise<void> = Promise.resolve();
  private lastSaved: AnchoredPosition['position'] | null = null;
  last: AuditReport | null = null;
  driftsFound = 0;
  /** Comparisons by their result. */
  readonly results = new Tally<AuditReport['result']>();

  constructor(
    private readonly deps: DriftAuditDeps,
    private readonly intervalMs: number,
  ) {}

  async start(): Promise<void> {
    this.schedule();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.timer?.cancel();
    this.openGate();
    await this.round;
  }

  /**
   * The feed stands at a new place: the expectation is taken anew, now. Snapshots for clients must be opened after
   * this resolves, since a change past the log between the two would never be noticed.
   *
   * @param continues whether the epoch goes on, so that tokens from before are still good
   */
  restarted(continues: boolean): void {
    this.generation++;
    this.expectation = null;
    this.meanwhile = null;
    this.mustProve = continues;
    this.unwatched = false;
    this.lastSaved = null;
    this.openGate();
    this.gate = new Promise((resolve) => {
      this.openGate = resolve;
    });
    this.timer?.cancel();
    this.round = this.round.then(() => this.runOnce()).finally(() => this.schedule());
  }

  /** Resolves once the read view of the expectation is open. */
  ready(): Promise<void> {
    return this.gate;
  }

  published(batch: ChangeBatch): void {
    if (this.expectation !== null) this.expectation.published(batch);
    else this.meanwhile?.push(batch);
  }

  /** What the table must be like at the poller's place, to compare another copy of it; `null` while that is not known. */
  expectedNow(): { readonly at: AnchoredPosition; readonly expected: DriftExpectation } | null {
    if (this.expectation?.isComplete !== true || this.unwatched) return null;
    return { at: this.deps.at(), expected: this.expectation.copy() };
  }

  /** Orders in the table as the published changes leave it; `null` while that is not known. */
  get orderCount(): number | null {
    return this.expectation?.totalAt(this.deps.at().position)?.count ?? null;
  }

  /** Writes down what the table must be like now, for the server that starts next. */
  async saveCheckpoint(): Promise<void> {
    const at = this.deps.at();
    const total = this.expectation?.totalAt(at.position) ?? null;
    const epoch = this.deps.epoch();
    if (total === null || epoch === null || this.unwatched || this.lastSaved === at.position) return;
    const checkpoint: Checkpoint = { epoch, at, total };
    await this.deps.checkpoints.save(checkpoint);
    this.lastSaved = at.position;
  }

  /** A comparison in its turn, ahead of the next that is due. */
  compareSoon(): Promise<void> {
    this.round = this.round.then(() => this.runOnce());
    return this.round;
  }

  /** One comparison now. Failures are reported and left to the next round. */
  async runOnce(): Promise<void> {
    if (this.stopped) return;
    const { generation } = this;
    const startedAt = this.deps.clock.monotonic();
    try {
      const found = await (this.expectation === null ? this.takeFirst() : this.compare(this.expectation));
      if (found === null || generation !== this.generation) return;
      this.failing = false;
      this.report(found.differences.length === 0 ? 'no-drift' : 'drift', startedAt, found.orders);
      if (found.differences.length > 0) this.drifted(found.differences);
    } catch (error) {
      if (generation !== this.generation) return;
      this.report('failed', startedAt, null);
      this.failed(error);
    }
  }

  private async takeFirst(): Promise<Comparison | null> {
    const { generation } = this;
    const first = await openFirstView(this.deps, this.mustProve, () => {
      this.meanwhile = [];
    });
    try {
      if (generation !== this.generation || first.view.anchor !== 'same') return null;
      const expectation = new DriftExpectation(first.view.at.position);
      for (const batch of this.meanwhile ?? []) expectation.published(batch);
      this.expectation = expectation;
      this.meanwhile = null;
      this.openGate();
      const actual = await first.view.digest();
      expectation.complete(actual);
      if (generation === this.generation) this.judge(first, actual);
      return { orders: countOf(actual), differences: [] };
    } finally {
      await first.view.close();
    }
  }

  private judge(first: FirstView, actual: Parameters<DriftExpectation['complete']>[0]): void {
    const { incidents, onDrift } = this.deps;
    if (first.proof !== null && !first.proof.holdsFor(actual)) {
      this.driftsFound++;
      incidents.record(
        'drift',
        'The orders table was changed without the change log while no server was running: TRUNCATE, a cascade, a dropped trigger or a restore. Every client gets a snapshot.',
      );
      onDrift('drift');
    } else if (first.proof === null && first.isUnproven) {
      incidents.record(
        'epoch-changed',
        'Nothing shows what happened to the orders table before this start, so a new epoch begins and every client gets a snapshot.',
      );
      onDrift('new-epoch');
    } else if (this.unwatched) {
      incidents.record('audit-failed', 'The table was not watched for a while, so every client gets a snapshot.');
      onDrift('drift');
    }
  }

  private async compare(expectation: DriftExpectation): Promise<Comparison | null> {
    // The place and the copy belong together: both are taken in the same turn of the event loop.
    const expected = expectation.copy();
    const at = this.deps.at();
    const view = await this.deps.log.openView(at, (entries) => expected.seen(entries));
    try {
      // The log itself was replaced or passed: the poller is about to find out and to say so.
      if (!(await isWhole(view, at, this.deps.checkpoints))) return null;
      const actual = await view.digest();
      return { orders: countOf(actual), differences: expected.differences(actual) };
    } finally {
      await view.close();
    }
  }

  private drifted(differences: readonly DriftedRange[]): void {
    this.driftsFound++;
    const named = differences.slice(0, NAMED_RANGES).map(([from, to]) => `${from}-${to}`);
    const more = differences.length > NAMED_RANGES ? ` and ${differences.length - NAMED_RANGES} more` : '';
    this.deps.incidents.record(
      'drift',
      `The orders table was changed without the change log (orders ${named.join(', ')}${more}): TRUNCATE, a cascade, a dropped trigger or a restore. Every client gets a snapshot.`,
    );
    this.deps.onDrift('drift');
  }

  private failed(error: unknown): void {
    if (this.expectation?.isComplete !== true) {
      if (this.expectation !== null) this.unwatched = true;
      this.expectation = null;
      this.meanwhile = null;
    }
    if (!this.failing) {
      this.deps.incidents.record('audit-failed', `The table could not be compared: ${this.deps.explain(error)}`);
    }
    this.failing = true;
  }

  private report(result: AuditReport['result'], startedAt: number, orders: number | null): void {
    const durationMs = Math.round(this.deps.clock.monotonic() - startedAt);
    this.results.add(result);
    this.last = { at: this.deps.clock.now(), result, durationMs, orders };
  }

  private schedule(): void {
    if (this.stopped) return;
    this.timer?.cancel();
    const lastMs = this.last === null || this.last.result === 'failed' ? 0 : this.last.durationMs;
    const waitMs = Math.max(this.intervalMs, lastMs * REST);
    this.timer = this.deps.clock.after(this.expectation === null ? FIRST_RETRY_MS : waitMs, () => {
      this.round = this.round.then(() => this.runOnce()).finally(() => this.schedule());
    });
  }
}

function countOf(digest: ReadonlyMap<number, { readonly count: number }>): number {
  let count = 0;
  for (const range of digest.values()) count += range.count;
  return count;
}
