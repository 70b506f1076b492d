import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Freshness } from '../../src-renderer/connection/freshness.ts';
import { OrderMap } from '../../src-renderer/store/order-map.ts';
import { addChanges, noRecentChanges } from '../../src-renderer/store/recent-changes.ts';
import { clockOf } from '../../src-renderer/ui/time.ts';
import { burnInShift } from '../../src-renderer/views/wallboard/burn-in.ts';
import { hourOf, lastMinute } from '../../src-renderer/views/wallboard/hour.ts';
import { oldestPending } from '../../src-renderer/views/wallboard/oldest-pending.ts';
import { reloadWait, scriptOf } from '../../src-renderer/views/wallboard/reload-rule.ts';
import { roughSpan } from '../../src-renderer/views/wallboard/rough-span.ts';
import { type Counted, shippedToday, startOfDay } from '../../src-renderer/views/wallboard/today.ts';
import { wallState } from '../../src-renderer/views/wallboard/wall-state.ts';
import type { ChangeEvent } from '../../src-shared/change-event.ts';
import { type ChangeBuckets, MINUTE_MS, QUARTER_MS } from '../../src-shared/stats-history.ts';
import { anOrder, updated } from '../support/orders.ts';

const DAY_MS = 86_400_000;
const zone = process.env.TZ;

