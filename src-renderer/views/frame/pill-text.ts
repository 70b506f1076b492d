import type { Freshness } from '../../connection/freshness.ts';
import { text } from '../../strings.ts';
import { formatAge, formatMs, formatNumber } from '../../ui/format.ts';
import { clockOf, sinceTime } from '../../ui/time.ts';

export type PillTone = 'good' | 'busy' | 'warn' | 'bad';

export interface PillText {
  readonly tone: PillTone;
  readonly label: string;
  /** The quieter second half. */
  readonly detail: string | null;
}

/** From here on even a live connection says how old its data is. */
const WORTH_SAYING_MS = 10_000;

function tryText(nextTryInMs: number | null): string {
  return nextTryInMs === null ? text.pill.trying : text.pill.nextTry(Math.ceil(nextTryInMs / 1_000));
}

/** Pure: the words of the pill. `now` is the wall clock, only for showing times. */
export function pillText(freshness: Freshness, ageMs: number | null, now: number): PillText {
  switch (freshness.kind) {
    case 'connecting':
      return { tone: 'busy', label: text.pill.connecting, detail: null };
    case 'live': {
      const way = text.pill.liveBy[freshness.transport];
      const lag = freshness.lagMs === null ? '' : formatMs(freshness.lagMs);
      const detail = ageMs !== null && ageMs > WORTH_SAYING_MS ? text.pill.stale(formatAge(ageMs)).toLowerCase() : lag;
      const both = [way, detail].filter((part) => part !== '').join(', ');
      return { tone: 'good', label: text.pill.live, detail: both === '' ? null : both };
    }
    case 'catching-up': {
      const left = freshness.expected === null ? null : Math.max(0, freshness.expected - freshness.received);
      return { tone: 'busy', label: text.pill.catchingUp, detail: left === null ? null : formatNumber(left) };
    }
    case 'reconnecting': {
      const from = freshness.ageMs === null ? [] : [text.pill.dataFrom(clockOf(now - freshness.ageMs))];
      const detail = [...from, tryText(freshness.nextTryInMs)].join(', ');
      return { tone: 'warn', label: text.pill.reconnecting, detail };
    }
    case 'stale':
      return {
        tone: 'warn',
        label: text.pill.stale(formatAge(freshness.ageMs)),
        detail: freshness.reconnecting ? tryText(freshness.nextTryInMs) : null,
      };
    case 'database-lost': {
      const since = sinceTime(freshness.since, now);
      const label = freshness.blocked ? text.pill.blocked(since) : text.pill.databaseLost(since);
      return { tone: 'bad', label, detail: null };
    }
    case 'refused':
      return { tone: 'bad', label: text.pill.refused, detail: null };
  }
}
