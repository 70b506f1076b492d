import type { Clock } from '../../connection/clock.ts';

const WINDOW_MS = 5_000;

/** How fast something goes: of the last five seconds, so that a pause long ago does not count. */
export class Pace {
  readonly #clock: Clock;
  #notes: { readonly at: number; readonly count: number }[] = [];
  #since: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#since = clock.monotonic();
  }

  /** Forgets what was: it stood still for a while. */
  begin(): void {
    this.#notes = [];
    this.#since = this.#clock.monotonic();
  }

  /** @returns how many a second, with these; `null` while that would be a guess */
  note(count: number): number | null {
    const at = this.#clock.monotonic();
    this.#notes = [...this.#notes.filter((note) => at - note.at < WINDOW_MS), { at, count }];
    const spanMs = Math.min(WINDOW_MS, at - this.#since);
    if (spanMs < 500) return null;
    return this.#notes.reduce((sum, note) => sum + note.count, 0) / (spanMs / 1_000);
  }
}
