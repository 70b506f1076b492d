import type { ChangeEvent, ChangeType } from '../../src-shared/change-event.ts';
import type { Order, OrderChanges } from '../../src-shared/order.ts';
import type { CommandOutcome } from '../connection/pending-commands.ts';
import type { Wish } from './unconfirmed.ts';

/** Names the change that made version `version` of an order (for a DELETE: the version it had when it was deleted). */
export interface UndoRef {
  readonly id: number;
  readonly version: number;
  readonly change: ChangeType;
  /** What the order looks like once the change is taken back, shown until the answer is there; `null`: not known. */
  readonly back: Wish | null;
}

/** What became of changes that were to be taken back. */
export interface UndoReport {
  /** Rows as they are now. */
  readonly restored: readonly Order[];
  /** Orders whose creation was taken back, as they were last. */
  readonly deleted: readonly Order[];
  /** Somebody changed the same fields since; the rows as they are now. Nothing was changed in them. */
  readonly conflicts: readonly Order[];
  /** Deleted since. */
  readonly gone: readonly number[];
  /** Too old: the change is not recorded any more. */
  readonly expired: readonly number[];
  /** Not done, or not known whether it was: `trouble` tells. */
  readonly failed: readonly number[];
  readonly trouble: CommandOutcome | null;
}

export const NOTHING_UNDONE: UndoReport = {
  restored: [],
  deleted: [],
  conflicts: [],
  gone: [],
  expired: [],
  failed: [],
  trouble: null,
};

export function sumUndone(a: UndoReport, b: UndoReport): UndoReport {
  return {
    restored: [...a.restored, ...b.restored],
    deleted: [...a.deleted, ...b.deleted],
    conflicts: [...a.conflicts, ...b.conflicts],
    gone: [...a.gone, ...b.gone],
    expired: [...a.expired, ...b.expired],
    failed: [...a.failed, ...b.failed],
    trouble: b.trouble ?? a.trouble,
  };
}

/** How to take back a change of an order's history. */
export function undoRefOf({ type, order, ...change }: ChangeEvent): UndoRef {
  const named = { id: order.id, version: order.version, change: type };
  switch (type) {
    case 'INSERT':
      return { ...named, back: { kind: 'remove' } };
    case 'DELETE':
      return { ...named, back: { kind: 'restore', order } };
    case 'UPDATE':
      return { ...named, back: 'previous' in change ? backTo(change.previous) : null };
  }
}

/** The former values of the three fields a person may change. */
function backTo({ customer_name, product_name, status }: Partial<{ [K in keyof Order]: Order[K] | undefined }>): Wish {
  const changes: OrderChanges = {
    ...(customer_name !== undefined && { customer_name }),
    ...(product_name !== undefined && { product_name }),
    ...(status !== undefined && { status }),
  };
  return { kind: 'change', changes };
}

/** How to take back a change of these fields. @param before the row it was made in */
export function undoUpdate(before: Order, after: Order, fields: OrderChanges): UndoRef {
  return {
    id: after.id,
    version: after.version,
    change: 'UPDATE',
    back: { kind: 'change', changes: former(before, fields) },
  };
}

export function undoDelete(order: Order): UndoRef {
  return { id: order.id, version: order.version, change: 'DELETE', back: { kind: 'restore', order } };
}

export function undoInsert({ id, version }: Pick<Order, 'id' | 'version'>): UndoRef {
  return { id, version, change: 'INSERT', back: { kind: 'remove' } };
}

/** The values that a row has in the given fields. */
function former(row: Order, fields: OrderChanges): OrderChanges {
  return {
    ...(fields.customer_name !== undefined && { customer_name: row.customer_name }),
    ...(fields.product_name !== undefined && { product_name: row.product_name }),
    ...(fields.status !== undefined && { status: row.status }),
  };
}

/** How to take the taking back of `ref` back again. @param before the row as it was shown before that */
export function undoOfUndo(ref: UndoRef, before: Order | undefined, after: Order): UndoRef {
  switch (ref.change) {
    case 'INSERT':
      return undoDelete(after);
    case 'DELETE':
      return undoInsert(after);
    case 'UPDATE': {
      const fields = ref.back?.kind === 'change' ? ref.back.changes : null;
      if (before === undefined || fields === null) {
        return { id: after.id, version: after.version, change: 'UPDATE', back: null };
      }
      return undoUpdate(before, after, fields);
    }
  }
}
