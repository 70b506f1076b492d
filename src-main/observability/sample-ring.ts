import type { FeedState } from '../../src-shared/server-status.ts';
import type { StatsSamples } from '../../src-shared/stats-history.ts';

/** One measurement; units as in `statsSamplesSchema`. */
export type Sample = { readonly [Column in keyof StatsSamples]: StatsSamples[Column][number] };

const NUMBERS = [
  'at',
  'lagP50',
  'lagP95',
  'lagP99',
  'changesPerSecond',
  'pollMs',
  'gaps',
  'oldestGapMs',
  'clients',
  'rssBytes',
  'heapBytes',
  'loopDelayP99',
] as const;
type NumberColumn = (typeof NUMBERS)[number];

/** The last measurements in an amount of memory that does not grow: eight bytes a figure. */
export class SampleRing {
  private readonly columns: Readonly<Record<NumberColumn, Float64Array>>;
  private readonly feed: FeedState[] = [];
  /** Measurements ever taken; the next one's number. */
  count = 0;

  constructor(private readonly size: number) {
    const entries = NUMBERS.map((name) => [name, new Float64Array(size)] as const);
    this.columns = Object.fromEntries(entries) as Record<NumberColumn, Float64Array>;
  }

  push(sample: Sample): void {
    const index = this.count % this.size;
    // A figure that was not known is kept as NaN.
    for (const name of NUMBERS) this.columns[name][index] = sample[name] ?? Number.NaN;
    this.feed[index] = sample.feed;
    this.count++;
  }

  /** @param first number of the first measurement wanted; those no longer kept are left out. Oldest first. */
  from(first: number): StatsSamples {
    const begin = Math.max(first, this.count - this.size, 0);
    const indexes = Array.from({ length: Math.max(0, this.count - begin) }, (_, i) => (begin + i) % this.size);
    const known = (name: NumberColumn) => indexes.map((index) => this.columns[name][index] ?? 0);
    const sparse = (name: NumberColumn) => known(name).map((value) => (Number.isNaN(value) ? null : value));
    return {
      at: known('at'),
      lagP50: sparse('lagP50'),
      lagP95: sparse('lagP95'),
      lagP99: sparse('lagP99'),
      changesPerSecond: known('changesPerSecond'),
      pollMs: sparse('pollMs'),
      gaps: known('gaps'),
      oldestGapMs: sparse('oldestGapMs'),
      clients: known('clients'),
      rssBytes: known('rssBytes'),
      heapBytes: known('heapBytes'),
      loopDelayP99: sparse('loopDelayP99'),
      feed: indexes.map((index) => this.feed[index] ?? 'starting'),
    };
  }
}
