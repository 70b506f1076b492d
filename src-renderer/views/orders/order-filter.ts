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

/** How long the page may be kept busy at a time, in milliseconds: nobody sees a frame late. */
const SLICE_MS = 4;

/**
 * Makes orders ready to be searched while nobody waits for it: of 100,000 the first key would take a tenth of a second
 * longer than any later one.
 *
 * @returns a function that ends it
 */
export function prepareSearch(orders: Iterable<Order>): () => void {
  // Let go at the end: whoever holds the function that ends it would hold the list as it was.
  let left: Iterator<Order> | null = orders[Symbol.iterator]();
  let timer = 0;
  const slice = (): void => {
    const until = performance.now() + SLICE_MS;
    do {
      const next = left?.next();
      if (next === undefined || next.done === true) {
        left = null;
        return;
      }
      haystackOf(next.value);
    } while (performance.now() < until);
    timer = window.setTimeout(slice, SLICE_MS);
  };
  timer = window.setTimeout(slice, SLICE_MS);
  return () => {
    window.clearTimeout(timer);
    left = null;
  };
}
