import { beforeEach, describe, expect, it } from 'vitest';
import type { AlertFigures } from '../../src-main/alerts/alert-rules.ts';
import { CALM_MS } from '../../src-main/alerts/alert-rules.ts';
import { ALERT_LOOK_MS, AlertWatch } from '../../src-main/alerts/alert-watch.ts';
import { serverFigures } from '../../src-main/alerts/server-figures.ts';
import { type Alert, ENDED_ALERTS_KEPT } from '../../src-shared/alert.ts';
import type { FeedState } from '../../src-shared/server-status.ts';
import { FakeClock } from '../support/fake-clock.ts';

const QUIET: AlertFigures = { 'database-away': 0, lag: 5, 'gap-age': 0, errors: 0, drift: 0, 'log-size': 10 };
const LIMITS = { 'database-away': 10, lag: 500, 'gap-age': 300, errors: 30, drift: 0, 'log-size': 100 };

describe('the alerts', () => {
  let clock: FakeClock;
  let figures: AlertFigures;
  let told: Alert[];

  beforeEach(() => {
    clock = new FakeClock();
    figures = QUIET;
    told = [];
  });

  async function started(limits: typeof LIMITS | Record<keyof typeof LIMITS, number | null> = LIMITS) {
    let ids = 0;
    const watch = new AlertWatch({
      clock,
      limits,
      figures: () => figures,
      newId: () => `alert-${++ids}`,
      told: (alert) => told.push(alert),
    });
    await watch.start();
    return watch;
  }

  it('[ALRT-1] tells each figure above its limit once, with its worst value, and once when it is over', async () => {
    const watch = await started();
    figures = { ...QUIET, errors: 31 };
    clock.advance(ALERT_LOOK_MS);
    figures = { ...QUIET, errors: 90 };
    clock.advance(ALERT_LOOK_MS * 3);
    expect(told).toMatchObject([{ id: 'alert-1', rule: 'errors', value: 31, limit: 30, endedAt: null }]);
    expect(watch.active).toMatchObject([{ id: 'alert-1', value: 90 }]);
    figures = QUIET;
    clock.advance(CALM_MS + ALERT_LOOK_MS);
    expect(told.slice(1)).toMatchObject([{ id: 'alert-1', value: 90, endedAt: expect.any(String) }]);
    expect([watch.active, watch.ended]).toMatchObject([[], [{ id: 'alert-1' }]]);
  });

  it('[ALRT-1] a value at its limit is none, and a rule with no limit never is', async () => {
    await started({ ...LIMITS, 'log-size': null });
    figures = { ...QUIET, errors: 30, 'log-size': 1e9 };
    clock.advance(ALERT_LOOK_MS * 20);
    expect(told).toEqual([]);
  });

  it('[ALRT-2] what comes and goes is one alert, and lag counts only when it lasts', async () => {
    await started();
    for (let i = 0; i < 12; i++) {
      figures = { ...QUIET, 'gap-age': i % 2 === 0 ? 400 : 0, lag: i % 2 === 0 ? 900 : 5 };
      clock.advance(ALERT_LOOK_MS);
    }
    expect(told.map(({ rule }) => rule)).toEqual(['gap-age']);
    figures = { ...QUIET, lag: 900 };
    clock.advance(30_000 + ALERT_LOOK_MS);
    expect(told.filter(({ rule }) => rule === 'lag')).toHaveLength(1);
  });

  it('[ALRT-2] a figure that is not known neither begins nor ends one', async () => {
    const watch = await started();
    figures = { ...QUIET, 'log-size': 200 };
    clock.advance(ALERT_LOOK_MS);
    figures = { ...QUIET, 'log-size': null };
    clock.advance(CALM_MS * 10);
    expect(watch.active).toMatchObject([{ rule: 'log-size' }]);
  });

  it('[ALRT-1] keeps the last fifty that ended', async () => {
    const watch = await started();
    for (let i = 0; i < ENDED_ALERTS_KEPT + 5; i++) {
      figures = { ...QUIET, errors: 31 + i };
      clock.advance(ALERT_LOOK_MS);
      figures = QUIET;
      clock.advance(CALM_MS + ALERT_LOOK_MS);
    }
    expect(watch.ended).toHaveLength(ENDED_ALERTS_KEPT);
    expect(watch.ended[0]).toMatchObject({ value: 31 + ENDED_ALERTS_KEPT + 4 });
  });

  it('[ALRT-3] the database is away by a clock nobody can set, and drifts count for ten minutes', () => {
    let feed: FeedState = 'live';
    let driftsFound = 0;
    const read = serverFigures({
      clock,
      feed: () => feed,
      lagP95Ms: () => null,
      oldestGapMs: () => 4_000,
      errorsPerMinute: () => 3,
      driftsFound: () => driftsFound,
      logBytes: () => 3 * 1_048_576,
    });
    expect(read()).toEqual({ 'database-away': 0, lag: 0, 'gap-age': 4, errors: 3, drift: 0, 'log-size': 3 });
    feed = 'reconnecting';
    read();
    clock.setWallClock(-3_600_000);
    clock.advance(12_000);
    driftsFound = 2;
    expect(read()).toMatchObject({ 'database-away': 12, drift: 2 });
    feed = 'live';
    clock.advance(540_000);
    expect(read()).toMatchObject({ 'database-away': 0, drift: 2 });
    clock.advance(61_000);
    expect(read().drift).toBe(0);
  });
});
