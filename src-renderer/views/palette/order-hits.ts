import type { Order } from '../../../src-shared/order.ts';
import { wordsOf } from '../../../src-shared/order-search.ts';
import type { OrderMap } from '../../store/order-map.ts';
import { matches } from '../orders/order-filter.ts';

const SHOWN = 8;
/** So many orders are looked at in one go: a few milliseconds, so that a key never waits for all of them. */
const SLICE = 10_000;

/** Looks for orders from the newest on, in slices, until it has enough of them: at most eight. */
export class OrderHits {
  readonly #rest: Iterator<Order>;
  readonly #words: readonly string[];
  readonly #exact: Order | undefined;
  #hits: readonly Order[];
  #done: boolean;

  /** Looks through the first slice at once. An order whose number was typed comes first. */
  constructor(orders: OrderMap, query: string) {
    const [, digits] = /^#?(\d{1,15})$/.exec(query.trim()) ?? [];
    this.#exact = digits === undefined ? undefined : orders.get(Number(digits));
    this.#hits = this.#exact === undefined ? [] : [this.#exact];
    this.#words = wordsOf(query);
    this.#rest = orders.newestFirst();
    this.#done = this.#words.length === 0;
    this.goOn();
  }

  get done(): boolean {
    return this.#done;
  }

  get hits(): readonly Order[] {
    return this.#hits;
  }

  /** Looks through one more slice. */
  goOn(): void {
    const hits = [...this.#hits];
    for (let looked = 0; looked < SLICE && !this.#done; looked++) {
      const { done = false, value } = this.#rest.next();
      if (!done && value !== this.#exact && matches(value, null, this.#words)) hits.push(value);
      this.#done = done || hits.length >= SHOWN;
    }
    this.#hits = hits;
  }
}
