import type { Order } from '../../../src-shared/order.ts';
import { wordsOf } from '../../../src-shared/order-search.ts';
import type { OrderMap } from '../../store/order-map.ts';
import { matches } from '../orders/order-filter.ts';

const SHOWN = 8;

/** Pure: the order with the typed number first, then the newest that match; at most eight. */
export function orderHits(orders: OrderMap, query: string): readonly Order[] {
  const words = wordsOf(query);
  if (words.length === 0) return [];
  const [, digits] = /^#?(\d{1,15})$/.exec(query.trim()) ?? [];
  const exact = digits === undefined ? undefined : orders.get(Number(digits));
  const hits: Order[] = [];
  let oldest = 0;
  for (const order of orders.values()) {
    if (order === exact || (hits.length === SHOWN && order.id < oldest) || !matches(order, null, words)) continue;
    hits.push(order);
    hits.sort((a, b) => b.id - a.id);
    hits.length = Math.min(hits.length, SHOWN);
    oldest = hits.at(-1)?.id ?? 0;
  }
  return [...(exact === undefined ? [] : [exact]), ...hits].slice(0, SHOWN);
}
