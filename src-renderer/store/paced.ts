import type { Clock, Timer } from '../connection/clock.ts';

/** Does something at most once in a while, however often it is asked to; what was asked for last is always done. */
export class Paced {
  readonly #clock: Clock;
  readonly #run: () => void;
  #doneAt = Number.NEGATIVE_INFINITY;
  #timer: Timer | null = null;

  constructor(clock: Clock, run: () => void) {
    this.#clock = clock;
    this.#run = run;
  }

  /** @param everyMs since it was done last; 0: now */
  ask(everyMs: number): void {
    const wait = this.#doneAt + everyMs - this.#clock.monotonic();
    if (wait <= 0) this.#do();
    else this.#timer ??= this.#clock.after(wait, () => this.#do());
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  #do(): void {
    this.stop();
    this.#doneAt = this.#clock.monotonic();
    this.#run();
  }
}
