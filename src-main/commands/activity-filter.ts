import type { ChangeEvent } from '../../src-shared/change-event.ts';
import type { ActivityQuery } from '../../src-shared/rest-api.ts';

export type ActivityFilter = Pick<ActivityQuery, 'q' | 'type' | 'status'>;

/** Whether a change is one of those asked for. Text is looked for in names, former names and the actor. */
export function matchesActivity(change: ChangeEvent, { q, type, status }: ActivityFilter): boolean {
  if (type !== undefined && change.type !== type) return false;
  if (status !== undefined && change.order.status !== status) return false;
  if (q === undefined || String(change.order.id) === q) return true;
  const former = change.type === 'UPDATE' ? change.previous : {};
  const { order, actor } = change;
  const texts = [order.customer_name, order.product_name, former.customer_name, former.product_name, actor];
  const wanted = q.toLowerCase();
  return texts.some((text) => text?.toLowerCase().includes(wanted));
}
