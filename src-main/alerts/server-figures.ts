import type { FeedState } from '../../src-shared/server-status.ts';
import type { Clock } from '../base/clock.ts';
import { RecentCount } from '../observability/recent-count.ts';
import type { AlertFigures } from './alert-rules.ts';

export interface FigureSources {
  readonly clock: Clock;
  readonly feed: () => FeedState;
  /** Of the last minute; `null` when nothing changed. */
  readonly lagP95Ms: () => number | null;
  /** Of the gaps whose rows are there and not committed. */
  readonly oldestGapMs: () => number | null;
  readonly errorsPerMinute: () => number;
  /** Since the start. */
  readonly driftsFound: () => number;
  /** `null`: not known, or another server's business. */
  readonly logBytes: () => number | null;
}

const DRIFT_SPAN_MS = 600_000;
const MIB = 1_048_576;

/** @returns what gives the figures of the moment to the alerts' rules */
export function serverFigures(sources: FigureSources): () => AlertFigures {
  const { clock } = sources;
  const drifts = new RecentCount(clock, DRIFT_SPAN_MS);
  let driftsSeen = 0;
  let awaySince: number | null = null;
  return () => {
    const feed = sources.feed();
    const now = clock.monotonic();
    // Measured by the clock that nobody can set.
    awaySince = feed === 'live' ? null : (awaySince ?? now);
    const driftsFound = sources.driftsFound();
    if (driftsFound > driftsSeen) drifts.add(driftsFound - driftsSeen);
    driftsSeen = driftsFound;
    const bytes = sources.logBytes();
    return {
      'database-away': feed === 'stopped' ? null : seconds(awaySince === null ? 0 : now - awaySince),
      lag: sources.lagP95Ms() ?? 0,
      'gap-age': seconds(sources.oldestGapMs() ?? 0),
      errors: sources.errorsPerMinute(),
      drift: drifts.total,
      'log-size': bytes === null ? null : bytes / MIB,
    };
  };
}

function seconds(ms: number): number {
  return ms / 1_000;
}
