import type { Clock, Timer } from '../connection/clock.ts';
import type { NextFrame } from './next-frame.ts';
import type { ReceivedMessage } from './store.ts';

/** Applying may take one part of the time in so many; the rest belongs to the person at the screen. */
const SHARE = 4;
/** A batch of so few changes costs next to nothing, so the next one need not wait for longer than a frame. */
const LIGHT_CHANGES = 8;

/**
 * Gathers messages so that the views are told at most once in `everyMs`, and just before the screen is drawn, so that
 * what has come is on it. As long as only a few changes come they are shown frame by frame; where applying a batch
 * takes long (a slow machine, a large table) the next one waits longer. The sequence is kept.
 */
export class MessageBatcher {
  readonly #clock: Clock;
  readonly #nextFrame: NextFrame;
  readonly #everyMs: number;
  readonly #apply: (messages: readonly ReceivedMessage[]) => void;
  #queue: ReceivedMessage[] = [];
  /** Of the pause, then of the frame after it; `null` while nothing waits. */
  #timer: Timer | null = null;
  #freeAt = Number.NEGATIVE_INFINITY;

  constructor(
    clock: Clock,
    nextFrame: NextFrame,
    everyMs: number,
    apply: (messages: readonly ReceivedMessage[]) => void,
  ) {
    this.#clock = clock;
    this.#nextFrame = nextFrame;
    this.#everyMs = everyMs;
    this.#apply = apply;
  }

  push(received: ReceivedMessage): void {
    this.#queue.push(received);
    if (this.#timer !== null) return;
    const wait = this.#freeAt - this.#clock.monotonic();
    if (wait <= 0) this.#flushWithFrame();
    else this.#timer = this.#clock.after(wait, () => this.#flushWithFrame());
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
    const pauseMs = changesIn(messages) <= LIGHT_CHANGES ? 0 : this.#everyMs;
    this.#freeAt = start + Math.max(pauseMs, tookMs * SHARE);
  }

  #flushWithFrame(): void {
    this.#timer = this.#nextFrame(() => this.flush());
  }
}

function changesIn(messages: readonly ReceivedMessage[]): number {
  return messages.reduce((sum, { message }) => sum + (message.type === 'changes' ? message.changes.length : 0), 0);
}
