import { type Gauges, StatsRecorder } from '../../src-main/feed/stats-recorder.ts';
import type { StatsHistory } from '../../src-shared/stats-history.ts';
import { FakeClock } from './fake-clock.ts';

export const QUIET_GAUGES: Gauges = {
  pollMs: 50,
  gaps: 0,
  oldestGapMs: null,
  clients: 1,
  rssBytes: 45e6,
  heapBytes: 15e6,
  loopDelayP99: 0.5,
  feed: 'live',
};

/** What a server answers that has measured nothing yet. @param now milliseconds since 1970 */
export function emptyHistory(serverId: string, now: number): StatsHistory {
  const clock = new FakeClock();
  return new StatsRecorder({ serverId, clock, now: () => now, gauges: () => QUIET_GAUGES }).read(undefined);
}
