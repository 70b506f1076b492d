import type { Clock, Timer } from '../../connection/clock.ts';

/** A timer so much late means that the page was busy: keys may wait behind it, in milliseconds. */
const LATE_MS = 5;
/** A key that comes late has others a moment behind it: so long they are waited for. Nobody sees that. Milliseconds. */
const BEHIND_MS = 20;

/**
 * Tells when nothing more can come that was pressed before a deadline. On a page that is in time this is the deadline;
 * where keys or timers come late, it is at most `BEHIND_MS` after the page is back.
 */
export class HoldTimer {
  readonly #clock: Clock;
  readonly #onSilence: () => void;
  #deadline: number | null = null;
  #timer: Timer | null = null;

  constructor(clock: Clock, onSilence: () => void) {
    this.#clock = clock;
    this.#onSilence = onSilence;
  }

  /** @param deadline by the monotonic clock, in milliseconds; `null` when nothing is waited for */
  set(deadline: number | null): void {
    // What is known of the keys meanwhile, as that one came up, holds none of them longer.
    if (deadline === this.#deadline) return;
    this.#deadline = deadline;
    this.#timer?.cancel();
    this.#timer = null;
    if (deadline === null) return;
    const now = this.#clock.monotonic();
    const due = Math.max(deadline, now + BEHIND_MS);
    this.#timer = this.#clock.after(due - now, () => {
      if (this.#clock.monotonic() - due <= LATE_MS) this.#onSilence();
      else this.#timer = this.#clock.after(BEHIND_MS, this.#onSilence);
    });
  }
}
