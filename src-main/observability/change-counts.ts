import type { ChangeEvent } from '../../src-shared/change-event.ts';

/** How many changes there were, and what they made of the orders. */
export interface ChangeCounts {
  readonly changes: number;
  readonly inserted: number;
  /** Orders that became shipped, or delivered, which they were not before. */
  readonly shipped: number;
  readonly delivered: number;
}

/** What one change counts as. */
export function countsOf(change: ChangeEvent): ChangeCounts {
  const became =
    change.type === 'UPDATE' && change.previous.status !== undefined && change.previous.status !== change.order.status
      ? change.order.status
      : null;
  return {
    changes: 1,
    inserted: change.type === 'INSERT' ? 1 : 0,
    shipped: became === 'shipped' ? 1 : 0,
    delivered: became === 'delivered' ? 1 : 0,
  };
}
