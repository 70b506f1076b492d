import type { Clock, Timer } from '../base/clock.ts';
import type { Service } from '../base/service.ts';
import type { ChangeBatch, IncidentLog } from './change-feed.ts';
import type { AnchoredPosition, ChangeLog } from './change-log.ts';
import { ExpectedDigest } from './orders-digest.ts';
import { covers, hasSeen, type Position } from './position.ts';

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

type Comparison = { readonly orders: number; readonly differences: readonly (readonly [number, number])[] };

/** What the published changes have made of the digest that was taken at the start. */
interface Expectation {
  readonly digest: ExpectedDigest;
  /** What the digest contained from the beginning; `null` once the poller is past it. */
  skip: Position | null;
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
  private expectation: Expectation | null = null;
  /** Batches published while the first digest is being computed. */
  private meanwhile: ChangeBatch[] = [];
  /** Counts starts and resets, so that an audit that was under way then decides nothing. */
  private generation = 0;
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
    this.meanwhile = [];
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
    const { expectation } = this;
    if (expectation === null) this.meanwhile.push(batch);
    else apply(expectation, batch);
  }

  /** One comparison now. Failures are reported and left to the next round. */
  async runOnce(): Promise<void> {
    if (this.stopped) return;
    const startedAt = this.deps.clock.monotonic();
    try {
      const found = await this.compare();
      if (found === null) return;
      this.failing = false;
      this.report(found.differences.length === 0 ? 'no-drift' : 'drift', startedAt, found.orders);
      if (found.differences.length > 0) this.drifted(found.differences);
    } catch (error) {
      this.report('failed', startedAt, null);
      if (!this.failing) {
        this.deps.incidents.record('audit-failed', `The table could not be compared: ${this.deps.explain(error)}`);
      }
      this.failing = true;
    } finally {
      this.openGate();
    }
  }

  private async compare(): Promise<Comparison | null> {
    // The place and the copy belong together: both are taken in the same turn of the event loop.
    const generation = this.generation;
    const at = this.deps.at();
    const digest = this.expectation?.digest.copy() ?? null;
    const skip = this.expectation?.skip ?? null;
    if (digest === null) this.meanwhile = [];
    const view = await this.deps.log.openView(at);
    this.openGate();
    try {
      const actual = await view.digest();
      if (generation !== this.generation) return null;
      const orders = [...actual.values()].reduce((sum, range) => sum + range.count, 0);
      if (digest === null) {
        this.expect(ExpectedDigest.of(actual), view.at.position);
        return { differences: [], orders };
      }
      for (const entry of view.unseen) {
        if (entry.kind === 'change' && (skip === null || !hasSeen(skip, entry.id))) digest.apply(entry.event);
      }
      return { differences: digest.differences(actual), orders };
    } finally {
      await view.close();
    }
  }

  private expect(digest: ExpectedDigest, at: Position): void {
    const expectation: Expectation = { digest, skip: at };
    for (const batch of this.meanwhile) apply(expectation, batch);
    this.meanwhile = [];
    this.expectation = expectation;
  }

  private drifted(differences: readonly (readonly [number, number])[]): void {
    this.driftsFound++;
    const named = differences.slice(0, NAMED_RANGES).map(([from, to]) => `${from}-${to}`);
    const more = differences.length > NAMED_RANGES ? ` and ${differences.length - NAMED_RANGES} more` : '';
    this.deps.incidents.record(
      'drift',
      `The orders table was changed without the change log (orders ${named.join(', ')}${more}): TRUNCATE, a cascade, a dropped trigger or a restore. Every client gets a snapshot.`,
    );
    this.deps.onDrift();
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

function apply(expectation: Expectation, batch: ChangeBatch): void {
  const { digest, skip } = expectation;
  for (const change of batch.changes) if (skip === null || !hasSeen(skip, change.changeId)) digest.apply(change);
  if (skip !== null && covers(batch.at.position, skip)) expectation.skip = null;
}
