/** Something that knows sooner than the next poll that there may be changes. Only a hint: the log is the truth. */
export interface WakeSource {
  /** @returns a function that ends the subscription */
  subscribe(wake: () => void): () => void;
}

/** Is told of every commit on the database server, by whomever, as long as it can be trusted. */
export interface CommitHint extends WakeSource {
  /** While true the reader need not look often by itself. */
  readonly isTrusted: boolean;
  /** The reader found changes. @param since when the read before it began, `clock.monotonic()`; it had left nothing */
  found(since: number): void;
}

/** Wakes the reader for what this program knows itself: its own writes, and that somebody has begun to look. */
export class WakeSignal implements WakeSource {
  private readonly subscribers = new Set<() => void>();

  subscribe(wake: () => void): () => void {
    this.subscribers.add(wake);
    return () => this.subscribers.delete(wake);
  }

  wake(): void {
    for (const wake of this.subscribers) wake();
  }
}
