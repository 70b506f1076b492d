import { beforeEach, expect, it } from 'vitest';
import type { OrderPage } from '../../src-main/commands/order-repository.ts';
import { type FeedPlace, RecentOrders } from '../../src-main/redis/recent-orders.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { anOrder } from '../support/orders.ts';

const QUERY = { limit: 50, sort: '-updated_at' } as const;

let clock: FakeClock;
let kept: Map<string, { text: string; seconds: number }>;
let failing: boolean;
beforeEach(() => {
  clock = new FakeClock();
  kept = new Map();
  failing = false;
});

/** One server: where its feed stands, and what its database answers. */
function server(secret = 'secret') {
  const state = { place: at(5), age: 10, table: 1, reads: 0 };
  const recent = new RecentOrders({
    store: {
      async read(name) {
        if (failing) throw new Error('Redis is away');
        return kept.get(name)?.text ?? null;
      },
      async keep(name, text, seconds) {
        if (failing) throw new Error('Redis is away');
        kept.set(name, { text, seconds });
      },
    },
    clock,
    place: () => state.place,
    dataAgeMs: () => state.age,
  });
  recent.believe(secret);
  const page = async (query: Parameters<RecentOrders['page']>[0] = QUERY): Promise<number> => {
    const { orders } = await recent.page(query, async (): Promise<OrderPage> => {
      state.reads++;
      return { orders: [anOrder({ id: 1, version: state.table })], nextCursor: 'next' };
    });
    return orders[0]?.version ?? 0;
  };
  return { state, recent, page };
}

function at(head: number, epoch = 'e'): FeedPlace {
  return { epoch, position: { head, gaps: [] } };
}

it('[BUS-18] serves the recent orders of another server while they are no older than its own feed, and not a change longer', async () => {
  const [a, b] = [server(), server()];
  expect([await a.page(), kept.get('recent_orders')?.seconds]).toEqual([1, 300]);
  b.state.table = 2;
  expect([await b.page(), b.state.reads]).toEqual([1, 0]);
  b.state.place = at(6);
  expect([await b.page(), b.state.reads]).toEqual([2, 1]);
  // Read later than its own feed stands: newer, never older.
  expect([await a.page(), a.state.reads]).toEqual([2, 1]);
  for (const place of [at(6, 'f'), at(7)]) {
    a.state.place = place;
    await a.page();
  }
  expect(a.state.reads).toBe(3);
});

it('[BUS-19] asks the database after an own write, with a feed that stands still, for any other list, and when Redis fails or was written to by others', async () => {
  const a = server();
  await a.page();
  const reads = async (act: () => unknown, query?: Parameters<RecentOrders['page']>[0]): Promise<boolean> => {
    await act();
    const before = a.state.reads;
    await a.page(query);
    return a.state.reads > before;
  };
  expect(await reads(() => undefined)).toBe(false);
  expect(await reads(() => a.recent.poked())).toBe(true);
  expect(await reads(() => clock.advance(2_000))).toBe(false);
  expect(await reads(() => (a.state.age = 1_001))).toBe(true);
  expect(await reads(() => (a.state.age = 10), { ...QUERY, q: 'x' })).toBe(true);
  expect(await reads(() => undefined, { ...QUERY, limit: 51 })).toBe(true);
  expect(await reads(() => undefined, { limit: 50 })).toBe(true);
  expect(await reads(() => server('other').page())).toBe(true);
  expect(await reads(() => undefined)).toBe(false);
  expect(await reads(() => kept.set('recent_orders', { text: '{"limit":50}', seconds: 1 }))).toBe(true);
  failing = true;
  expect(await reads(() => undefined)).toBe(true);
});
