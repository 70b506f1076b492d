import type { ChangeEvent } from '../../../src-shared/change-event.ts';
import type { ChangeBuckets, StatsHistory } from '../../../src-shared/stats-history.ts';
import { newestFirst, type RecentChanges } from '../../store/recent-changes.ts';

/** Pure: when the viewer's day began, in milliseconds since 1970; right on days of 23 and of 25 hours too. */
export function startOfDay(now: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** Whether an order became shipped by this change, which it was not before. */
export function isShipment(change: ChangeEvent): boolean {
  if (change.type !== 'UPDATE' || change.order.status !== 'shipped') return false;
  const { status } = change.previous;
  return status !== undefined && status !== 'shipped';
}

export interface ShippedToday {
  readonly count: number;
  /** Since when it is known, milliseconds since 1970; `null`: since midnight. */
  readonly since: number | null;
}

/** What the server counted, and what came over the feed since it answered. */
export interface Counted {
  readonly history: StatsHistory;
  /** Number of the first change in the list of recent ones that is not in the answer. */
  readonly from: number;
}

/** Pure: the orders shipped since midnight. `now` in milliseconds since 1970, by the server's clock. */
export function shippedToday({ history, from }: Counted, recent: RecentChanges, now: number): ShippedToday {
  const midnight = startOfDay(now);
  const since = newestFirst(recent, from).filter(
    (entry) => entry.kind === 'change' && isShipment(entry.change) && Date.parse(entry.change.at) >= midnight,
  );
  return {
    count: sumSince(history.quarters, midnight) + since.length,
    since: history.knownSince > midnight ? history.knownSince : null,
  };
}

function sumSince({ from, stepMs, shipped }: ChangeBuckets, midnight: number): number {
  return shipped.reduce((sum, count, index) => (from + index * stepMs >= midnight ? sum + count : sum), 0);
}
