import type { Order, OrderStatus } from '../../src-shared/order.ts';
import type { CommandSender } from '../ui/command-sender.ts';
import { type BulkReport, NOTHING_DONE } from './bulk-report.ts';

/** Changes the status of at most MAX_BULK_ORDERS orders whose versions are the given ones. */
export async function setStatusPart(
  sender: CommandSender,
  orders: readonly Order[],
  status: OrderStatus,
): Promise<BulkReport> {
  const named = orders.map(({ id, version }) => ({ id, expectedVersion: version }));
  const outcome = await sender.execute({ type: 'set-status', status, orders: named });
  if (outcome.kind !== 'bulk') return { ...NOTHING_DONE, failed: orders.map(({ id }) => id), trouble: outcome };
  const { updated, conflicts, notFound } = outcome.outcome;
  return { ...NOTHING_DONE, done: updated, conflicts, notFound };
}

/** Deletes at most MAX_BULK_ORDERS orders whose versions are the given ones. */
export async function deletePart(sender: CommandSender, orders: readonly Order[]): Promise<BulkReport> {
  const named = orders.map(({ id, version }) => ({ id, expectedVersion: version }));
  const outcome = await sender.execute({ type: 'delete-orders', orders: named });
  if (outcome.kind !== 'bulk') return { ...NOTHING_DONE, failed: orders.map(({ id }) => id), trouble: outcome };
  const { deleted, conflicts, notFound } = outcome.outcome;
  return { ...NOTHING_DONE, done: deleted, conflicts, notFound };
}
