import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConnectionState } from '../../src-renderer/connection/connection-state.ts';
import { WindowWish } from '../../src-renderer/connection/window-wish.ts';
import { OrderLookup } from '../../src-renderer/store/order-lookup.ts';
import { beginAction, endAction } from '../../src-renderer/store/overlay.ts';
import { QuietStore } from '../../src-renderer/store/quiet-store.ts';
import { type ConsoleState, createConsoleStore, reduceMessages } from '../../src-renderer/store/store.ts';
import { reachesBeyond } from '../../src-renderer/store/whole-search.ts';
import { idToFind, wholeSearchPath } from '../../src-renderer/views/orders/whole-search-path.ts';
import type { ChangeEvent } from '../../src-shared/change-event.ts';
import { ORDER_STATUSES, type Order } from '../../src-shared/order.ts';
import { DEFAULT_WINDOW_ORDERS, isInWindow, type OrderWindow } from '../../src-shared/order-window.ts';
import type { ServerMessage } from '../../src-shared/server-message.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { anOrder, deleted, inserted, updated } from '../support/orders.ts';

const LIVE: ConnectionState = { kind: 'connecting', transport: 'websocket' };
const WINDOW: OrderWindow = { from: 10, open: true, total: 3 };

/** A table, what a client of a window is told of it, and what it holds then. */
class Told {
  state: ConsoleState = createConsoleStore(LIVE).getState();
  readonly table = new Map<number, Order>();
  #untold: ChangeEvent[] = [];
  readonly #window: Omit<OrderWindow, 'total'>;

  constructor(window: Omit<OrderWindow, 'total'>, orders: readonly Order[]) {
    this.#window = window;
    for (const order of orders) this.table.set(order.id, order);
    this.snapshot();
  }

