import type { Order } from './order.ts';

/** What can be searched in an order, in lower case. */
export function searchTextOf(order: Order): string {
  return `#${order.id} ${order.customer_name} ${order.product_name}`.toLowerCase();
}

/** Words of a search, all of which must be found, in any sequence. */
export function wordsOf(search: string): readonly string[] {
  return search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}
