import type { Percentiles } from '../../src-shared/server-status.ts';
import type { Clock } from '../base/clock.ts';

const SLOT_MS = 5_000;
const SLOTS = 12;
const GROWTH = 1.1;
const SMALLEST_MS = 0.1;
const BUCKETS = 160;

interface Slot {
  startedAt: number;
  count: number;
  readonly buckets: Uint32Array;
}

/**
 * Lag over the last minute in a fixed amount of memory: buckets 10 % apart, from 0.1 ms to about an hour. A
 * percentile is the upper edge of its bucket, so it is never flattering.
 */
export class LagMeter {
  private readonly slots: Slot[] = [];

  constructor(private readonly clock: Clock) {}

  record(lagMs: number): void {
    const slot = this.currentSlot();
    const bucket = Math.ceil(Math.log(Math.max(lagMs, SMALLEST_MS) / SMALLEST_MS) / Math.log(GROWTH));
    const index = Math.min(BUCKETS - 1, bucket);
    slot.buckets[index] = (slot.buckets[index] ?? 0) + 1;
    slot.count++;
  }

  /** Changes recorded in the last minute. */
  get count(): number {
    return this.recent().reduce((sum, slot) => sum + slot.count, 0);
  }

  /** `null` when nothing was recorded in the last minute. */
  percentiles(): Percentiles | null {
    const recent = this.recent();
    const total = recent.reduce((sum, slot) => sum + slot.count, 0);
    if (total === 0) return null;
    const at = (share: number) => {
      let left = Math.ceil(total * share);
      for (let bucket = 0; bucket < BUCKETS; bucket++) {
        for (const slot of recent) left -= slot.buckets[bucket] ?? 0;
        if (left <= 0) return Math.round(SMALLEST_MS * GROWTH ** bucket * 10) / 10;
      }
      return SMALLEST_MS * GROWTH ** BUCKETS;
    };
    return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
  }

  private recent(): readonly Slot[] {
    const oldest = this.clock.monotonic() - SLOT_MS * SLOTS;
    return this.slots.filter((slot) => slot.startedAt > oldest);
  }

  private currentSlot(): Slot {
    const now = this.clock.monotonic();
    const last = this.slots[this.slots.length - 1];
    if (last !== undefined && now - last.startedAt < SLOT_MS) return last;
    const slot = { startedAt: now, count: 0, buckets: new Uint32Array(BUCKETS) };
    this.slots.push(slot);
    if (this.slots.length > SLOTS) this.slots.shift();
    return slot;
  }
}
