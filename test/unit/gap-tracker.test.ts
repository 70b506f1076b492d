import { describe, expect, it } from 'vitest';
import { GapTracker, toRanges } from '../../src-main/feed/gap-tracker.ts';
import { FakeClock } from '../support/fake-clock.ts';

function tracker(options: Partial<ConstructorParameters<typeof GapTracker>[0]> = {}) {
  const clock = new FakeClock();
  const gaps = new GapTracker({ absentMs: 3_000, maxGaps: 100, watchMs: 600_000, maxWatched: 50, ...options }, clock);
  gaps.reset({ head: 10, gaps: [] });
  return { clock, gaps };
}

describe('gap tracker', () => {
  it('[FEED-10] keeps a gap open while its transaction lives, whatever the clock says', () => {
    const { clock, gaps } = tracker();
    gaps.observe([12]);
    for (let hour = 0; hour < 24; hour++) {
      clock.advance(3_600_000);
      gaps.recordProbe([11]);
    }
    expect(gaps.position.gaps).toEqual([{ from: 11, to: 11 }]);
    expect(gaps.oldestInFlightMs).toBe(24 * 3_600_000);
    expect(gaps.observe([11])).toEqual({ late: 1, resurrected: 0 });
    expect(gaps.position).toEqual({ head: 12, gaps: [] });
  });

  it('[FEED-11] gives an id up only after it stayed absent for the whole of absentMs', () => {
    const { clock, gaps } = tracker();
    gaps.observe([12]);
    gaps.recordProbe([]);
    clock.advance(2_999);
    gaps.recordProbe([]);
    expect(gaps.gapCount).toBe(1);
    clock.advance(1);
    gaps.recordProbe([]);
    expect(gaps.gapCount).toBe(0);
    expect(gaps.watchedCount).toBe(1);
  });

  it('[FEED-12] starts the wait anew when an absent id shows itself', () => {
    const { clock, gaps } = tracker();
    gaps.observe([12]);
    gaps.recordProbe([]);
    clock.advance(2_900);
    gaps.recordProbe([11]);
    clock.advance(2_900);
    gaps.recordProbe([]);
    clock.advance(2_900);
    gaps.recordProbe([]);
    expect(gaps.gapCount).toBe(1);
  });

  it('[FEED-13] takes a dead id back and says so when it comes after all', () => {
    const { clock, gaps } = tracker();
    gaps.observe([12]);
    gaps.recordProbe([]);
    clock.advance(3_000);
    gaps.recordProbe([]);
    expect(gaps.nextWatched(10)).toEqual([{ from: 11, to: 11 }]);
    expect(gaps.observe([11])).toEqual({ late: 0, resurrected: 1 });
    expect(gaps.watchedCount).toBe(0);
  });

  it('[FEED-14] splits a hole into what is in flight and what is absent', () => {
    const { clock, gaps } = tracker();
    gaps.observe([21]);
    gaps.recordProbe([13, 14, 15]);
    expect(gaps.position.gaps).toEqual([
      { from: 11, to: 12 },
      { from: 13, to: 15 },
      { from: 16, to: 20 },
    ]);
    clock.advance(3_000);
    gaps.recordProbe([13, 14, 15]);
    expect(gaps.position.gaps).toEqual([{ from: 13, to: 15 }]);
  });

  it('[FEED-15] does not wait for ids that auto_increment_increment never hands out', () => {
    const { gaps } = tracker();
    gaps.setGrid(2, 1);
    gaps.observe([11, 13, 17]);
    gaps.recordProbe([]);
    expect(gaps.position.gaps).toEqual([{ from: 14, to: 16 }]);
    expect(gaps.watchedCount).toBe(1);
  });

  it('[FEED-16] keeps a gap off the grid while it is in flight', () => {
    const { gaps } = tracker();
    gaps.setGrid(2, 1);
    gaps.observe([11, 13]);
    gaps.recordProbe([12]);
    expect(gaps.position.gaps).toEqual([{ from: 12, to: 12 }]);
  });

  it('[FEED-17] is full when the gaps reach the limit, and gives none up sooner for that', () => {
    const { clock, gaps } = tracker({ maxGaps: 3 });
    gaps.observe([12, 14, 16, 18]);
    expect(gaps.isFull).toBe(true);
    gaps.recordProbe([11, 13]);
    clock.advance(2_999);
    gaps.recordProbe([11, 13]);
    expect([gaps.isFull, gaps.gapCount, gaps.watchedCount]).toEqual([true, 4, 0]);
    clock.advance(1);
    gaps.recordProbe([11, 13]);
    expect([gaps.isFull, gaps.gapCount, gaps.watchedCount]).toEqual([false, 2, 2]);
  });

  it('[FEED-18] forgets the dead after ten minutes and counts those it had no room for', () => {
    const { clock, gaps } = tracker({ maxWatched: 2, absentMs: 0 });
    gaps.observe([12, 14, 16, 18]);
    gaps.recordProbe([]);
    expect(gaps.watchedCount).toBe(2);
    expect(gaps.watchOverflow).toBe(2);
    clock.advance(600_001);
    gaps.recordProbe([]);
    expect(gaps.watchedCount).toBe(0);
  });

  it('[FEED-19] looks at the dead in turn', () => {
    const { gaps } = tracker({ absentMs: 0 });
    gaps.observe([12, 14, 16]);
    gaps.recordProbe([]);
    expect(gaps.nextWatched(2)).toHaveLength(2);
    expect(gaps.nextWatched(2)).toEqual([{ from: 15, to: 15 }]);
    expect(gaps.nextWatched(2)).toHaveLength(2);
  });

  it('[FEED-20] writes ascending ids as ranges', () => {
    expect(toRanges([1, 2, 3, 5, 7, 8])).toEqual([
      { from: 1, to: 3 },
      { from: 5, to: 5 },
      { from: 7, to: 8 },
    ]);
  });
});
