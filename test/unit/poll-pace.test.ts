import { describe, expect, it } from 'vitest';
import { type PaceInput, pollPace } from '../../src-main/feed/poll-pace.ts';

const settings = { busyMs: 25, watchedMs: 50, idleMs: 500 };
const input = (changes: Partial<PaceInput>): PaceInput => ({
  more: false,
  emptyReads: 0,
  watched: false,
  gapsOpen: false,
  readMs: 2,
  ...changes,
});

describe('poll pace', () => {
  it('[FEED-30] does not wait while rows are left', () => {
    expect(pollPace(input({ more: true }), settings)).toBe(0);
  });

  it('[FEED-31] reads every busyMs from start to start while changes come or gaps are open', () => {
    expect(pollPace(input({}), settings)).toBe(23);
    expect(pollPace(input({ readMs: 40 }), settings)).toBe(0);
    expect(pollPace(input({ emptyReads: 1_000, gapsOpen: true }), settings)).toBe(23);
  });

  it('[FEED-32] slows down to idleMs when nobody looks, and never below watchedMs when somebody does', () => {
    const paces = [20, 21, 22, 23, 24, 25, 10_000].map((emptyReads) => pollPace(input({ emptyReads }), settings));
    expect(paces).toEqual([25, 50, 100, 200, 400, 500, 500]);
    for (const emptyReads of [20, 30, 1_000_000]) {
      expect(pollPace(input({ emptyReads, watched: true }), settings)).toBeLessThanOrEqual(50);
    }
  });
});
