import type { HistogramFigures } from '../../src-shared/stats-figures.ts';

/** Lags that matter to whoever looks at a screen: 50 ms is the least wait between two reads, 500 ms the promise. */
export const LAG_BOUNDS = [1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000];
/** One statement, from a look by key to one that waits for a lock. */
export const STATEMENT_BOUNDS = [0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 5_000];
/** One request, from a figure in memory to the whole list. */
export const REQUEST_BOUNDS = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000];

/** Counts times in buckets: any number of them in a fixed amount of memory, never going back. */
export class Histogram {
  private readonly counts: number[];
  private sum = 0;

  /** @param bounds upper bounds in milliseconds, ascending */
  constructor(private readonly bounds: readonly number[]) {
    this.counts = new Array<number>(bounds.length + 1).fill(0);
  }

  /** @param ms a clock that was set back counts as no time at all */
  record(ms: number): void {
    const time = Math.max(0, ms);
    let bucket = 0;
    while (bucket < this.bounds.length && time > (this.bounds[bucket] ?? 0)) bucket++;
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
    this.sum += time;
  }

  read(): HistogramFigures {
    return { bounds: [...this.bounds], counts: [...this.counts], sum: Math.round(this.sum * 1_000) / 1_000 };
  }
}
