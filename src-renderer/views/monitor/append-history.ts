import { SAMPLES_KEPT, type StatsHistory, type StatsSamples } from '../../../src-shared/stats-history.ts';

/** What a page keeps of the measurements: at most an hour of them. */
export interface KeptHistory {
  readonly next: string;
  readonly samples: StatsSamples;
}

/** The measurements so far with those of a further answer; what is older than an hour is let go. */
export function appendHistory(before: KeptHistory | null, answer: StatsHistory): KeptHistory {
  if (before === null || answer.whole) return { next: answer.next, samples: answer.samples };
  const old = before.samples;
  const more = answer.samples;
  const joined = <T>(a: readonly T[], b: readonly T[]): T[] => [...a, ...b].slice(-SAMPLES_KEPT);
  return {
    next: answer.next,
    samples: {
      at: joined(old.at, more.at),
      lagP50: joined(old.lagP50, more.lagP50),
      lagP95: joined(old.lagP95, more.lagP95),
      lagP99: joined(old.lagP99, more.lagP99),
      changesPerSecond: joined(old.changesPerSecond, more.changesPerSecond),
      pollMs: joined(old.pollMs, more.pollMs),
      gaps: joined(old.gaps, more.gaps),
      oldestGapMs: joined(old.oldestGapMs, more.oldestGapMs),
      clients: joined(old.clients, more.clients),
      rssBytes: joined(old.rssBytes, more.rssBytes),
      heapBytes: joined(old.heapBytes, more.heapBytes),
      loopDelayP99: joined(old.loopDelayP99, more.loopDelayP99),
      feed: joined(old.feed, more.feed),
    },
  };
}
