import type { Order, OrderStatus } from '../../../src-shared/order.ts';

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
  const made = `#${order.id} ${order.customer_name} ${order.product_name}`.toLowerCase();
  haystacks.set(order, made);
  return made;
}

/** Words of a search, all of which must be found, in any sequence. */
export function wordsOf(search: string): readonly string[] {
  return search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}

export function matches(order: Order, status: OrderStatus | null, words: readonly string[]): boolean {
  if (status !== null && order.status !== status) return false;
  if (words.length === 0) return true;
  const haystack = haystackOf(order);
  return words.every((word) => haystack.includes(word));
}
