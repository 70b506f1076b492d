import { newestFirst, type RecentChanges } from '../../store/recent-changes.ts';
import type { Counted } from './today.ts';

/** The minutes of the last hour: when each began, in seconds since 1970, and the changes in it. One length. */
export interface HourOfChanges {
  readonly at: readonly number[];
  readonly changes: readonly number[];
}

const MINUTE_MS = 60_000;
const MINUTES = 60;

/** Pure: the hour up to `now`, milliseconds since 1970, by the server's clock: its figures and what came since. */
export function hourOf({ history: { minutes }, from }: Counted, recent: RecentChanges, now: number): HourOfChanges {
  const last = Math.floor(now / MINUTE_MS);
  const first = last - MINUTES + 1;
  const changes = new Array<number>(MINUTES).fill(0);
  minutes.changes.forEach((count, index) => {
    const place = Math.floor((minutes.from + index * minutes.stepMs) / MINUTE_MS) - first;
    if (place >= 0 && place < MINUTES) changes[place] = (changes[place] ?? 0) + count;
  });
  for (const entry of newestFirst(recent, from)) {
    if (entry.kind !== 'change') continue;
    const place = Math.floor(Date.parse(entry.change.at) / MINUTE_MS) - first;
    // The clock of the database may be a moment ahead.
    const within = Math.min(place, MINUTES - 1);
    if (within >= 0) changes[within] = (changes[within] ?? 0) + 1;
  }
  return { at: changes.map((_, index) => ((first + index) * MINUTE_MS) / 1_000), changes };
}

/** Pure: the changes among the recent ones whose statements began within the last minute. `now` as above. */
export function lastMinute(recent: RecentChanges, now: number): number {
  return newestFirst(recent).filter((entry) => entry.kind === 'change' && Date.parse(entry.change.at) > now - MINUTE_MS)
    .length;
}
