import type { Clock, Timer } from '../base/clock.ts';
import type { Service } from '../base/service.ts';
import type { ChangeBatch, IncidentLog } from './change-feed.ts';
import type { AnchoredPosition, ChangeLog } from './change-log.ts';
import { DriftExpectation, type DriftedRange } from './drift-expectation.ts';

export interface DriftAuditDeps {
  readonly log: ChangeLog;
  readonly incidents: IncidentLog;
  readonly clock: Clock;
  /** Where the poller stands; everything up to there has been handed to `published`. */
  readonly at: () => AnchoredPosition;
  /** Makes every picture start anew, since the table is not what was delivered. */
  readonly onDrift: () => void;
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
  /** Batches published while the view of the first digest is being opened; `null` when nothing waits for them. */
  private meanwhile: ChangeBatch[] | null = null;
  /** Counts starts and resets, so that an audit that was under way then decides nothing. */
  private generation = 0;
  /** The first digest failed: what happened to the table since then has not been watched. */
  private unwatched = false;
  private timer: Timer | null = null;
  private round: Promise<void> = Promise.resolve();
  private stopped = false;
  private failing = false;
  private openGate: () => void = () => undefined;
  private gate: Promise<void> = Promise.resolve();
  last: AuditReport | null = null;
  driftsFound = 0;

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
   */
  restarted(): void {
    this.generation++;
    this.expectation = null;
    this.meanwhile = null;
    this.unwatched = false;
    this.openGate();
    this.gate = new Promise((resolve) => {
      this.openGate = resolve;
    });
    this.timer?.cancel();
    this.round = this.round.then(() => this.runOnce()).finally(() => this.schedule());
  }

  /** Resolves once the read view of the expectation is open, or could not be opened. */
  ready(): Promise<void> {
    return this.gate;
  }

  published(batch: ChangeBatch): void {
    if (this.expectation !== null) this.expectation.published(batch);
    else this.meanwhile?.push(batch);
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
      else if (this.unwatched) this.watchedAgain();
    } catch (error) {
      if (generation !== this.generation) return;
      this.report('failed', startedAt, null);
      this.failed(error);
    } finally {
      if (generation === this.generation) this.openGate();
    }
  }

  private async takeFirst(): Promise<Comparison | null> {
    const { generation } = this;
    const meanwhile: ChangeBatch[] = [];
    this.meanwhile = meanwhile;
    const view = await this.deps.log.openView(this.deps.at());
    try {
      if (generation !== this.generation || view.anchor !== 'same') return null;
      const expectation = new DriftExpectation(view.at.position);
      for (const batch of meanwhile) expectation.published(batch);
      this.expectation = expectation;
      this.meanwhile = null;
      this.openGate();
      const actual = await view.digest();
      expectation.complete(actual);
      return { orders: countOf(actual), differences: [] };
    } finally {
      await view.close();
    }
  }

  private async compare(expectation: DriftExpectation): Promise<Comparison | null> {
    // The place and the copy belong together: both are taken in the same turn of the event loop.
    const expected = expectation.copy();
    const view = await this.deps.log.openView(this.deps.at(), (entries) => expected.seen(entries));
    try {
      // The log itself was replaced or passed: the poller is about to find out and to say so.
      if (view.anchor !== 'same') return null;
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
    this.deps.onDrift();
  }

  private watchedAgain(): void {
    this.deps.incidents.record(
      'audit-failed',
      'The table could not be watched for a while, so every client gets a snapshot to be sure.',
    );
    this.deps.onDrift();
  }

  private failed(error: unknown): void {
    if (this.expectation?.isComplete !== true) {
      this.expectation = null;
      this.meanwhile = null;
      this.unwatched = true;
    }
    if (!this.failing) {
      this.deps.incidents.record('audit-failed', `The table could not be compared: ${this.deps.explain(error)}`);
    }
    this.failing = true;
  }

  private report(result: AuditReport['result'], startedAt: number, orders: number | null): void {
    const durationMs = Math.round(this.deps.clock.monotonic() - startedAt);
    this.last = { at: this.deps.clock.now(), result, durationMs, orders };
  }

  private schedule(): void {
    if (this.stopped) return;
    this.timer?.cancel();
    this.timer = this.deps.clock.after(this.intervalMs, () => {
      this.round = this.round.then(() => this.runOnce()).finally(() => this.schedule());
    });
  }
}

function countOf(digest: ReadonlyMap<number, { readonly count: number }>): number {
  let count = 0;
  for (const range of digest.values()) count += range.count;
  return count;
}
