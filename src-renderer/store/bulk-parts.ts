import type { Order, OrderStatus } from '../../src-shared/order.ts';
import type { CommandSender } from '../ui/command-sender.ts';
import { type BulkReport, NOTHING_DONE, sumReports } from './bulk-report.ts';

/** Deletions under way at once; the server answers each by itself. */
const PARALLEL = 8;

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

/** Deletes orders whose versions are the given ones. */
export async function deletePart(sender: CommandSender, orders: readonly Order[]): Promise<BulkReport> {
  let report = NOTHING_DONE;
  for (let start = 0; start < orders.length; start += PARALLEL) {
    const part = orders.slice(start, start + PARALLEL);
    const reports = await Promise.all(part.map((order) => deleteOrder(sender, order)));
    report = reports.reduce(sumReports, report);
  }
  return report;
}

async function deleteOrder(sender: CommandSender, { id, version }: Order): Promise<BulkReport> {
  const outcome = await sender.execute({ type: 'delete-order', id, expectedVersion: version });
  if (outcome.kind === 'deleted') return { ...NOTHING_DONE, done: [outcome.order] };
  if (outcome.kind === 'problem' && outcome.problem.current !== undefined) {
    return { ...NOTHING_DONE, conflicts: [outcome.problem.current] };
  }
  if (outcome.kind === 'problem' && outcome.problem.code === 'not-found') return { ...NOTHING_DONE, notFound: [id] };
  return { ...NOTHING_DONE, failed: [id], trouble: outcome };
}
