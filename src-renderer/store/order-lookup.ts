import type { Order } from '../../src-shared/order.ts';
import { type Followed, followMore } from './followed.ts';
import type { QuietStore } from './quiet-store.ts';

export interface OrderLookupOptions {
  readonly store: QuietStore;
  /** Asks the server; `null`: there is no such order; `unread`: no usable answer. */
  readonly read: (id: number) => Promise<Order | null | 'unread'>;
}

/** Where the table was read anew while the server answered it is asked again, so many times in all. */
const ATTEMPTS = 3;

/** Finds orders that the picture does without, and has them follow the changes from then on. */
export class OrderLookup {
  readonly #options: OrderLookupOptions;
  readonly #reading = new Map<number, Promise<boolean>>();

  constructor(options: OrderLookupOptions) {
    this.#options = options;
  }

  /** Has an order followed, asking the server where nobody here knows it. @returns whether it is known now */
  find(id: number): Promise<boolean> {
    const { state } = this.#options.store;
    if (state.followed.has(id)) return Promise.resolve(true);
    const known = state.picture.orders.get(id);
    if (known !== undefined) {
      this.follow(new Map([[id, known]]));
      return Promise.resolve(true);
    }
    const reading = this.#reading.get(id) ?? this.#read(id).finally(() => this.#reading.delete(id));
    this.#reading.set(id, reading);
    return reading;
  }

  /** Has orders followed as the server has just told them. */
  follow(rows: Followed): void {
    this.#options.store.update((state) => ({ ...state, followed: followMore(state.followed, rows, state.recent) }));
  }

  async #read(id: number): Promise<boolean> {
    const { store, read } = this.#options;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const { picture, recent } = store.state;
      const row = await read(id);
      if (row === 'unread') return false;
      const now = store.state;
      // What changed between the question and the answer has to be known, or the row may be older than the feed.
      if (now.picture.readings !== picture.readings || now.recent.first > recent.next) continue;
      this.follow(new Map([[id, row]]));
      return true;
    }
    return false;
  }
}
