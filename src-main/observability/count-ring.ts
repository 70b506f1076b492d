import type { ChangeBuckets } from '../../src-shared/stats-history.ts';
import type { ChangeCounts } from './change-counts.ts';

const COLUMNS = ['changes', 'inserted', 'shipped', 'delivered'] as const;

/** Changes counted in equal spans of time, the newest spans only, in an amount of memory that does not grow. */
export class CountRing {
  private readonly columns: Readonly<Record<(typeof COLUMNS)[number], Uint32Array>>;
  /** Number of the newest span, counted from 1970. */
  private newest = 0;

  /**
   * @param stepMs length of a span, in milliseconds
   * @param size how many are kept, the one under way included
   */
  constructor(
    private readonly stepMs: number,
    private readonly size: number,
  ) {
    const column = () => new Uint32Array(size);
    this.columns = { changes: column(), inserted: column(), shipped: column(), delivered: column() };
  }

  /**
   * @param at when it happened, milliseconds since 1970; what lies ahead of `now` counts as now, and what is older than
   *   the ring is left out
   */
  add(at: number, counts: ChangeCounts, now: number): void {
    this.turnTo(now);
    const span = Math.min(Math.floor(at / this.stepMs), this.newest);
    if (span <= this.newest - this.size) return;
    const index = span % this.size;
    for (const name of COLUMNS) this.columns[name][index] = (this.columns[name][index] ?? 0) + counts[name];
  }

  /** All spans up to the one of `now`, oldest first. */
  read(now: number): ChangeBuckets {
    this.turnTo(now);
    const first = this.newest - this.size + 1;
    const spans = Array.from({ length: this.size }, (_, i) => (first + i) % this.size);
    const column = (name: (typeof COLUMNS)[number]) => spans.map((index) => this.columns[name][index] ?? 0);
    return {
      from: first * this.stepMs,
      stepMs: this.stepMs,
      changes: column('changes'),
      inserted: column('inserted'),
      shipped: column('shipped'),
      delivered: column('delivered'),
    };
  }

  // A clock that was set back changes nothing: what happens then counts in the newest span there is, or where it was.
  private turnTo(now: number): void {
    const span = Math.floor(now / this.stepMs);
    if (span <= this.newest) return;
    for (let next = Math.max(this.newest + 1, span - this.size + 1); next <= span; next++) {
      for (const name of COLUMNS) this.columns[name][next % this.size] = 0;
    }
    this.newest = span;
  }
}
