/** Something that knows sooner than the next poll that there may be changes. Only a hint: the log is the truth. */
export interface WakeSource {
  /** @returns a function that ends the subscription */
  subscribe(wake: () => void): () => void;
}

/** Wakes the reader after this program's own writes, so that an operator's edit comes back at once. */
export class OwnWrites implements WakeSource {
  private readonly subscribers = new Set<() => void>();

  subscribe(wake: () => void): () => void {
    this.subscribers.add(wake);
    return () => this.subscribers.delete(wake);
  }

  committed(): void {
    for (const wake of this.subscribers) wake();
  }
}
