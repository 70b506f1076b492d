import type { Page } from 'playwright-core';
import { SAMPLE_MS, SAMPLES_KEPT, type StatsHistory, type StatsSamples } from '../../src-shared/stats-history.ts';
import { seededRandom } from './random.ts';

/**
 * Gives the page a server that has run for an hour: in front of what it measured since it was started stand samples of
 * a quiet working day. Everything else it answers is passed on as it is.
 */
export async function fillHour(page: Page): Promise<void> {
  await page.route(/\/api\/stats\/history(\?|$)/, async (route) => {
    const response = await route.fetch();
    const history = (await response.json()) as StatsHistory;
    if (!history.whole) return route.fulfill({ response });
    const until = history.samples.at[0] ?? history.now;
    const before = quietHour(until, SAMPLES_KEPT - history.samples.at.length - 1);
    return route.fulfill({ response, json: { ...history, samples: joined(before, history.samples) } });
  });
}

function quietHour(until: number, count: number): StatsSamples {
  const random = seededRandom(4);
  const lags = Array.from({ length: count }, (_, index) => 9 + 4 * Math.sin(index / 60) + 3 * random());
  const rounded = (value: number): number => Math.round(value * 10) / 10;
  const all = <Value>(value: (index: number) => Value): Value[] => lags.map((_, index) => value(index));
  return {
    at: all((index) => until - (count - index) * SAMPLE_MS),
    lagP50: lags.map(rounded),
    lagP95: lags.map((lag) => rounded(lag * 1.5 + 2 * random())),
    lagP99: lags.map((lag) => rounded(lag * 1.9 + 6 * random() ** 3)),
    changesPerSecond: all((index) => rounded(Math.max(0, 2.2 + 1.6 * Math.sin(index / 95) + 2 * (random() - 0.4)))),
    pollMs: all(() => 50),
    gaps: all(() => (random() < 0.01 ? 1 : 0)),
    oldestGapMs: all(() => null),
    clients: all((index) => 4 + (index % 300 < 120 ? 1 : 0) + (index > 400 ? 1 : 0)),
    rssBytes: all((index) => Math.round((96 + (index % 90) / 12) * 1_048_576)),
    heapBytes: all((index) => Math.round((31 + (index % 90) / 14) * 1_048_576)),
    loopDelayP99: all(() => rounded(11 + 2 * random())),
    feed: all(() => 'live' as const),
  };
}

function joined(before: StatsSamples, after: StatsSamples): StatsSamples {
  const keys = Object.keys(before) as (keyof StatsSamples)[];
  return Object.fromEntries(keys.map((key) => [key, [...before[key], ...after[key]]])) as unknown as StatsSamples;
}
