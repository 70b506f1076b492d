import { text } from '../../strings.ts';
import type { CommandSender } from '../../ui/command-sender.ts';
import { outcomeText } from '../../ui/outcome-text.ts';
import { goTo } from '../../ui/route.ts';
import { toast } from '../../ui/toast.tsx';
import type { OrderDraft } from './merge.ts';

/** Saves what stands in the fields of a deleted order as a new order, and opens that. */
export async function recreateOrder(sender: CommandSender, draft: OrderDraft): Promise<void> {
  const outcome = await sender.execute({ type: 'create-order', order: draft });
  if (outcome.kind !== 'order') {
    toast('bad', outcomeText(outcome));
    return;
  }
  toast('good', text.newOrder.created(outcome.order.id));
  goTo({ view: 'orders', orderId: outcome.order.id });
}
