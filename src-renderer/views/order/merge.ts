import type { Order, OrderChanges, OrderStatus } from '../../../src-shared/order.ts';

/** The three fields a person may change. */
export interface OrderDraft {
  readonly customer_name: string;
  readonly product_name: string;
  readonly status: OrderStatus;
}
export type OrderField = keyof OrderDraft;
export const ORDER_FIELDS: readonly OrderField[] = ['customer_name', 'product_name', 'status'];

export function draftOf({ customer_name, product_name, status }: Order): OrderDraft {
  return { customer_name, product_name, status };
}

/** The fields in which two versions differ. */
export function differingFields(a: OrderDraft, b: OrderDraft): readonly OrderField[] {
  return ORDER_FIELDS.filter((field) => a[field] !== b[field]);
}

export type Side = 'mine' | 'theirs';
export type Choice = Readonly<Record<OrderField, Side>>;

/** Proposes mine where I changed something, theirs everywhere else: nobody's work is lost without being seen. */
export function proposedChoice(base: OrderDraft, mine: OrderDraft): Choice {
  const side = (field: OrderField): Side => (mine[field] === base[field] ? 'theirs' : 'mine');
  return { customer_name: side('customer_name'), product_name: side('product_name'), status: side('status') };
}

/** What has to be sent so that `theirs` becomes what was chosen; `null` when it already is. */
export function changesFor(choice: Choice, mine: OrderDraft, theirs: OrderDraft): OrderChanges | null {
  const chosen = ORDER_FIELDS.filter((field) => choice[field] === 'mine' && mine[field] !== theirs[field]);
  return chosen.length === 0 ? null : pick(mine, chosen);
}

/** The given fields of a draft, as an update wants them. */
export function pick(draft: OrderDraft, fields: readonly OrderField[]): OrderChanges {
  return Object.fromEntries(fields.map((field) => [field, draft[field]]));
}
