import type { ChangeCounts } from '../observability/change-counts.ts';
import type { IdRange } from './position.ts';

/** What a stretch of the log holds, read from its newest end. */
export interface PastSlice {
  /** Changes by minute. `at`: within it, milliseconds since 1970. */
  readonly minutes: readonly { readonly at: number; readonly counts: ChangeCounts }[];
  /** The lowest id that was read; the next slice ends below it. `null`: there is nothing older. */
  readonly lowestId: number | null;
  /** Times of the newest and the oldest change in it, milliseconds since 1970; `null` when it is empty. */
  readonly newestAt: number | null;
  readonly oldestAt: number | null;
}

/** The changes that were committed before this server followed them, as far as they are kept. */
export interface PastChanges {
  /**
   * The newest of those below `below` that are not in `unseen` (ascending), at most `limit` rows.
   *
   * @throws whatever says that the database cannot be read
   */
  slice(below: number, unseen: readonly IdRange[], limit: number): Promise<PastSlice>;
}
