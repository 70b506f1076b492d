import type { Stats } from '../../../src-shared/rest-api.ts';
import { text } from '../../strings.ts';
import { formatMs, formatSpan } from '../../ui/format.ts';
import { sinceTime } from '../../ui/time.ts';

export interface Health {
  readonly tone: 'good' | 'warn' | 'bad';
  readonly sentence: string;
}

/** Slower than this is worth a word: the promise is half a second. */
const SLOW_MS = 500;
/** A transaction open for less is everyday business. */
const LONG_GAP_MS = 5_000;
/** A drift found longer ago than this has been dealt with and is told by the list of incidents alone. */
const DRIFT_SHOWN_MS = 10 * 60_000;

/** Pure: one sentence an operator can act on. The worst thing that is true is said, and only that. */
export function healthSentence(stats: Stats, now: number): Health {
  const words = text.monitor.health;
  const { status, audit, preflight } = stats;
  const since = sinceTime(status.since, now);
  switch (status.feed) {
    case 'starting':
      return { tone: 'warn', sentence: words.starting };
    case 'reconnecting':
      return { tone: 'bad', sentence: words.lost(since) };
    case 'blocked':
      return { tone: 'bad', sentence: words.blocked(since) };
    case 'stopped':
      return { tone: 'warn', sentence: words.stopped };
    case 'live':
      break;
  }
  const errors = preflight.filter(({ severity }) => severity === 'error').length;
  if (errors > 0) return { tone: 'bad', sentence: words.findings(errors) };
  if (audit.lastResult === 'drift' && audit.lastAt !== null && now - Date.parse(audit.lastAt) < DRIFT_SHOWN_MS) {
    return { tone: 'warn', sentence: words.drift };
  }
  if (status.lagMs !== null && status.lagMs.p99 > SLOW_MS) {
    return { tone: 'warn', sentence: words.slow(formatMs(status.lagMs.p99)) };
  }
  if (status.gaps > 0 && (status.oldestGapMs ?? 0) > LONG_GAP_MS) {
    const sentence = words.waiting(words.openGaps(status.gaps), formatSpan(status.oldestGapMs ?? 0));
    return { tone: 'good', sentence };
  }
  if (status.lagMs === null) return { tone: 'good', sentence: words.quiet };
  return { tone: 'good', sentence: words.good(formatMs(status.lagMs.p99)) };
}
