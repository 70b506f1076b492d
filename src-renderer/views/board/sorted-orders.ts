import type { Order } from '../../../src-shared/order.ts';
import { orderSince } from '../../../src-shared/order-limits.ts';

/** More edits at once than this are cheaper to merge in one pass than to move everything behind each. */
const SPLICE_LIMIT = 128;

export type Direction = 'oldest-first' | 'newest-first';

type Compare = (a: Order, b: Order) => number;

/** Orders without a time come last, whichever way; those of one moment by their number. */
function oldestFirst(a: Order, b: Order): number {
  const [left, right] = [orderSince(a) ?? '\uffff', orderSince(b) ?? '\uffff'];
  return left < right ? -1 : left > right ? 1 : a.id - b.id;
}

function newestFirst(a: Order, b: Order): number {
  const [left, right] = [orderSince(a) ?? '', orderSince(b) ?? ''];
  return left < right ? 1 : left > right ? -1 : b.id - a.id;
}

/** Orders kept in sequence by their age while they come and go. */
export class SortedOrders {
  readonly #compare: Compare;
  #orders: Order[];

  constructor(direction: Direction, sorted: Order[] = []) {
    this.#compare = direction === 'oldest-first' ? oldestFirst : newestFirst;
    this.#orders = sorted;
  }

  /** In their sequence; the same array is changed by the next `apply`. */
  get orders(): readonly Order[] {
    return this.#orders;
  }

  /** Where an order stands, or would stand. The row has to be the one that is in the list. */
  indexOf(order: Order): number {
    let low = 0;
    let high = this.#orders.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const there = this.#orders[middle];
      if (there !== undefined && this.#compare(there, order) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** @param removed the rows as they are in the list */
  apply(removed: readonly Order[], added: readonly Order[]): void {
    if (removed.length + added.length > SPLICE_LIMIT) {
      this.#merge(removed, added);
      return;
    }
    for (const order of removed) {
      const index = this.indexOf(order);
      if (this.#orders[index]?.id === order.id) this.#orders.splice(index, 1);
    }
    for (const order of added) this.#orders.splice(this.indexOf(order), 0, order);
  }

  #merge(removed: readonly Order[], added: readonly Order[]): void {
    const gone = new Set(removed.map(({ id }) => id));
    const fresh = [...added].sort(this.#compare);
    const merged: Order[] = [];
    let next = 0;
    for (const order of this.#orders) {
      if (gone.has(order.id)) continue;
      for (let one = fresh[next]; one !== undefined && this.#compare(one, order) < 0; one = fresh[next]) {
        merged.push(one);
        next += 1;
      }
      merged.push(order);
    }
    for (; next < fresh.length; next += 1) merged.push(...fresh.slice(next, next + 1));
    this.#orders = merged;
  }
}