  get expected(): Order[] {
    return [...this.table.values()].filter((order) => isInWindow(order, this.#window)).sort((a, b) => a.id - b.id);
  }

  get held(): Order[] {
    return [...this.state.picture.orders.values()].sort((a, b) => a.id - b.id);
  }

  write(id: number, what: Order['status'] | 'name' | 'delete'): void {
    const row = this.table.get(id);
    if (row === undefined) {
      const order = anOrder({ id, status: what === 'name' || what === 'delete' ? 'delivered' : what });
      this.table.set(id, order);
      this.#untold.push(inserted(order));
    } else if (what === 'delete') {
      this.table.delete(id);
      this.#untold.push(deleted(row));
    } else {
      const part = what === 'name' ? { customer_name: `${row.customer_name}'` } : { status: what };
      const order = { ...row, ...part, version: row.version + 1 };
      this.table.set(id, order);
      this.#untold.push(updated(order, row));
    }
  }

  /** @param count of the changes that are on their way; all of them when not given */
  tell(count = this.#untold.length): void {
    const changes = this.#untold.splice(0, count);
    this.say({ type: 'changes', changes, token: '' });
  }

  /** The table is read anew; what was on its way is in it. @param between changes that come before its end */
  snapshot(between: () => void = () => undefined): void {
    this.#untold = [];
    const window: OrderWindow = { ...this.#window, total: this.table.size };
    const orders = this.expected;
    this.say({ type: 'snapshot-begin', reason: 'first-connect', total: orders.length, window });
    this.say({ type: 'snapshot-chunk', orders });
    between();
    this.say({ type: 'snapshot-end', token: '' });
  }

  say(...messages: ServerMessage[]): void {
    this.state = reduceMessages(
      this.state,
      messages.map((message) => ({ message, at: 0 })),
    );
  }
}

function lookupOf(state: ConsoleState, read: (id: number) => Promise<Order | null | 'unread'>) {
  const store = createConsoleStore(LIVE);
  store.setState(state, true);
  const quiet = new QuietStore(store, () => false);
  return { quiet, lookup: new OrderLookup({ store: quiet, read }) };
}

describe('a picture of a part of the table', () => {
  it('[WINDOW-1] is at any moment the table filtered by the rule, and knows how many there are in all', () => {
    const write = fc.tuple(fc.integer({ min: 1, max: 20 }), fc.constantFrom(...ORDER_STATUSES, 'name', 'delete'));
    const step = fc.oneof(
      {
        weight: 6,
        arbitrary: write.map(
          ([id, what]) =>
            (told: Told) =>
              told.write(id, what),
        ),
      },
      { weight: 3, arbitrary: fc.integer({ min: 1, max: 4 }).map((count) => (told: Told) => told.tell(count)) },
      {
        weight: 1,
        arbitrary: write.map(
          ([id, what]) =>
            (told: Told) =>
              told.snapshot(() => {
                told.write(id, what);
                told.tell();
              }),
        ),
      },
    );
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.integer({ min: 0, max: 15 }),
        fc.array(step, { maxLength: 60 }),
        (open, from, steps) => {
          const rows = ORDER_STATUSES.flatMap((status, at) => [4, 9, 14].map((id) => anOrder({ id: id + at, status })));
          const told = new Told({ from, open }, rows);
          for (const next of steps) next(told);
          told.tell();
          expect(told.held).toEqual(told.expected);
          expect(told.state.picture.window?.total).toBe(told.table.size);
          expect(told.state.shown.size).toBe(told.held.length);
          for (const status of ORDER_STATUSES) {
            expect(told.state.counts[status]).toBe(told.held.filter((order) => order.status === status).length);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('[WINDOW-2] an old order leaves with its delivery and joins again when it is opened again', () => {
    const told = new Told({ from: 10, open: true }, [anOrder({ id: 3 }), anOrder({ id: 11, status: 'delivered' })]);
    told.write(3, 'delivered');
    told.tell();
    expect(told.held.map(({ id }) => id)).toEqual([11]);
    told.write(3, 'shipped');
    told.tell();
    expect(told.held.map(({ id }) => id)).toEqual([3, 11]);
    told.write(11, 'name');
    told.tell();
    expect(told.held).toEqual(told.expected);
  });

  it('[WINDOW-3] a snapshot without a window is the whole table again', () => {
    const told = new Told({ from: 10, open: false }, [anOrder({ id: 3 }), anOrder({ id: 11 })]);
    expect(told.held.map(({ id }) => id)).toEqual([11]);
    told.say({ type: 'snapshot-begin', reason: 'drift', total: 2 });
    told.say({ type: 'snapshot-chunk', orders: [...told.table.values()] }, { type: 'snapshot-end', token: '' });
    expect(told.state.picture.window).toBeNull();
    expect(told.held.map(({ id }) => id)).toEqual([3, 11]);
  });
});

describe('an order that the picture does without', () => {
  const left = anOrder({ id: 3, status: 'delivered', version: 5 });
  const told = (): Told => new Told({ from: 10, open: true }, [left, anOrder({ id: 11 })]);

  it('[WINDOW-4] is asked for once, and follows the changes from then on, also out of the table', async () => {
    const server = told();
    let asked = 0;
    const { quiet, lookup } = lookupOf(server.state, async () => {
      asked += 1;
      return left;
    });
    expect(await Promise.all([lookup.find(3), lookup.find(3)])).toEqual([true, true]);
    expect(await lookup.find(3)).toBe(true);
    expect(asked).toBe(1);
    server.state = quiet.state;
    server.write(3, 'name');
    server.tell();
    expect(server.state.followed.get(3)).toEqual(server.table.get(3));
    server.write(3, 'pending');
    server.tell();
    expect(server.state.shown.get(3)).toEqual(server.table.get(3));
    server.write(3, 'delete');
    server.tell();
    expect(server.state.followed.get(3)).toBeNull();
  });

  it('[WINDOW-5] is as new as the changes that came while the server was asked, and asked for again when the table was read anew', async () => {
    const server = told();
    const answers: ((row: Order | null) => void)[] = [];
    const { quiet, lookup } = lookupOf(server.state, () => new Promise((resolve) => answers.push(resolve)));
    const found = lookup.find(3);
    server.state = quiet.state;
    server.write(3, 'name');
    server.tell();
    const named = server.table.get(3);
    server.snapshot();
    quiet.update(() => server.state);
    answers[0]?.(left);
    await Promise.resolve();
    await Promise.resolve();
    expect(quiet.state.followed.size).toBe(0);
    server.write(3, 'name');
    server.tell();
    quiet.update(() => server.state);
    answers[1]?.(named ?? null);
    expect(await found).toBe(true);
    expect(quiet.state.followed.get(3)).toEqual(server.table.get(3));
    server.state = quiet.state;
    server.snapshot();
    expect(server.state.followed.size).toBe(0);
  });

  it('[WINDOW-6] that the server does not have is known to be absent; without an answer nothing is known', async () => {
    const { quiet, lookup } = lookupOf(told().state, async (id) => (id === 4 ? null : 'unread'));
    expect(await lookup.find(4)).toBe(true);
    expect(quiet.state.followed.get(4)).toBeNull();
    expect(await lookup.find(5)).toBe(false);
    expect(quiet.state.followed.has(5)).toBe(false);
  });

  it('[WINDOW-7] joins the list at once when this person opens it again, and is not listed for any other change', async () => {
    const { quiet, lookup } = lookupOf(told().state, async () => left);
    await lookup.find(3);
    const name = { kind: 'change', changes: { customer_name: 'New' } } as const;
    const named = { ...left, customer_name: 'New', version: 6 };
    let state = beginAction(quiet.state, 1, new Map([[3, name]]), 0);
    expect(state.shown.get(3)).toBeUndefined();
    state = endAction(state, 1, [3], [{ row: named, wish: name }], 0);
    expect(state.shown.get(3)).toBeUndefined();
    const wish = { kind: 'change', changes: { status: 'pending' } } as const;
    state = beginAction(state, 2, new Map([[3, wish]]), 0);
    expect(state.shown.get(3)?.status).toBe('pending');
    expect(state.counts.pending).toBe(2);
    state = endAction(state, 2, [3], [], 0);
    expect(state.shown.get(3)).toBeUndefined();
  });
});

describe('what the console asks for', () => {
  it('[WINDOW-8] is the number the server says, at once when it is known, and the usual one when it does not say', async () => {
    const clock = new FakeClock();
    const told = new WindowWish(clock);
    const first = told.orders();
    told.learn(500);
    expect(await first).toBe(500);
    expect(told.orders()).toBe(500);
    told.learn(0);
    expect(told.orders()).toBe(0);
    const silent = new WindowWish(clock).orders();
    clock.advance(10_000);
    expect(await silent).toBe(DEFAULT_WINDOW_ORDERS);
  });

  it('[WINDOW-9] is a search of the whole table where the list may lack what is looked for', () => {
    const cut = { ...WINDOW, open: false };
    const filter = (search: string, status: Order['status'] | null) => ({ search, status });
    expect(reachesBeyond(filter('ada', null), null)).toBe(false);
    expect(reachesBeyond(filter('', null), WINDOW)).toBe(false);
    expect(reachesBeyond(filter('ada', null), WINDOW)).toBe(true);
    expect(reachesBeyond(filter('', 'delivered'), WINDOW)).toBe(true);
    expect(reachesBeyond(filter('ada', 'pending'), WINDOW)).toBe(false);
    expect(reachesBeyond(filter('', 'pending'), cut)).toBe(true);
    expect(wholeSearchPath(filter(' #17 ', 'delivered'))).toBe('/api/orders?status=delivered&q=17&sort=-id&limit=50');
    expect([idToFind('#17'), idToFind('17'), idToFind('17a'), idToFind('0')]).toEqual([17, 17, null, null]);
  });
});
