import type { Order } from '../../../src-shared/order.ts';
import { orderSince } from '../../../src-shared/order-limits.ts';
import type { OrderMap } from '../../store/order-map.ts';

/** Pure: the pending order that waits longest; `null` when none waits or no row has a time. */
export function oldestPending(orders: OrderMap): Order | null {
  let oldest: Order | null = null;
  let since = Number.POSITIVE_INFINITY;
  for (const order of orders.values()) {
    if (order.status !== 'pending') continue;
    const at = Date.parse(orderSince(order) ?? '');
    if (at < since || (at === since && oldest !== null && order.id < oldest.id)) {
      oldest = order;
      since = at;
    }
  }
  return oldest;
}
