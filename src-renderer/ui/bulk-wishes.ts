import { createStore } from 'zustand/vanilla';
import type { OrderStatus } from '../../src-shared/order.ts';

/** What can be done from elsewhere with the orders that are selected in the list. */
export interface BulkWishes {
  readonly count: number;
  /** How many a change to this status would change. */
  readonly changeable: Readonly<Record<OrderStatus, number>>;
  /** Asks for it, with the question that always comes first. */
  readonly ask: (what: OrderStatus | 'remove') => void;
}

/** `null` while nothing is selected, or no list is there. */
export const bulkWishes = createStore<{ readonly selected: BulkWishes | null }>()(() => ({ selected: null }));
