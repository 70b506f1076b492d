import type { ChangeEvent } from '../../src-shared/change-event.ts';
import type { Order } from '../../src-shared/order.ts';
import { newestFirst, type RecentChanges } from './recent-changes.ts';

/**
 * Orders that somebody looks at, in the picture or left out by its window, kept up to date by the changes; `null`: not
 * in the table. Forgotten where the table is read anew: what happened meanwhile is not known.
 */
export type Followed = ReadonlyMap<number, Order | null>;

export const NOTHING_FOLLOWED: Followed = new Map();

/** So many are kept; what was looked at first is forgotten first. */
const MOST = 5_000;

/** Pure: what the changes make of the orders that are followed; the same object where they make nothing of them. */
export function followOn(followed: Followed, changes: readonly ChangeEvent[]): Followed {
  if (followed.size === 0) return followed;
  const touched = changes.filter(({ order }) => followed.has(order.id));
  if (touched.length === 0) return followed;
  const next = new Map(followed);
  for (const change of touched) next.set(change.order.id, rowAfter(next.get(change.order.id) ?? null, change));
  return next;
}

/**
 * Pure: follows these orders as well. An answer of the server may be older than what the feed has brought since it was
 * asked, so the recent changes are laid over it.
 */
export function followMore(followed: Followed, rows: Followed, recent: RecentChanges): Followed {
  const next = new Map(followed);
  for (const [id, row] of rows) {
    next.delete(id);
    next.set(id, row);
  }
  for (const change of sinceReadAnew(recent)) {
    const { id } = change.order;
    if (rows.has(id)) next.set(id, rowAfter(next.get(id) ?? null, change));
  }
  for (const oldest of next.keys()) {
    if (next.size <= MOST) break;
    next.delete(oldest);
  }
  return next;
}

function rowAfter(row: Order | null, { type, order }: ChangeEvent): Order | null {
  if (type === 'DELETE') return row !== null && order.version < row.version ? row : null;
  return row === null || order.version > row.version ? order : row;
}

/** Oldest first. */
function sinceReadAnew(recent: RecentChanges): readonly ChangeEvent[] {
  const changes: ChangeEvent[] = [];
  for (const entry of newestFirst(recent)) {
    if (entry.kind === 'read-anew') break;
    changes.push(entry.change);
  }
  return changes.reverse();
}
