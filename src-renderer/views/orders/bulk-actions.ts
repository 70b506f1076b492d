import type { Order, OrderStatus } from '../../../src-shared/order.ts';
import { MAX_BULK_ORDERS } from '../../../src-shared/protocol-version.ts';
import type { CommandSender } from '../../ui/command-sender.ts';
import { outcomeText } from '../../ui/outcome-text.ts';

/** What became of many orders. `reason` is why some failed, in plain words. */
export interface BulkReport {
  readonly done: readonly Order[];
  readonly conflicts: number;
  readonly notFound: number;
  readonly failed: number;
  readonly reason: string | null;
}

const NOTHING: BulkReport = { done: [], conflicts: 0, notFound: 0, failed: 0, reason: null };
/** Deletions under way at once; the server answers each by itself. */
const PARALLEL = 8;

/** Changes the status of orders whose versions are still those the person saw; the others are left as they are. */
export async function setStatusOf(
  sender: CommandSender,
  orders: readonly Order[],
  status: OrderStatus,
): Promise<BulkReport> {
  let report = NOTHING;
  for (let start = 0; start < orders.length; start += MAX_BULK_ORDERS) {
    const part = orders.slice(start, start + MAX_BULK_ORDERS);
    const named = part.map(({ id, version }) => ({ id, expectedVersion: version }));
    const outcome = await sender.execute({ type: 'set-status', status, orders: named });
    if (outcome.kind === 'bulk') {
      const { updated, conflicts, notFound } = outcome.outcome;
      report = {
        ...report,
        done: [...report.done, ...updated],
        conflicts: report.conflicts + conflicts.length,
        notFound: report.notFound + notFound.length,
      };
    } else {
      report = { ...report, failed: report.failed + part.length, reason: outcomeText(outcome) };
    }
  }
  return report;
}

/** Sets orders back to the statuses they had; skips what somebody changed since. */
export async function undoStatus(
  sender: CommandSender,
  done: readonly Order[],
  former: ReadonlyMap<number, OrderStatus>,
): Promise<BulkReport> {
  let report = NOTHING;
  for (const status of new Set(former.values())) {
    const part = done.filter(({ id }) => former.get(id) === status);
    if (part.length > 0) report = sum(report, await setStatusOf(sender, part, status));
  }
  return report;
}

/** Deletes orders whose versions are still those the person saw. */
export async function deleteOrders(sender: CommandSender, orders: readonly Order[]): Promise<BulkReport> {
  let report = NOTHING;
  for (let start = 0; start < orders.length; start += PARALLEL) {
    const part = orders.slice(start, start + PARALLEL);
    const reports = await Promise.all(part.map((order) => deleteOrder(sender, order)));
    report = reports.reduce(sum, report);
  }
  return report;
}

async function deleteOrder(sender: CommandSender, { id, version }: Order): Promise<BulkReport> {
  const outcome = await sender.execute({ type: 'delete-order', id, expectedVersion: version });
  if (outcome.kind === 'deleted') return { ...NOTHING, done: [outcome.order] };
  if (outcome.kind === 'problem' && outcome.problem.code === 'conflict') return { ...NOTHING, conflicts: 1 };
  if (outcome.kind === 'problem' && outcome.problem.code === 'not-found') return { ...NOTHING, notFound: 1 };
  return { ...NOTHING, failed: 1, reason: outcomeText(outcome) };
}

function sum(a: BulkReport, b: BulkReport): BulkReport {
  return {
    done: [...a.done, ...b.done],
    conflicts: a.conflicts + b.conflicts,
    notFound: a.notFound + b.notFound,
    failed: a.failed + b.failed,
    reason: b.reason ?? a.reason,
  };
}
