import type { OrdersPart } from '../../src-main/feed/change-log.ts';
import type { Order } from '../../src-shared/order.ts';

/** What a consistent view of these orders, ascending by id, says of its newest ones. */
export function partOf(orders: readonly Order[], newest: number): OrdersPart | null {
  const last = orders[orders.length - 1 - newest];
  if (last === undefined) return null;
  const older = orders.filter(({ id, status }) => id <= last.id && status !== 'delivered').length;
  const open = older <= newest;
  return { from: last.id + 1, open, count: newest + (open ? older : 0) };
}

/** The orders of a part; all of them where there is none. */
export function ordersOf(orders: readonly Order[], part: OrdersPart | undefined): readonly Order[] {
  if (part === undefined) return orders;
  const newest = orders.filter(({ id }) => id >= part.from);
  const older = orders.filter(({ id, status }) => id < part.from && part.open && status !== 'delivered');
  return [...newest, ...older];
}
