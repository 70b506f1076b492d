import { describe, expect, it } from 'vitest';
import { StatsRecorder } from '../../src-main/feed/stats-recorder.ts';
import { CountRing } from '../../src-main/observability/count-ring.ts';
import type { ChangeEvent } from '../../src-shared/change-event.ts';
import type { Order, OrderStatus } from '../../src-shared/order.ts';
import { MINUTE_MS, QUARTER_MS, SAMPLE_MS, SAMPLES_KEPT, statsHistorySchema } from '../../src-shared/stats-history.ts';
import { QUIET_GAUGES } from '../support/empty-history.ts';
import { FakeClock } from '../support/fake-clock.ts';

const one = { changes: 1, inserted: 1, shipped: 0, delivered: 0 };
const sum = (column: readonly number[]) => column.reduce((a, b) => a + b, 0);

function recorder(serverId = 'one') {
  const clock = new FakeClock();
  const gauges = { ...QUIET_GAUGES };
  const stats = new StatsRecorder({ serverId, clock, now: () => clock.now(), gauges: () => gauges });
  return { clock, stats, gauges };
}

function order(status: OrderStatus): Order {
  return { id: 1, customer_name: 'A', product_name: 'B', status, version: 1, updated_at: null, created_at: null };
}

function event(at: number, type: 'INSERT' | 'DELETE', status?: OrderStatus): ChangeEvent {
  return { type, changeId: 1, actor: null, at: new Date(at).toISOString(), order: order(status ?? 'pending') };
}

function update(at: number, from: OrderStatus | null, to: OrderStatus): ChangeEvent {
  const previous = from === null ? { customer_name: 'Z' } : { status: from };
  return { type: 'UPDATE', changeId: 1, actor: null, at: new Date(at).toISOString(), order: order(to), previous };
}

describe('counts in spans of time', () => {
  it('[FIG-1] a change counts in the span of its own time, at the edge of an hour too', () => {
    const ring = new CountRing(MINUTE_MS, 60);
    const hour = 1_760_000_400_000;
    expect(hour % 3_600_000).toBe(0);
    ring.add(hour - 1, one, hour + 30);
    ring.add(hour, one, hour + 30);
    ring.add(hour + 30, one, hour + 30);
    const read = ring.read(hour + 30);
    expect([read.from, read.changes.length]).toEqual([hour - 59 * MINUTE_MS, 60]);
    expect(read.changes.slice(-2)).toEqual([1, 2]);
    expect(sum(read.changes)).toBe(3);
  });

  it('[FIG-2] what has left the ring is gone, and what comes too late for it is left out', () => {
    const ring = new CountRing(1_000, 3);
    ring.add(10_000, one, 10_000);
    expect(ring.read(12_999).changes).toEqual([1, 0, 0]);
    expect(ring.read(13_000).changes).toEqual([0, 0, 0]);
    ring.add(10_000, one, 13_000);
    ring.add(11_000, one, 13_000);
    expect(ring.read(13_000).changes).toEqual([1, 0, 0]);
    expect(ring.read(99_000_000).changes).toEqual([0, 0, 0]);
  });

  it('[FIG-3] a time in the future counts as now, and a clock that was set back loses nothing', () => {
    const ring = new CountRing(1_000, 3);
    ring.add(9_999_999, one, 10_000);
    ring.add(10_000, one, 9_000);
    ring.add(9_000, one, 9_000);
    expect(ring.read(9_000)).toMatchObject({ from: 8_000, changes: [0, 1, 2] });
  });
});

describe('measurements', () => {
  it('[FIG-10] one every five seconds, with what happened since the one before', async () => {
    const { clock, stats, gauges } = recorder();
    await stats.start();
    stats.published([event(clock.now(), 'INSERT'), update(clock.now(), 'pending', 'shipped')]);
    for (const lag of [4, 8]) stats.record(lag);
    clock.advance(SAMPLE_MS);
    gauges.clients = 3;
    clock.advance(SAMPLE_MS);
    const { samples } = stats.read(undefined);
    expect(samples.at).toEqual([clock.now() - SAMPLE_MS, clock.now()]);
    expect(samples.changesPerSecond).toEqual([0.4, 0]);
    expect(samples.clients).toEqual([1, 3]);
    expect(samples.oldestGapMs).toEqual([null, null]);
    const [lag, none] = samples.lagP99;
    expect(lag).toBeGreaterThanOrEqual(8);
    expect(lag).toBeLessThan(9);
    expect(none).toBeNull();
    await stats.stop();
  });

  it('[FIG-11] keeps an hour, and gives those that came after an answer', async () => {
    const { clock, stats } = recorder();
    await stats.start();
    clock.advance(SAMPLE_MS * 1_000);
    const all = stats.read(undefined);
    expect(statsHistorySchema.parse(all)).toEqual(all);
    expect([all.whole, all.samples.at.length]).toEqual([true, SAMPLES_KEPT]);
    expect(all.samples.at[SAMPLES_KEPT - 1]).toBe(clock.now());
    expect(stats.read(all.next)).toMatchObject({ whole: false, samples: { at: [], feed: [] } });
    clock.advance(SAMPLE_MS * 2);
    const more = stats.read(all.next);
    expect([more.whole, more.samples.at]).toEqual([false, [clock.now() - SAMPLE_MS, clock.now()]]);
    await stats.stop();
  });

  it('[FIG-12] the place of another run, or one from before the hour, brings the whole hour', async () => {
    const { clock, stats } = recorder('two');
    await stats.start();
    clock.advance(SAMPLE_MS);
    const { next } = stats.read(undefined);
    for (const since of ['one.0', 'two.2', 'two.', 'two.-1', 'two.x', '', 'two']) {
      expect([since, stats.read(since).whole]).toEqual([since, true]);
    }
    clock.advance(SAMPLE_MS * (SAMPLES_KEPT + 1));
    expect(stats.read(next)).toMatchObject({ whole: true });
    await stats.stop();
  });

  it('[FIG-13] counts what became of the orders, each change once', () => {
    const { clock, stats } = recorder();
    const now = clock.now();
    stats.published([
      event(now, 'INSERT', 'shipped'),
      update(now, 'pending', 'shipped'),
      update(now, 'shipped', 'delivered'),
      update(now, null, 'delivered'),
      update(now, 'delivered', 'pending'),
      event(now, 'DELETE', 'shipped'),
    ]);
    const { quarters, minutes } = stats.read(undefined);
    for (const buckets of [quarters, minutes]) {
      const last = (column: readonly number[]) => column[column.length - 1];
      expect([buckets.changes, buckets.inserted, buckets.shipped, buckets.delivered].map(last)).toEqual([6, 1, 1, 1]);
    }
    expect(quarters.from % QUARTER_MS).toBe(0);
  });
});
