import type { Clock } from '../base/clock.ts';
import type { ChangeLog } from './change-log.ts';
import type { GapTracker } from './gap-tracker.ts';

/** Looks now and then which gaps are in flight, and never so often that it competes with the reads. */
export class GapProbe {
  private lastAt = Number.NEGATIVE_INFINITY;
  private costMs = 0;
  count = 0;

  constructor(
    private readonly log: ChangeLog,
    private readonly tracker: GapTracker,
    private readonly clock: Clock,
    private readonly leastMs: () => number,
  ) {}

  async runWhenDue(): Promise<void> {
    const startedAt = this.clock.monotonic();
    const interval = Math.max(this.leastMs(), this.costMs * 10);
    if (this.tracker.gapCount === 0 || startedAt - this.lastAt < interval) return;
    this.tracker.recordProbe(await this.log.probe(this.tracker.position.gaps));
    this.count++;
    this.lastAt = startedAt;
    this.costMs = this.clock.monotonic() - startedAt;
  }
}
