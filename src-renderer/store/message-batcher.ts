import type { Clock, Timer } from '../connection/clock.ts';
import type { ReceivedMessage } from './store.ts';

/** Applying may take one part of the time in so many; the rest belongs to the person at the screen. */
const SHARE = 4;
/** A batch of so few changes costs next to nothing, so the next one need not wait for longer than a frame. */
const LIGHT_CHANGES = 8;
const FRAME_MS = 16;

/**
 * Gathers messages so that the views are told at most once in `everyMs`: the first after a quiet time at once, so a
 * lone change is seen without delay, the rest together. As long as only a few changes come they are shown by the
 * frame; where applying a batch takes long (a slow machine, a large table) the next one waits longer. The sequence is
 * kept.
 */
export class MessageBatcher {
  readonly #clock: Clock;
  readonly #everyMs: number;
  readonly #apply: (messages: readonly ReceivedMessage[]) => void;
  #queue: ReceivedMessage[] = [];
  #timer: Timer | null = null;
  #freeAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, everyMs: number, apply: (messages: readonly ReceivedMessage[]) => void) {
    this.#clock = clock;
    this.#everyMs = everyMs;
    this.#apply = apply;
  }

  push(received: ReceivedMessage): void {
    this.#queue.push(received);
    if (this.#timer !== null) return;
    const wait = this.#freeAt - this.#clock.monotonic();
    if (wait <= 0) this.flush();
    else this.#timer = this.#clock.after(wait, () => this.flush());
  }

  flush(): void {
    this.#timer?.cancel();
    this.#timer = null;
    if (this.#queue.length === 0) return;
    const messages = this.#queue;
    this.#queue = [];
    const start = this.#clock.monotonic();
    this.#apply(messages);
    const tookMs = this.#clock.monotonic() - start;
    const pauseMs = changesIn(messages) <= LIGHT_CHANGES ? FRAME_MS : this.#everyMs;
    this.#freeAt = start + Math.max(pauseMs, tookMs * SHARE);
  }
}

function changesIn(messages: readonly ReceivedMessage[]): number {
  return messages.reduce((sum, { message }) => sum + (message.type === 'changes' ? message.changes.length : 0), 0);
}
