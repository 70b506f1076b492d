import type { AnchoredPosition } from '../feed/change-log.ts';
import type { CheckpointStore } from '../feed/checkpoint.ts';
import type { DriftExpectation } from '../feed/drift-expectation.ts';
import { isWhole } from '../feed/first-view.ts';
import { openConsistentView } from './mysql-consistent-view.ts';
import type { Database } from './pool.ts';

/** What the orders must be like at a place in the log. */
export interface ExpectedOrders {
  readonly at: AnchoredPosition;
  readonly expected: DriftExpectation;
}

export type ReplicaVerdict =
  /** Its orders are those that were delivered, and its log is that of the primary. */
  | { readonly kind: 'same' }
  /** It has not got as far, or its log has been cleaned past it. */
  | { readonly kind: 'not-there' }
  | { readonly kind: 'other-log' }
  | { readonly kind: 'other-orders'; readonly where: string };

const NAMED_RANGES = 3;

/**
 * Compares the orders of a replica with what was delivered to the clients, as the drift audit does with the primary's:
 * in one view with its log, so that what has been applied since makes no difference. That it comes out equal proves
 * that nothing is missing on the replica, however it applies changes, and that nobody else writes there.
 */
export async function compareReplica(
  replica: Database,
  { at, expected }: ExpectedOrders,
  cleaned: Pick<CheckpointStore, 'cleanedBelow'>,
  timeoutMs: number,
): Promise<ReplicaVerdict> {
  const view = await openConsistentView(replica, at, timeoutMs, (entries) => expected.seen(entries));
  try {
    if (view.anchor === 'different') return { kind: 'other-log' };
    if (!(await isWhole(view, at, cleaned))) return { kind: 'not-there' };
    const differences = expected.differences(await view.digest());
    if (differences.length === 0) return { kind: 'same' };
    const named = differences.slice(0, NAMED_RANGES).map(([from, to]) => `${from}-${to}`);
    return { kind: 'other-orders', where: named.join(', ') + (differences.length > NAMED_RANGES ? ' and more' : '') };
  } finally {
    await view.close();
  }
}
