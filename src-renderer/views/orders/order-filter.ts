import type { Order, OrderStatus } from '../../../src-shared/order.ts';
import { searchTextOf } from '../../../src-shared/order-search.ts';

export interface OrderFilter {
  readonly search: string;
  /** `null`: every status. */
  readonly status: OrderStatus | null;
}

const haystacks = new WeakMap<Order, string>();

/** Rows are never changed in place, so what can be searched in one is put together once. */
function haystackOf(order: Order): string {
  const known = haystacks.get(order);
  if (known !== undefined) return known;
  const made = searchTextOf(order);
  haystacks.set(order, made);
  return made;
}

export function matches(order: Order, status: OrderStatus | null, words: readonly string[]): boolean {
  if (status !== null && order.status !== status) return false;
  if (words.length === 0) return true;
  const haystack = haystackOf(order);
  return words.every((word) => haystack.includes(word));
}
