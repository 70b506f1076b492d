import { describe, expect, it } from 'vitest';
import { backoff } from '../../src-main/base/backoff.ts';
import { FeedStatus } from '../../src-main/feed/feed-status.ts';
import { IncidentJournal } from '../../src-main/feed/incident-journal.ts';
import { LagMeter } from '../../src-main/feed/lag-meter.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { recordingLogger } from '../support/recording-logger.ts';

describe('backoff', () => {
  const settings = { firstMs: 100, mostMs: 5_000 };

  it('[FEED-90] doubles up to the most, with a random part, and is never nothing', () => {
    const waits = (random: number) => [1, 2, 3, 6, 7, 50, 5_000].map((n) => backoff(n, settings, random));
    expect(waits(0.999_999)).toEqual([100, 200, 400, 3_200, 5_000, 5_000, 5_000]);
    expect(waits(0)).toEqual([20, 40, 80, 640, 1_000, 1_000, 1_000]);
  });
});

describe('lag meter', () => {
  it('[FEED-91] gives percentiles at most a tenth too high, and never too low', () => {
    const meter = new LagMeter(new FakeClock());
    expect(meter.percentiles()).toBeNull();
    for (let ms = 1; ms <= 1_000; ms++) meter.record(ms);
    const { p50, p95, p99 } = meter.percentiles() ?? { p50: 0, p95: 0, p99: 0 };
    for (const [found, right] of [
      [p50, 500],
      [p95, 950],
      [p99, 990],
    ] as const) {
      expect(found).toBeGreaterThanOrEqual(right);
      expect(found).toBeLessThanOrEqual(right * 1.1 + 0.1);
    }
  });

  it('[FEED-92] looks back one minute, in an amount of memory that does not grow', () => {
    const clock = new FakeClock();
    const meter = new LagMeter(clock);
    for (let second = 0; second < 600; second++) {
      meter.record(second < 500 ? 1_000 : 10);
      clock.advance(1_000);
    }
    expect(meter.count).toBeLessThanOrEqual(60);
    expect(meter.percentiles()?.p99).toBeLessThan(12);
    clock.advance(60_000);
    expect([meter.count, meter.percentiles()]).toEqual([0, null]);
  });

  it('[FEED-93] takes any figure, however small or large', () => {
    const meter = new LagMeter(new FakeClock());
    for (const ms of [0, 0.001, 1e9, Number.POSITIVE_INFINITY]) meter.record(ms);
    expect(meter.count).toBe(4);
    expect(meter.percentiles()?.p50).toBe(0.1);
    expect(Number.isFinite(meter.percentiles()?.p99)).toBe(true);
  });
});

describe('feed status', () => {
  it('[FEED-94] tells of changes of the state and of its reason, and only of these', () => {
    const clock = new FakeClock();
    let told = 0;
    const status = new FeedStatus(clock, () => told++);
    const startedAt = status.since;
    clock.advance(1_000);
    status.changed('live', null);
    status.changed('live', null);
    expect([told, status.state, status.since - startedAt]).toEqual([1, 'live', 1_000]);
    clock.advance(1_000);
    status.changed('reconnecting', 'no answer');
    clock.advance(1_000);
    status.changed('reconnecting', 'refused');
    expect([told, status.problem, status.since - startedAt]).toEqual([3, 'refused', 2_000]);
  });

  it('[FEED-95] counts the age of the data by a clock that nobody can set', () => {
    const clock = new FakeClock();
    const status = new FeedStatus(clock, () => undefined);
    expect(status.dataAgeMs).toBeNull();
    status.confirmed();
    clock.advance(70);
    clock.setWallClock(-3_600_000);
    expect(status.dataAgeMs).toBe(70);
    clock.setWallClock(3_600_000);
    expect(status.dataAgeMs).toBe(70);
  });
});

describe('incident journal', () => {
  it('[FEED-96] keeps the last fifty, newest first, and logs all of them', () => {
    const logger = recordingLogger();
    const journal = new IncidentJournal(new FakeClock(), logger);
    for (let i = 0; i < 60; i++) journal.record('drift', `drift ${i}`);
    journal.record('connection-back', 'MySQL answers again');
    expect(journal.recent).toHaveLength(50);
    expect(journal.recent[0]).toMatchObject({ code: 'connection-back', message: 'MySQL answers again' });
    expect(logger.entries.map(({ level }) => level)).toEqual([...Array(60).fill('warn'), 'info']);
  });
});
