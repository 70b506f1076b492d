import type { OrderActions } from '../../store/order-actions.ts';
import { leaveTo } from '../../ui/route.ts';
import type { OrderDraft } from './merge.ts';

/** Saves what stands in the fields of a deleted order as a new order, and opens that. */
export async function recreateOrder(actions: OrderActions, draft: OrderDraft): Promise<void> {
  const outcome = await actions.create(draft);
  if (outcome.kind === 'order') leaveTo({ view: 'orders', orderId: outcome.order.id });
}
