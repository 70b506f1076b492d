import type { ChangeEvent } from '../../../src-shared/change-event.ts';
import type { Order } from '../../../src-shared/order.ts';
import { text } from '../../strings.ts';
import { draftOf, ORDER_FIELDS, type OrderField } from './merge.ts';

/** One line of a change: a field and what it was and became; `before` is `null` where there was no row. */
export interface HistoryLine {
  readonly field: OrderField;
  readonly before: string | null;
  readonly after: string | null;
}

export interface HistoryEntry {
  readonly changeId: number;
  readonly title: string;
  readonly who: string;
  readonly at: string;
  readonly lines: readonly HistoryLine[];
}

function shownValue(order: Order, field: OrderField): string {
  return field === 'status' ? text.status[order.status] : order[field];
}

/** Pure: what a person reads about one change. Versions and times change with every write and are not news. */
export function historyEntry(change: ChangeEvent): HistoryEntry {
  const { changeId, at, order } = change;
  const who = change.actor ?? text.history.unknownActor;
  const common = { changeId, at, who };
  if (change.type === 'INSERT') {
    const lines = ORDER_FIELDS.map((field) => ({ field, before: null, after: shownValue(order, field) }));
    return { ...common, title: text.history.created, lines };
  }
  if (change.type === 'DELETE') {
    const lines = ORDER_FIELDS.map((field) => ({ field, before: shownValue(order, field), after: null }));
    return { ...common, title: text.history.deleted, lines };
  }
  const former: Order = { ...order, ...defined(change.previous) };
  const was = draftOf(former);
  const is = draftOf(order);
  const lines = ORDER_FIELDS.filter((field) => was[field] !== is[field]).map((field) => ({
    field,
    before: shownValue(former, field),
    after: shownValue(order, field),
  }));
  return { ...common, title: lines.length === 0 ? text.history.touched : text.history.changed, lines };
}

/** A missing former value says that the field did not change, which an explicit `undefined` must not overwrite. */
function defined(previous: { [K in keyof Order]?: Order[K] | undefined }): Partial<Order> {
  return Object.fromEntries(Object.entries(previous).filter(([, value]) => value !== undefined));
}

/** Whether a change can be taken back by itself: `changed-again` when somebody changed the same fields since. */
export type Undoability = 'yes' | 'changed-again' | 'no';

/** Pure: the same rules as the server's, which decides. @param current the row as it is; `null` when deleted */
export function undoability(change: ChangeEvent, current: Order | null, isNewest: boolean): Undoability {
  // A deleted order is brought back at the top, where it says that it is deleted.
  if (change.type === 'DELETE' || current === null) return 'no';
  if (change.type === 'INSERT') return isNewest ? 'yes' : 'no';
  const altered = ORDER_FIELDS.filter((field) => change.previous[field] !== undefined);
  if (altered.length === 0) return 'no';
  return altered.every((field) => current[field] === change.order[field]) ? 'yes' : 'changed-again';
}