beforeEach(() => {
  process.env.TZ = 'Europe/Berlin';
});
afterEach(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

function buckets(from: number, stepMs: number, counts: readonly number[]): ChangeBuckets {
  const nothing = counts.map(() => 0);
  return { from, stepMs, changes: [...counts], inserted: nothing, shipped: [...counts], delivered: nothing };
}

/** One shipment in each quarter of an hour of the two days before `now`. */
function counted(now: number, knownSince = 0): Counted {
  const last = Math.floor(now / QUARTER_MS) * QUARTER_MS;
  const minute = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  const samples = {
    at: [],
    lagP50: [],
    lagP95: [],
    lagP99: [],
    changesPerSecond: [],
    pollMs: [],
    gaps: [],
    oldestGapMs: [],
    clients: [],
    rssBytes: [],
    heapBytes: [],
    loopDelayP99: [],
    feed: [],
  };
  const history = {
    serverId: 's',
    now,
    next: 'n',
    whole: true,
    samples,
    minutes: buckets(minute - 59 * MINUTE_MS, MINUTE_MS, new Array(60).fill(2)),
    quarters: buckets(last - 191 * QUARTER_MS, QUARTER_MS, new Array(192).fill(1)),
    knownSince,
  };
  return { history, from: 0 };
}

function shippedAt(now: number): ChangeEvent {
  const order = anOrder({ id: 1, status: 'shipped', version: 2 });
  return { ...updated(order, { status: 'pending' }), at: new Date(now).toISOString() };
}

describe('today', () => {
  it('[WALL-1] begins at midnight of the viewer, on days of 23 and 25 hours too', () => {
    const inSummer = Date.parse('2026-07-01T12:00:00+02:00');
    expect(startOfDay(inSummer)).toBe(Date.parse('2026-07-01T00:00:00+02:00'));
    const shortDay = Date.parse('2026-03-29T23:30:00+02:00');
    const longDay = Date.parse('2026-10-25T23:30:00+01:00');
    expect((shortDay - startOfDay(shortDay)) / 3_600_000).toBe(22.5);
    expect((longDay - startOfDay(longDay)) / 3_600_000).toBe(24.5);
    expect(shippedToday(counted(shortDay), noRecentChanges, shortDay).count).toBe(91);
    expect(shippedToday(counted(longDay), noRecentChanges, longDay).count).toBe(99);
  });

  it('[WALL-1] is nothing at midnight, and takes what came since the server counted', () => {
    const before = Date.parse('2026-11-23T23:59:58+01:00');
    const after = Date.parse('2026-11-24T00:00:01+01:00');
    const shipments = addChanges(noRecentChanges, [shippedAt(before), shippedAt(after)]);
    expect(shippedToday(counted(before), addChanges(noRecentChanges, [shippedAt(before)]), before).count).toBe(97);
    expect(shippedToday(counted(before), shipments, after).count).toBe(1);
    expect(shippedToday({ ...counted(before), from: 2 }, shipments, after).count).toBe(0);
  });

  it('[WALL-2] says since when it is known, if that is after midnight', () => {
    const now = Date.parse('2026-11-23T10:00:00+01:00');
    const known = Date.parse('2026-11-23T09:14:00+01:00');
    expect(shippedToday(counted(now, known), noRecentChanges, now).since).toBe(known);
    expect(shippedToday(counted(now, known - DAY_MS), noRecentChanges, now).since).toBeNull();
  });
});

describe('the hour', () => {
  it('[WALL-3] has sixty minutes up to now, moves on without the server, and takes what came since', () => {
    const now = Date.parse('2026-11-23T10:00:30Z');
    const later = now + 5 * MINUTE_MS;
    const recent = addChanges(noRecentChanges, [shippedAt(later), shippedAt(later + 1_000)]);
    const hour = hourOf(counted(now), recent, later);
    expect(hour.changes).toEqual([...new Array(55).fill(2), 0, 0, 0, 0, 2]);
    expect(hour.at[59]).toBe(Date.parse('2026-11-23T10:05:00Z') / 1_000);
    expect(hourOf(counted(now), recent, now + DAY_MS).changes).toEqual(new Array(60).fill(0));
    expect(lastMinute(recent, later)).toBe(2);
    expect(lastMinute(recent, later + MINUTE_MS)).toBe(1);
  });
});

describe('the wall', () => {
  it('[WALL-4] finds the pending order that waits longest, and shows its age by the largest unit', () => {
    const at = (hour: number) => ({ created_at: `2026-11-23T0${hour}:00:00.000Z` });
    const orders = OrderMap.of([
      anOrder({ id: 1, ...at(4) }),
      anOrder({ id: 2, ...at(1), status: 'shipped' }),
      anOrder({ id: 3, ...at(3) }),
      anOrder({ id: 4, created_at: null, updated_at: null }),
    ]);
    expect(oldestPending(orders)?.id).toBe(3);
    expect(oldestPending(OrderMap.empty)).toBeNull();
    expect([12_000, 180_000, 15_000_000, 200_000_000, -5].map((ms) => Object.values(roughSpan(ms)).join(' '))).toEqual([
      '12 s',
      '3 min',
      '4 h',
      '2 d',
      '0 s',
    ]);
  });

  it('[WALL-5] covers figures of half a minute, and says since when the server is away', () => {
    const lost: Freshness = { kind: 'reconnecting', ageMs: 4_000, nextTryInMs: null };
    const now = Date.parse('2026-11-23T14:03:22+01:00');
    const base = { freshness: lost, ageMs: 4_000, hasData: true, lostAt: now - 3_000, now };
    expect(wallState(base)).toEqual({ kind: 'note', title: `Reconnecting since ${clockOf(now - 3_000)}` });
    const stale: Freshness = { kind: 'stale', ageMs: 45_000, reconnecting: true, nextTryInMs: null };
    expect(wallState({ ...base, freshness: stale, ageMs: 45_000 })).toEqual({
      kind: 'cover',
      title: 'Data 45 s old',
      hint: `These figures were true at ${clockOf(now - 45_000)}. Reconnecting since ${clockOf(now - 3_000)}`,
    });
    const live: Freshness = { kind: 'live', transport: 'websocket', lagMs: null };
    expect(wallState({ ...base, freshness: live, ageMs: 900, lostAt: null })).toEqual({ kind: 'fine' });
    expect(wallState({ ...base, freshness: { kind: 'connecting' }, ageMs: null, hasData: false }).kind).toBe('cover');
  });

  it('[WALL-6] stands a few pixels elsewhere each minute, and comes around', () => {
    const places = Array.from({ length: 16 }, (_, minute) => burnInShift(minute * MINUTE_MS + 5_000));
    for (const [index, [x, y]] of places.entries()) {
      expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(6);
      expect(places[index + 1]).not.toEqual([x, y]);
    }
    expect(burnInShift(59_999)).toEqual(burnInShift(0));
  });

  it('[WALL-7] loads itself again at once, then ever more slowly, and at most once an hour', () => {
    const reloads: number[] = [];
    let now = 0;
    const waits: number[] = [];
    for (let times = 0; times < 9; times += 1) {
      waits.push(reloadWait(reloads, now) / MINUTE_MS);
      now += reloadWait(reloads, now);
      reloads.push(now);
    }
    expect(waits).toEqual([0, 1, 2, 4, 8, 16, 32, 60, 60]);
    expect(reloadWait(reloads, now + 2 * DAY_MS)).toBe(0);
    expect(scriptOf('<head><script type="module" crossorigin src="./assets/main-a1.js"></script>')).toBe(
      './assets/main-a1.js',
    );
    expect(scriptOf('<p>502</p>')).toBeNull();
  });
});
