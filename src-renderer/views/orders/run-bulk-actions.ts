import type { Order, OrderStatus } from '../../../src-shared/order.ts';
import { text } from '../../strings.ts';
import type { CommandSender } from '../../ui/command-sender.ts';
import { offerUndo, toast } from '../../ui/toast.tsx';
import { type BulkReport, deleteOrders, setStatusOf, undoStatus } from './bulk-actions.ts';

function tellTrouble(report: BulkReport): void {
  if (report.conflicts > 0) toast('bad', text.bulk.conflicts(report.conflicts));
  if (report.notFound > 0) toast('bad', text.bulk.notFound(report.notFound));
  if (report.failed > 0) toast('bad', [text.bulk.failed(report.failed), report.reason ?? ''].join('. '));
}

/** Changes many orders and tells how it went; what can be taken back is offered for undo. */
export async function runSetStatus(
  sender: CommandSender,
  orders: readonly Order[],
  status: OrderStatus,
): Promise<BulkReport> {
  const former = new Map(orders.map((order) => [order.id, order.status]));
  const report = await setStatusOf(sender, orders, status);
  if (report.done.length > 0) {
    offerUndo(text.bulk.done(status, report.done.length), text.bulk.undo, () => {
      void undoStatus(sender, report.done, former).then((undone) => {
        if (undone.done.length > 0) toast('good', text.bulk.undone(undone.done.length));
        tellTrouble(undone);
      });
    });
  }
  tellTrouble(report);
  return report;
}

export async function runDelete(sender: CommandSender, orders: readonly Order[]): Promise<BulkReport> {
  const report = await deleteOrders(sender, orders);
  if (report.done.length > 0) toast('good', text.bulk.removed(report.done.length));
  tellTrouble(report);
  return report;
}
