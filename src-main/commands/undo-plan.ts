import type { ChangeEvent } from '../../src-shared/change-event.ts';
import type { UndoOutcome, UndoTarget } from '../../src-shared/command.ts';
import type { Order, OrderChanges } from '../../src-shared/order.ts';

/** The change that somebody wants to take back, as the log or its archive tells it. */
export interface LoggedChange {
  readonly event: ChangeEvent;
  /** Whether the order has not changed since. */
  readonly isNewest: boolean;
}

/** What is to be done with one order. */
export type UndoStep =
  | { readonly kind: 'update'; readonly id: number; readonly changes: OrderChanges }
  /** Nothing has to be written: the change altered no field. */
  | { readonly kind: 'keep'; readonly order: Order }
  /** To be inserted as given, with its id, version and time of creation. */
  | { readonly kind: 'restore'; readonly order: Order }
  | { readonly kind: 'delete'; readonly order: Order }
  | { readonly kind: 'conflict'; readonly current: Order }
  | { readonly kind: 'gone'; readonly id: number }
  | { readonly kind: 'expired'; readonly id: number };

const FIELDS = ['customer_name', 'product_name', 'status'] as const;

/**
 * Decides without writing. An edit is taken back field by field, so that what others did to other fields stays; a
 * creation only while the order is as it was made, a delete only while the order has no later life.
 *
 * @param current the row as it is, locked by whoever carries the step out
 */
export function planUndo(target: UndoTarget, change: LoggedChange | null, current: Order | null): UndoStep {
  const { id } = target;
  if (change === null) return { kind: 'expired', id };
  const { event, isNewest } = change;
  if (event.type === 'DELETE') {
    if (current !== null || !isNewest) return { kind: 'gone', id };
    // Above what was deleted, so that whoever still shows an older row takes this one.
    return { kind: 'restore', order: { ...event.order, version: event.order.version + 1 } };
  }
  // A lower version than the change made: the order was deleted, and its id given to another one.
  if (current === null || current.version < target.version) return { kind: 'gone', id };
  if (event.type === 'INSERT') {
    // What was changed and taken back again stands in nobody's way: a person may walk all the way back.
    const isAsMade = FIELDS.every((field) => current[field] === event.order[field]);
    return isAsMade ? { kind: 'delete', order: current } : { kind: 'conflict', current };
  }
  const altered = alteredFields(event);
  if (altered.some((field) => current[field] !== event.order[field])) return { kind: 'conflict', current };
  if (altered.length === 0) return { kind: 'keep', order: current };
  return { kind: 'update', id, changes: Object.fromEntries(altered.map((field) => [field, event.previous[field]])) };
}

/** What an edit changed. */
export function alteredFields({ previous }: Extract<ChangeEvent, { type: 'UPDATE' }>): (typeof FIELDS)[number][] {
  return FIELDS.filter((field) => previous[field] !== undefined);
}

/** The outcome of steps that need no writing; whoever writes adds the rest. */
export function unwrittenOutcome(steps: readonly UndoStep[]): UndoOutcome {
  const outcome: UndoOutcome = { restored: [], deleted: [], conflicts: [], gone: [], expired: [] };
  for (const step of steps) {
    if (step.kind === 'keep') outcome.restored.push(step.order);
    else if (step.kind === 'conflict') outcome.conflicts.push(step.current);
    else if (step.kind === 'gone') outcome.gone.push(step.id);
    else if (step.kind === 'expired') outcome.expired.push(step.id);
  }
  return outcome;
}
