import type { Clock, Timer } from '../../src-main/base/clock.ts';

interface Pending {
  readonly at: number;
  readonly run: () => void;
  readonly everyMs: number | null;
}

/** Time that a test moves by hand. */
export class FakeClock implements Clock {
  private time = 0;
  private wallOffset = 0;
  private pending: Pending[] = [];

  now(): number {
    return 1_760_000_000_000 + this.time + this.wallOffset;
  }

  /** Somebody sets the clock: it shows so much more than it would have, or less. Timers do not care. */
  setWallClock(offsetMs: number): void {
    this.wallOffset = offsetMs;
  }

  monotonic(): number {
    return this.time;
  }

  after(ms: number, run: () => void): Timer {
    return this.add({ at: this.time + ms, run, everyMs: null });
  }

  every(ms: number, run: () => void): Timer {
    return this.add({ at: this.time + ms, run, everyMs: ms });
  }

  /** Moves time on, running what falls due on the way, in order. */
  advance(ms: number): void {
    const end = this.time + ms;
    for (;;) {
      const next = this.pending.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.time = next.at;
      this.remove(next);
      if (next.everyMs !== null) this.add({ ...next, at: next.at + next.everyMs });
      next.run();
    }
    // What ran may have taken time of its own.
    this.time = Math.max(this.time, end);
  }

  private add(timer: Pending): Timer {
    this.pending.push(timer);
    return { cancel: () => this.remove(timer) };
  }

  private remove(timer: Pending): void {
    this.pending = this.pending.filter((other) => other.run !== timer.run);
  }
}
