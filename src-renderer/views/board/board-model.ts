import { ORDER_STATUSES, type Order, type OrderStatus } from '../../../src-shared/order.ts';
import { wordsOf } from '../../../src-shared/order-search.ts';
import { OrderMap } from '../../store/order-map.ts';
import { matches } from '../orders/order-filter.ts';
import { type Direction, SortedOrders } from './sorted-orders.ts';

/** What waits longest is to be done first, so it is on top; of what is done, the newest is. */
const DIRECTIONS: Readonly<Record<OrderStatus, Direction>> = {
  pending: 'oldest-first',
  shipped: 'oldest-first',
  delivered: 'newest-first',
};

/** An order that changed its column. */
export interface Move {
  readonly order: Order;
  readonly from: OrderStatus;
}

interface Column {
  readonly all: SortedOrders;
  /** What the search finds of them; the same list while nothing is searched for. */
  found: SortedOrders;
  version: number;
}

/**
 * Which orders stand in which column, and in what sequence. Kept from the differences between pictures, so that a
 * batch of changes costs what it changes and not what there is.
 */
export class BoardModel {
  #orders = OrderMap.empty;
  #search = '';
  #words: readonly string[] = [];
  readonly #columns: Readonly<Record<OrderStatus, Column>> = {
    pending: emptyColumn('pending'),
    shipped: emptyColumn('shipped'),
    delivered: emptyColumn('delivered'),
  };
  #version = 0;
  readonly #listeners = new Set<() => void>();

  /** Told when any column has changed. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Raised with every change of the column. */
  versionOf(status: OrderStatus): number {
    return this.#columns[status].version;
  }

  /** Raised with every change of any column. */
  get version(): number {
    return this.#version;
  }

  /** The cards of a column, top first. The array is changed in place: read it anew when the version has risen. */
  cards(status: OrderStatus): readonly Order[] {
    return this.#columns[status].found.orders;
  }

  /** An order that is on the board, whether or not the search finds it. */
  get(id: number): Order | undefined {
    return this.#orders.get(id);
  }

  /** Where the card stands in its column; -1 when it is not shown. */
  indexOf(order: Order): number {
    const { found } = this.#columns[order.status];
    const index = found.indexOf(order);
    return found.orders[index]?.id === order.id ? index : -1;
  }

  /**
   * Takes over a picture.
   * @param before called with what changes columns, before anybody is told
   */
  show(orders: OrderMap, before: (moves: readonly Move[]) => void = () => undefined): void {
    if (orders === this.#orders) return;
    const former = this.#orders;
    const { added, updated, removed } = orders.diff(former);
    const [taken, given] = [perStatus(), perStatus()];
    const moves: Move[] = [];
    for (const order of removed) taken[order.status].push(order);
    for (const order of added) given[order.status].push(order);
    for (const order of updated) {
      const was = former.get(order.id);
      if (was === undefined) continue;
      taken[was.status].push(was);
      given[order.status].push(order);
      if (was.status !== order.status) moves.push({ order, from: was.status });
    }
    if (moves.length > 0) before(moves);
    this.#orders = orders;
    for (const status of ORDER_STATUSES) this.#apply(status, taken[status], given[status]);
    this.#tell();
  }

  /** Shows what matches all words, in the sequence it has. */
  search(search: string): void {
    if (search === this.#search) return;
    this.#search = search;
    this.#words = wordsOf(search);
    for (const status of ORDER_STATUSES) {
      const column = this.#columns[status];
      const found = this.#words.length === 0 ? null : column.all.orders.filter((order) => this.#finds(order));
      column.found = found === null ? column.all : new SortedOrders(DIRECTIONS[status], found);
      column.version += 1;
    }
    this.#tell();
  }

  #apply(status: OrderStatus, removed: readonly Order[], added: readonly Order[]): void {
    if (removed.length + added.length === 0) return;
    const column = this.#columns[status];
    column.all.apply(removed, added);
    column.version += 1;
    if (column.found === column.all) return;
    const finds = (order: Order): boolean => this.#finds(order);
    column.found.apply(removed.filter(finds), added.filter(finds));
  }

  #finds(order: Order): boolean {
    return matches(order, null, this.#words);
  }

  #tell(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}

function emptyColumn(status: OrderStatus): Column {
  const all = new SortedOrders(DIRECTIONS[status]);
  return { all, found: all, version: 0 };
}

function perStatus(): Record<OrderStatus, Order[]> {
  return { pending: [], shipped: [], delivered: [] };
}
