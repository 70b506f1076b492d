import { expect, it } from 'vitest';
import { OrderMap } from '../../src-renderer/store/order-map.ts';
import { addChanges, noRecentChanges } from '../../src-renderer/store/recent-changes.ts';
import { cardByKey } from '../../src-renderer/views/board/board-keys.ts';
import { BoardModel, type Move } from '../../src-renderer/views/board/board-model.ts';
import { windowOf } from '../../src-renderer/views/board/card-window.ts';
import { MoverNames, NAMED_MS } from '../../src-renderer/views/board/mover-names.ts';
import { matches } from '../../src-renderer/views/orders/order-filter.ts';
import { ORDER_STATUSES, type Order, type OrderStatus } from '../../src-shared/order.ts';
import { orderSince } from '../../src-shared/order-limits.ts';
import { wordsOf } from '../../src-shared/order-search.ts';
import { anOrder, updated } from '../support/orders.ts';
import { seededRandom } from '../support/random.ts';

const START = Date.parse('2025-09-13T20:00:00.000Z');

/** What the columns are to hold, put together anew. */
function plain(orders: OrderMap, status: OrderStatus, search: string): number[] {
  const words = wordsOf(search);
  const up = status !== 'delivered';
  const key = (order: Order) => orderSince(order) ?? (up ? '\uffff' : '');
  return [...orders.values()]
    .filter((order) => matches(order, status, words))
    .sort((a, b) => {
      const [x, y] = [key(a), key(b)];
      const ascending = x < y ? -1 : x > y ? 1 : a.id - b.id;
      return up ? ascending : -ascending;
    })
    .map(({ id }) => id);
}

it('[BOARD-20] after any sequence of changes and searches each column holds what a sort of everything gives', () => {
  const random = seededRandom(7);
  const below = (limit: number) => Math.floor(random() * limit);
  const some = (id: number, version: number): Order => {
    const time = () => (below(12) === 0 ? null : new Date(START + below(40) * 60_000).toISOString());
    const status = ORDER_STATUSES[below(3)] ?? 'pending';
    return anOrder({ id, version, status, created_at: time(), updated_at: time(), customer_name: `Ada ${below(4)}` });
  };
  const model = new BoardModel();
  let orders = OrderMap.empty;
  let search = '';
  for (let version = 1; version <= 400; version++) {
    // Mostly a few at a time; now and then so many that they are merged.
    const count = below(20) === 0 ? 300 : below(6);
    const edits = new Map(
      Array.from({ length: count }, () => {
        const id = 1 + below(500);
        return [id, below(4) === 0 ? null : some(id, version)] as const;
      }),
    );
    const before = orders;
    orders = orders.with(edits);
    let moves: readonly Move[] = [];
    model.show(orders, (told) => {
      moves = told;
    });
    const moved = [...orders.values()].filter(({ id, status }) => {
      const was = before.get(id);
      return was !== undefined && was.status !== status;
    });
    expect(moves.map(({ order }) => order.id).sort()).toEqual(moved.map(({ id }) => id).sort());
    if (below(10) === 0) search = ['', 'ada 1', '#12', 'nobody'][below(4)] ?? '';
    model.search(search);
    for (const status of ORDER_STATUSES) {
      const ids = model.cards(status).map(({ id }) => id);
      expect(ids).toEqual(plain(orders, status, search));
      expect(model.cards(status).every((order, index) => model.indexOf(order) === index)).toBe(true);
    }
  }
});

it('[BOARD-21] only the cards in view and a few around them are drawn, however many there are', () => {
  expect(windowOf(0, 800, 100_000)).toEqual({ first: 0, end: 15 });
  expect(windowOf(80_000, 800, 100_000)).toEqual({ first: 995, end: 1_015 });
  expect(windowOf(80_000, 800, 3)).toEqual({ first: 3, end: 3 });
  expect(windowOf(0, 800, 0)).toEqual({ first: 0, end: 0 });
});

it('[BOARD-22] keys lead to the neighbour, past empty columns, and nowhere beyond the edges', () => {
  const model = new BoardModel();
  const [one, two, three] = [
    anOrder({ id: 1, created_at: '2025-09-13T20:00:00.000Z' }),
    anOrder({ id: 2, created_at: '2025-09-13T20:00:01.000Z' }),
    anOrder({ id: 3, status: 'delivered' }),
  ] as const;
  model.show(OrderMap.of([one, two, three]));
  expect(cardByKey(model, one, 'ArrowDown')).toBe(two);
  expect(cardByKey(model, two, 'ArrowDown')).toBeNull();
  expect(cardByKey(model, two, 'ArrowRight')).toBe(three);
  expect(cardByKey(model, three, 'ArrowLeft')).toBe(one);
  expect(cardByKey(model, one, 'ArrowLeft')).toBeNull();
  expect(cardByKey(model, one, 'x')).toBeNull();
});

it('[BOARD-23] who moved a card is named for a moment, and only for the move that they made', () => {
  let now = 0;
  const names = new MoverNames(noRecentChanges, () => now);
  const moved = anOrder({ id: 1, status: 'shipped', version: 2 });
  const renamed = anOrder({ id: 2, status: 'shipped', version: 5 });
  names.hear(
    addChanges(noRecentChanges, [updated(moved, { status: 'pending' }), updated(renamed, { product_name: 'x' })]),
  );
  names.name([
    { order: moved, from: 'pending' },
    { order: renamed, from: 'pending' },
  ]);
  expect([names.of(1), names.of(2)]).toEqual(['test', null]);
  now = NAMED_MS;
  names.expire();
  expect(names.of(1)).toBeNull();
  names.name([{ order: { ...moved, version: 3 }, from: 'pending' }]);
  expect(names.of(1)).toBeNull();
});
