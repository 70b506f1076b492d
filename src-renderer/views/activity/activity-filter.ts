import type { ChangeEvent, ChangeType } from '../../../src-shared/change-event.ts';
import type { OrderStatus } from '../../../src-shared/order.ts';

/** Which changes are listed; `null` and the empty text let everything through. */
export interface ActivityFilter {
  readonly text: string;
  readonly type: ChangeType | null;
  /** The status that an order reached by the change. */
  readonly status: OrderStatus | null;
  readonly who: string | null;
}

export const EVERYTHING: ActivityFilter = { text: '', type: null, status: null, who: null };

export function isEverything({ text, type, status, who }: ActivityFilter): boolean {
  return text.trim() === '' && type === null && status === null && who === null;
}

/** Pure: the status that an order has since this change, and had not before; `null` when it stayed. */
export function statusReached(change: ChangeEvent): OrderStatus | null {
  if (change.type === 'DELETE') return null;
  if (change.type === 'INSERT') return change.order.status;
  const { status } = change.previous;
  return status === undefined || status === change.order.status ? null : change.order.status;
}

/** What is looked for: an order is found by its number with and without the sign before it. */
export function wantedText(text: string): string {
  return text.trim().replace(/^#(?=\d+$)/, '');
}

function textsOf({ order, actor, ...change }: ChangeEvent): readonly (string | null | undefined)[] {
  const former = change.type === 'UPDATE' ? change.previous : {};
  return [order.customer_name, order.product_name, former.customer_name, former.product_name, actor];
}

/** Made once for a filter, then asked for each change. */
export function matcherOf({ text, type, status, who }: ActivityFilter): (change: ChangeEvent) => boolean {
  const wanted = wantedText(text).toLowerCase();
  return (change) => {
    if (type !== null && change.type !== type) return false;
    if (who !== null && change.actor !== who) return false;
    if (status !== null && statusReached(change) !== status) return false;
    if (wanted === '' || String(change.order.id) === wanted) return true;
    return textsOf(change).some((one) => one?.toLowerCase().includes(wanted));
  };
}
