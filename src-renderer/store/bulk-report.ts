import type { Order } from '../../src-shared/order.ts';
import type { CommandOutcome } from '../connection/pending-commands.ts';

/** What became of many orders. */
export interface BulkReport {
  /** The rows as the server answered; for a deletion as they were last. */
  readonly done: readonly Order[];
  /** Somebody else changed them since the person saw them; the rows as they are now. Nothing was changed in them. */
  readonly conflicts: readonly Order[];
  readonly notFound: readonly number[];
  /** Not done, or not known whether it was: `trouble` tells. */
  readonly failed: readonly number[];
  /** Why some failed: the last answer that was none of the above; `null` when none failed. */
  readonly trouble: CommandOutcome | null;
}

export const NOTHING_DONE: BulkReport = { done: [], conflicts: [], notFound: [], failed: [], trouble: null };

export function sumReports(a: BulkReport, b: BulkReport): BulkReport {
  return {
    done: [...a.done, ...b.done],
    conflicts: [...a.conflicts, ...b.conflicts],
    notFound: [...a.notFound, ...b.notFound],
    failed: [...a.failed, ...b.failed],
    trouble: b.trouble ?? a.trouble,
  };
}
