import type { ChangeCounts } from '../observability/change-counts.ts';
import type { Position } from './position.ts';

/** What a stretch of the past holds. */
export interface PastSlice {
  /** Changes by minute. `at`: within it, milliseconds since 1970. */
  readonly minutes: readonly { readonly at: number; readonly counts: ChangeCounts }[];
  /** Time of the newest row that was read, milliseconds since 1970; `null` when none has a time. */
  readonly newestAt: number | null;
  /** Since when everything is counted, milliseconds since 1970; `-Infinity`: nothing was before; `null`: as it was. */
  readonly completeFrom: number | null;
}

/** Goes back through the changes that a position has seen, from the newest to the oldest, each of them once. */
export interface PastReader {
  /**
   * The next ones, out of at most `limit` rows; `null` when no older ones are kept. A read that failed may be repeated.
   *
   * @throws whatever says that the database cannot be read
   */
  read(limit: number): Promise<PastSlice | null>;
}

/** The changes that were committed before this server followed them, as far as they are kept. */
export interface PastChanges {
  before(position: Position): PastReader;
}
