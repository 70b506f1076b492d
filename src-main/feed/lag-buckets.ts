import type { Percentiles } from '../../src-shared/server-status.ts';

const GROWTH = 1.1;
const SMALLEST_MS = 0.1;
const BUCKETS = 160;

/** Lags counted in buckets 10 % apart, from 0.1 ms to about an hour: any number of them in a fixed amount of memory. */
export class LagBuckets {
  private readonly buckets = new Uint32Array(BUCKETS);
  count = 0;

  record(lagMs: number): void {
    const bucket = Math.ceil(Math.log(Math.max(lagMs, SMALLEST_MS) / SMALLEST_MS) / Math.log(GROWTH));
    const index = Math.min(BUCKETS - 1, bucket);
    this.buckets[index] = (this.buckets[index] ?? 0) + 1;
    this.count++;
  }

  clear(): void {
    this.buckets.fill(0);
    this.count = 0;
  }

  /**
   * Of all lags in `parts` together; `null` when there are none. A percentile is the upper edge of its bucket, so it is
   * never flattering.
   */
  static percentiles(parts: readonly LagBuckets[]): Percentiles | null {
    const total = parts.reduce((sum, part) => sum + part.count, 0);
    if (total === 0) return null;
    const at = (share: number) => {
      let left = Math.ceil(total * share);
      for (let bucket = 0; bucket < BUCKETS; bucket++) {
        for (const part of parts) left -= part.buckets[bucket] ?? 0;
        if (left <= 0) return Math.round(SMALLEST_MS * GROWTH ** bucket * 10) / 10;
      }
      return SMALLEST_MS * GROWTH ** BUCKETS;
    };
    return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
  }
}
