import type { Order } from '../../../src-shared/order.ts';
import { differingFields, draftOf, type OrderDraft, type OrderField } from './merge.ts';

/** What one field was and became while the order was open. */
export interface FieldNews {
  readonly field: OrderField;
  readonly before: Order;
  readonly after: Order;
}

/** An order being looked at and perhaps edited; pure, moved on by the functions below. */
export interface EditState {
  /** The version the person's work builds on. */
  readonly base: Order;
  readonly draft: OrderDraft;
  /** Somebody else's change that has already been taken over into the fields and is pointed out. */
  readonly news: readonly FieldNews[];
}

export function openEdit(order: Order): EditState {
  return { base: order, draft: draftOf(order), news: [] };
}

export function isDirty({ base, draft }: EditState): boolean {
  return differingFields(draftOf(base), draft).length > 0;
}

/**
 * The row has another version now. Without unsaved work the fields follow and say what changed; with it they stay,
 * and the two versions are compared when the person wants to.
 */
export function followRow(state: EditState, current: Order): EditState {
  if (current.version <= state.base.version || isDirty(state)) return state;
  const changed = differingFields(draftOf(state.base), draftOf(current));
  const fresh = changed.map((field) => ({ field, before: state.base, after: current }));
  const older = state.news.filter(({ field }) => !changed.includes(field));
  return { base: current, draft: draftOf(current), news: [...older, ...fresh] };
}

/** The person's own save came back. */
export function saved(order: Order): EditState {
  return openEdit(order);
}
