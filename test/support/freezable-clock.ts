import type { Clock, Timer } from '../../src-main/base/clock.ts';

/** The clock of one process that can be stopped, as by SIGSTOP: time goes on, and what fell due runs when it wakes up. */
export class FreezableClock implements Clock {
  #isFrozen = false;
  #due: (() => void)[] = [];

  constructor(private readonly world: Clock) {}

  now(): number {
    return this.world.now();
  }

  monotonic(): number {
    return this.world.monotonic();
  }

  after(ms: number, run: () => void): Timer {
    return this.#timer((gated) => this.world.after(ms, gated), run);
  }

  every(ms: number, run: () => void): Timer {
    return this.#timer((gated) => this.world.every(ms, gated), run);
  }

  /** Something from outside reaches the process: now, or when it wakes up. */
  reach(run: () => void): void {
    if (this.#isFrozen) this.#due.push(run);
    else run();
  }

  freeze(ms: number): void {
    if (this.#isFrozen) return;
    this.#isFrozen = true;
    this.world.after(ms, () => {
      this.#isFrozen = false;
      for (const run of this.#due.splice(0)) run();
    });
  }

  #timer(set: (gated: () => void) => Timer, run: () => void): Timer {
    let isCancelled = false;
    const timer = set(() => this.reach(() => (isCancelled ? undefined : run())));
    return {
      cancel() {
        isCancelled = true;
        timer.cancel();
      },
    };
  }
}
