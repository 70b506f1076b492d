import type { Clock, Timer } from '../connection/clock.ts';
import type { ReceivedMessage } from './store.ts';

/**
 * Gathers messages so that the views are told at most once in `everyMs`: the first after a quiet time at once, so a
 * lone change is seen without delay, the rest together. The sequence is kept.
 */
export class MessageBatcher {
  readonly #clock: Clock;
  readonly #everyMs: number;
  readonly #apply: (messages: readonly ReceivedMessage[]) => void;
  #queue: ReceivedMessage[] = [];
  #timer: Timer | null = null;
  #appliedAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, everyMs: number, apply: (messages: readonly ReceivedMessage[]) => void) {
    this.#clock = clock;
    this.#everyMs = everyMs;
    this.#apply = apply;
  }

  push(received: ReceivedMessage): void {
    this.#queue.push(received);
    if (this.#timer !== null) return;
    const wait = this.#appliedAt + this.#everyMs - this.#clock.monotonic();
    if (wait <= 0) this.flush();
    else this.#timer = this.#clock.after(wait, () => this.flush());
  }

  flush(): void {
    this.#timer?.cancel();
    this.#timer = null;
    if (this.#queue.length === 0) return;
    const messages = this.#queue;
    this.#queue = [];
    this.#appliedAt = this.#clock.monotonic();
    this.#apply(messages);
  }
}
