import { z } from 'zod';
import type { Order } from './order.ts';

/** The part of a large table that a client holds. */
export const orderWindowSchema = z.object({
  /** Orders from this id on are in it, whatever their status. */
  from: z.number().int().nonnegative(),
  /** Whether older orders that are not delivered are in it as well. */
  open: z.boolean(),
  /** Orders in the table, as the server last knew. */
  total: z.number().int().nonnegative(),
});
export type OrderWindow = z.infer<typeof orderWindowSchema>;

/** `window` of a client that can do with the newest so many orders, and all that are open. */
export const windowSizeSchema = z.number().int().min(1).max(1_000_000);

/** Pure: whether an order belongs to a picture of this window. */
export function isInWindow(
  order: Pick<Order, 'id' | 'status'>,
  { from, open }: Pick<OrderWindow, 'from' | 'open'>,
): boolean {
  return order.id >= from || (open && order.status !== 'delivered');
}

/** How many of the newest orders a console asks for, unless its server says otherwise. */
export const DEFAULT_WINDOW_ORDERS = 100_000;
