import { DEFAULT_WINDOW_ORDERS } from '../../src-shared/order-window.ts';
import type { Clock } from './clock.ts';

/** So long the server's word is waited for, in milliseconds. */
const WAITED_MS = 3_000;

/**
 * How many of the newest orders are asked for when a conversation begins; 0: all there are. The server says so together
 * with who is signed in. Where that answer does not come, the usual number is asked for: all of a large table is more
 * than a page can hold.
 */
export class WindowWish {
  readonly #clock: Clock;
  readonly #waiting = new Set<(orders: number) => void>();
  #orders: number | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A number once it is known, so that a known one is said without a moment's delay. */
  orders(): number | Promise<number> {
    if (this.#orders !== null) return this.#orders;
    return new Promise((resolve) => {
      const timer = this.#clock.after(WAITED_MS, () => answer(DEFAULT_WINDOW_ORDERS));
      const answer = (orders: number): void => {
        timer.cancel();
        this.#waiting.delete(answer);
        resolve(orders);
      };
      this.#waiting.add(answer);
    });
  }

  /** What the server says now. */
  learn(orders: number): void {
    this.#orders = orders;
    for (const answer of [...this.#waiting]) answer(orders);
  }
}
