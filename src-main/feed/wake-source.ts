/** Something that knows sooner than the next poll that there may be changes. Only a hint: the log is the truth. */
export interface WakeSource {
  /** @returns a function that ends the subscription */
  subscribe(wake: () => void): () => void;
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
