import { newestFirst, type RecentChanges } from '../../store/recent-changes.ts';
import type { Move } from './board-model.ts';

/** How long it is said who moved a card, in milliseconds. */
export const NAMED_MS = 4_000;
/** Authors that are remembered at most: a change and the move it makes come within moments of each other. */
const REMEMBERED = 500;

interface Author {
  readonly actor: string;
  readonly version: number;
}

/** Who moved which card just now. */
export class MoverNames {
  readonly #now: () => number;
  readonly #authors = new Map<number, Author>();
  readonly #named = new Map<number, { readonly actor: string; readonly until: number }>();
  readonly #listeners = new Set<() => void>();
  #seen: number;
  #version = 0;

  /** @param now monotonic, in milliseconds */
  constructor(recent: RecentChanges, now: () => number) {
    this.#now = now;
    this.#seen = recent.next;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly version = (): number => this.#version;

  /** Remembers who gave orders another status. */
  hear(recent: RecentChanges): void {
    if (recent.next === this.#seen) return;
    for (const entry of newestFirst(recent, this.#seen, REMEMBERED).reverse()) {
      if (entry.kind !== 'change' || entry.change.type !== 'UPDATE' || entry.change.actor === null) continue;
      const { actor, order, previous } = entry.change;
      if (previous.status === undefined) continue;
      this.#authors.delete(order.id);
      this.#authors.set(order.id, { actor, version: order.version });
    }
    this.#seen = recent.next;
    for (const id of this.#authors.keys()) {
      if (this.#authors.size <= REMEMBERED) break;
      this.#authors.delete(id);
    }
  }

  /** What the person moves is on its place before the change comes back, so only others are named here. */
  name(moves: readonly Move[]): void {
    const now = this.#now();
    for (const [id, { until }] of this.#named) if (until <= now) this.#named.delete(id);
    for (const { order } of moves) {
      const author = this.#authors.get(order.id);
      if (author === undefined || author.version !== order.version) this.#named.delete(order.id);
      else this.#named.set(order.id, { actor: author.actor, until: now + NAMED_MS });
    }
    this.#changed();
  }

  /** Who moved the order; `null` when nobody did lately. */
  of(id: number): string | null {
    return this.#named.get(id)?.actor ?? null;
  }

  /** Forgets those that were named for long enough. */
  expire(): void {
    const now = this.#now();
    const before = this.#named.size;
    for (const [id, { until }] of this.#named) if (until <= now) this.#named.delete(id);
    if (this.#named.size !== before) this.#changed();
  }

  get size(): number {
    return this.#named.size;
  }

  #changed(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}
