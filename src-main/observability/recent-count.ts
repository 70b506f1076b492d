import type { Clock } from '../base/clock.ts';

const SLOTS = 12;

/** How often something happened lately, in a fixed amount of memory; exact to a twelfth of the span. */
export class RecentCount {
  private readonly slots: { startedAt: number; count: number }[] = [];

  /** @param spanMs how far back it counts, in milliseconds */
  constructor(
    private readonly clock: Clock,
    private readonly spanMs: number,
  ) {}

  add(count = 1): void {
    const now = this.clock.monotonic();
    const last = this.slots.at(-1);
    if (last !== undefined && now - last.startedAt < this.spanMs / SLOTS) {
      last.count += count;
      return;
    }
    this.slots.push({ startedAt: now, count });
    if (this.slots.length > SLOTS) this.slots.shift();
  }

  get total(): number {
    const oldest = this.clock.monotonic() - this.spanMs;
    return this.slots.reduce((sum, { startedAt, count }) => (startedAt > oldest ? sum + count : sum), 0);
  }
}
