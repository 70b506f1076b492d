import type { Order, OrderChanges } from '../../src-shared/order.ts';

/** What a person asked for, of one order. `restore` shows a row that the picture does not have. */
export type Wish =
  | { readonly kind: 'change'; readonly changes: OrderChanges }
  | { readonly kind: 'remove' }
  | { readonly kind: 'restore'; readonly order: Order };

/** One wish, from the moment it was asked for until the picture shows it. */
export interface Asked {
  /** Number of the action it belongs to. */
  readonly action: number;
  readonly wish: Wish;
  /** The row as the server's answer names it (for `remove`: as it was last); `null` until there is an answer. */
  readonly answer: Order | null;
  /** Monotonic time of the answer. */
  readonly answeredAt: number;
}

/** An order of which something was asked that the picture does not show yet. */
export interface Unconfirmed {
  /** Monotonic time of the first wish that is still open. */
  readonly since: number;
  /** Oldest first. */
  readonly asked: readonly Asked[];
}

/** What is left of the wishes, and the row to show: the picture's with the wishes laid over it. */
export interface Laid {
  readonly row: Order | undefined;
  readonly asked: readonly Asked[];
}

/**
 * Pure: lays wishes over the row of the picture and drops those that the picture has caught up with.
 *
 * @param deletedAt the highest version at which the order was seen being deleted lately
 */
export function layOver(picture: Order | undefined, asked: readonly Asked[], deletedAt: number | undefined): Laid {
  let row = picture;
  const left: Asked[] = [];
  for (const one of asked) {
    if (one.answer !== null && hasArrived(one.wish, one.answer, row, deletedAt)) continue;
    left.push(one);
    row = one.answer === null ? wished(one.wish, row) : one.wish.kind === 'remove' ? undefined : one.answer;
  }
  return { row, asked: left.length === asked.length ? asked : left };
}

function wished(wish: Wish, row: Order | undefined): Order | undefined {
  switch (wish.kind) {
    case 'change':
      return row === undefined ? undefined : { ...row, ...given(wish.changes) };
    case 'remove':
      return undefined;
    case 'restore':
      return row ?? wish.order;
  }
}

function hasArrived(wish: Wish, answer: Order, row: Order | undefined, deletedAt = -1): boolean {
  switch (wish.kind) {
    case 'change':
      return row === undefined || row.version >= answer.version;
    case 'remove':
      return row === undefined || row.version > answer.version || deletedAt >= answer.version;
    case 'restore':
      return (row !== undefined && row.version >= answer.version) || deletedAt >= answer.version;
  }
}

/** Only the fields that are there: an explicit `undefined` must not hide a value. */
function given(changes: OrderChanges): Partial<Order> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}
