import type { Alert } from '../../../src-shared/alert.ts';
import type { ChangeEvent } from '../../../src-shared/change-event.ts';
import type { Order } from '../../../src-shared/order.ts';

/** One thing that a rule has found and nobody has been told of yet. */
export type News =
  /** `more`: there are further ones than these. */
  | { readonly kind: 'overdue'; readonly minutes: number; readonly orders: readonly Order[]; readonly more: boolean }
  | { readonly kind: 'customer-order'; readonly order: Order }
  | { readonly kind: 'database-lost'; readonly seconds: number; readonly problem: string | null }
  | { readonly kind: 'database-back' }
  | { readonly kind: 'alert'; readonly alert: Alert };

/** The pending orders created first. `complete`: these are all there are. */
export interface OldestPending {
  readonly orders: readonly Order[];
  readonly complete: boolean;
}

/** Overdue orders that somebody has been told of. */
export interface OverdueTold {
  readonly ids: ReadonlySet<number>;
  /** Those created until then, by the database's clock, were told as "and more", without being seen one by one. */
  readonly allUntil: number;
}

export const NO_OVERDUE_TOLD: OverdueTold = { ids: new Set(), allUntil: Number.NEGATIVE_INFINITY };

/**
 * Pure. Each order is told once for as long as it is overdue; one that was sent back to pending is told again.
 *
 * @param databaseNow milliseconds since 1970 by the clock that wrote `created_at`
 */
export function overdueNews(
  minutes: number,
  pending: OldestPending,
  databaseNow: number,
  told: OverdueTold,
): { readonly told: OverdueTold; readonly news: News | null } {
  const limit = databaseNow - minutes * 60_000;
  const createdAt = (order: Order) => (order.created_at === null ? Number.NaN : Date.parse(order.created_at));
  const overdue = pending.orders.filter((order) => createdAt(order) < limit);
  const fresh = overdue.filter((order) => !told.ids.has(order.id) && createdAt(order) > told.allUntil);
  const more = !pending.complete && overdue.length === pending.orders.length;
  // What lies beyond the view came to be told with it. It comes into view later, and is no news then.
  const allUntil = more ? (fresh.length > 0 ? limit : told.allUntil) : Number.NEGATIVE_INFINITY;
  return {
    told: { ids: new Set(overdue.map(({ id }) => id)), allUntil },
    news: fresh.length > 0 ? { kind: 'overdue', minutes, orders: fresh, more } : null,
  };
}

/** The last orders of customers that somebody has been told of: what the audit of the log repeats is no news. */
const REMEMBERED_ORDERS = 1_000;

/**
 * Pure. New orders of the customers on the list.
 *
 * @param customers as `customerKey` gives them
 */
export function customerNews(
  customers: ReadonlySet<string>,
  changes: readonly ChangeEvent[],
  told: readonly number[],
): { readonly told: readonly number[]; readonly news: readonly News[] } {
  const orders = changes.flatMap(({ type, order }) =>
    type === 'INSERT' && customers.has(customerKey(order.customer_name)) && !told.includes(order.id) ? [order] : [],
  );
  if (orders.length === 0) return { told, news: [] };
  return {
    told: [...told, ...orders.map(({ id }) => id)].slice(-REMEMBERED_ORDERS),
    news: orders.map((order) => ({ kind: 'customer-order', order })),
  };
}

/** Pure. What two spellings of the same whole name have in common. */
export function customerKey(name: string): string {
  return name.trim().normalize('NFC').toLowerCase();
}

/** Pure. That the database is away has a rule of its own here, with a time of the user's choice. */
export function alertNews(alert: Alert): News | null {
  return alert.rule === 'database-away' ? null : { kind: 'alert', alert };
}

/** How long the database has been away. */
export interface DatabaseAway {
  /** Milliseconds of a monotonic clock; `null`: it is not away. */
  readonly since: number | null;
  readonly told: boolean;
}

export const DATABASE_HERE: DatabaseAway = { since: null, told: false };

/**
 * Pure. A database that has been away for long is told once, and its return only if its absence was.
 *
 * @param now milliseconds of a monotonic clock
 * @returns `dueInMs`: when to look again even if nothing happens
 */
export function databaseNews(
  seconds: number,
  status: { readonly away: boolean; readonly problem: string | null },
  now: number,
  before: DatabaseAway,
): { readonly away: DatabaseAway; readonly news: News | null; readonly dueInMs: number | null } {
  if (!status.away) {
    return { away: DATABASE_HERE, news: before.told ? { kind: 'database-back' } : null, dueInMs: null };
  }
  const since = before.since ?? now;
  if (before.told) return { away: { since, told: true }, news: null, dueInMs: null };
  const dueInMs = since + seconds * 1_000 - now;
  if (dueInMs > 0) return { away: { since, told: false }, news: null, dueInMs };
  const news: News = { kind: 'database-lost', seconds, problem: status.problem };
  return { away: { since, told: true }, news, dueInMs: null };
}
