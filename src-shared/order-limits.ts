import { z } from 'zod';
import type { Order } from './order.ts';

const span = z.number().int().nonnegative();

/** How old an open order may be, in milliseconds, before it asks for attention (`warn`) and before it is `late`. */
export const orderLimitsSchema = z.object({
  pendingWarnMs: span,
  pendingLateMs: span,
  shippedWarnMs: span,
  shippedLateMs: span,
});
export type OrderLimits = z.infer<typeof orderLimitsSchema>;

const MINUTE = 60_000;

export const DEFAULT_ORDER_LIMITS: OrderLimits = {
  pendingWarnMs: 60 * MINUTE,
  pendingLateMs: 240 * MINUTE,
  shippedWarnMs: 2_880 * MINUTE,
  shippedLateMs: 7_200 * MINUTE,
};

export type AgeLevel = 'fine' | 'warn' | 'late';

/**
 * Since when an order is what it is, as far as its row tells: a pending one since it was created, any other since its
 * last change. ISO 8601; `null` where the row has no time.
 */
export function orderSince({ status, created_at, updated_at }: Order): string | null {
  return status === 'pending' ? (created_at ?? updated_at) : (updated_at ?? created_at);
}

/**
 * Pure: how urgent the age of an order is. What is delivered, or has no time, is never urgent.
 *
 * @param now milliseconds since 1970
 */
export function ageLevel(order: Order, limits: OrderLimits, now: number): AgeLevel {
  if (order.status === 'delivered') return 'fine';
  const since = orderSince(order);
  // Text that is no time gives NaN, which is over no limit.
  const age = since === null ? Number.NaN : now - Date.parse(since);
  const isPending = order.status === 'pending';
  if (age >= (isPending ? limits.pendingLateMs : limits.shippedLateMs)) return 'late';
  return age >= (isPending ? limits.pendingWarnMs : limits.shippedWarnMs) ? 'warn' : 'fine';
}
