import type { Percentiles } from '../../src-shared/server-status.ts';
import type { Clock } from '../base/clock.ts';
import { LagBuckets } from './lag-buckets.ts';

const SLOT_MS = 5_000;
const SLOTS = 12;

interface Slot {
  startedAt: number;
  readonly lags: LagBuckets;
}

/** Whoever wants to know of each change how long it took. */
export interface LagRecorder {
  record(lagMs: number): void;
}

/** Lag over the last minute in a fixed amount of memory. */
export class LagMeter implements LagRecorder {
  private readonly slots: Slot[] = [];

  constructor(private readonly clock: Clock) {}

  record(lagMs: number): void {
    this.currentSlot().lags.record(lagMs);
  }

  /** Changes recorded in the last minute. */
  get count(): number {
    return this.recent().reduce((sum, lags) => sum + lags.count, 0);
  }

  /** `null` when nothing was recorded in the last minute. */
  percentiles(): Percentiles | null {
    return LagBuckets.percentiles(this.recent());
  }

  private recent(): readonly LagBuckets[] {
    const oldest = this.clock.monotonic() - SLOT_MS * SLOTS;
    return this.slots.filter((slot) => slot.startedAt > oldest).map(({ lags }) => lags);
  }

  private currentSlot(): Slot {
    const now = this.clock.monotonic();
    const last = this.slots[this.slots.length - 1];
    if (last !== undefined && now - last.startedAt < SLOT_MS) return last;
    const slot = { startedAt: now, lags: new LagBuckets() };
    this.slots.push(slot);
    if (this.slots.length > SLOTS) this.slots.shift();
    return slot;
  }
}
