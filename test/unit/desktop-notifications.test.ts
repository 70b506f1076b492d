import { beforeEach, describe, expect, it } from 'vitest';
import { type Announcement, announcementOf } from '../../src-main/electron/notify/news-words.ts';
import {
  customerKey,
  customerNews,
  DATABASE_HERE,
  databaseNews,
  type News,
  NO_OVERDUE_TOLD,
  overdueNews,
} from '../../src-main/electron/notify/notification-rules.ts';
import { GATHER_MS, NOTIFICATION_PAUSE_MS, Notifier } from '../../src-main/electron/notify/notifier.ts';
import type { Order } from '../../src-shared/order.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { anOrder, deleted, inserted, updated } from '../support/orders.ts';

const NOON = Date.parse('2025-09-13T12:00:00.000Z');
const MINUTE = 60_000;

function pendingFor(id: number, minutes: number): Order {
  return anOrder({ id, created_at: new Date(NOON - minutes * MINUTE).toISOString() });
}

function all(...orders: Order[]) {
  return { orders, complete: true };
}

function ids(news: News | null): readonly number[] {
  return news?.kind === 'overdue' ? news.orders.map(({ id }) => id) : [];
}

describe('orders that are pending for long', () => {
  it('[NOTE-1] are told once each, when they are older than the rule says', () => {
    const first = overdueNews(30, all(pendingFor(1, 31), pendingFor(2, 30)), NOON, NO_OVERDUE_TOLD);
    expect(ids(first.news)).toEqual([1]);
    const second = overdueNews(30, all(pendingFor(1, 31), pendingFor(2, 30)), NOON + 1, first.told);
    expect(ids(second.news)).toEqual([2]);
    expect(overdueNews(30, all(pendingFor(1, 31), pendingFor(2, 30)), NOON + MINUTE, second.told).news).toBeNull();
  });

  it('[NOTE-1] are told again after they were sent back to pending', () => {
    const first = overdueNews(30, all(pendingFor(1, 31)), NOON, NO_OVERDUE_TOLD);
    const shipped = overdueNews(30, all(), NOON, first.told);
    expect(shipped.news).toBeNull();
    expect(ids(overdueNews(30, all(pendingFor(1, 31)), NOON, shipped.told).news)).toEqual([1]);
  });

  it('[NOTE-2] are not told again when the rule becomes shorter, but those that it finds now are', () => {
    const long = overdueNews(60, all(pendingFor(1, 61), pendingFor(2, 40)), NOON, NO_OVERDUE_TOLD);
    expect(ids(long.news)).toEqual([1]);
    const short = overdueNews(30, all(pendingFor(1, 61), pendingFor(2, 40)), NOON, long.told);
    expect(ids(short.news)).toEqual([2]);
    const longAgain = overdueNews(60, all(pendingFor(1, 61), pendingFor(2, 40)), NOON, short.told);
    expect(longAgain.news).toBeNull();
    const later = overdueNews(60, all(pendingFor(1, 61), pendingFor(2, 40)), NOON + 21 * MINUTE, longAgain.told);
    expect(ids(later.news)).toEqual([2]);
  });

  it('[NOTE-3] beyond the view are told as further ones, and not once more when they come into view', () => {
    const oldest = { orders: [pendingFor(1, 50), pendingFor(2, 49)], complete: false };
    const first = overdueNews(30, oldest, NOON, NO_OVERDUE_TOLD);
    expect(first.news).toMatchObject({ more: true });
    const afterOneWasShipped = { orders: [pendingFor(2, 49), pendingFor(3, 48)], complete: false };
    const second = overdueNews(30, afterOneWasShipped, NOON, first.told);
    expect(second.news).toBeNull();
    const rest = all(pendingFor(3, 48), pendingFor(4, 47), pendingFor(5, 29));
    const third = overdueNews(30, rest, NOON, second.told);
    expect(third.news).toBeNull();
    expect(ids(overdueNews(30, rest, NOON + 2 * MINUTE, third.told).news)).toEqual([5]);
  });

  it('[NOTE-1] without a time of creation, or from the future, are never overdue', () => {
    const odd = all(anOrder({ id: 1, created_at: null }), pendingFor(2, -600));
    expect(overdueNews(1, odd, NOON, NO_OVERDUE_TOLD).news).toBeNull();
  });
});

describe('orders of listed customers', () => {
  const customers = new Set(['Ada Lovelace', 'MÜLLER'].map(customerKey));

  it('[NOTE-4] are told when they are new, by the whole name, whatever its case', () => {
    const changes = [
      inserted(anOrder({ id: 1, customer_name: 'ADA lovelace' })),
      inserted(anOrder({ id: 2, customer_name: 'Ada Lovelace Ltd' })),
      inserted(anOrder({ id: 3, customer_name: 'Ada' })),
      inserted(anOrder({ id: 4, customer_name: 'mu\u0308ller' })),
      updated(anOrder({ id: 5, customer_name: 'Ada Lovelace' })),
      deleted(anOrder({ id: 6, customer_name: 'Ada Lovelace' })),
    ];
    const { news } = customerNews(customers, changes, []);
    expect(news.map((one) => one.kind === 'customer-order' && one.order.id)).toEqual([1, 4]);
  });

  it('[NOTE-4] are told once, also when the change is repeated', () => {
    const change = inserted(anOrder({ id: 1, customer_name: 'Ada Lovelace' }));
    const { told } = customerNews(customers, [change], []);
    expect(customerNews(customers, [change], told)).toEqual({ told, news: [] });
  });
});

describe('a database that is away', () => {
  const away = { away: true, problem: 'It refuses.' };
  const here = { away: false, problem: null };

  it('[NOTE-5] is told once it has been away for long, and its return once', () => {
    const gone = databaseNews(30, away, 1_000, DATABASE_HERE);
    expect(gone).toMatchObject({ news: null, dueInMs: 30_000 });
    expect(databaseNews(30, away, 30_999, gone.away)).toMatchObject({ news: null, dueInMs: 1 });
    const told = databaseNews(30, away, 31_000, gone.away);
    expect(told.news).toEqual({ kind: 'database-lost', seconds: 30, problem: 'It refuses.' });
    expect(databaseNews(30, away, 90_000, told.away).news).toBeNull();
    const back = databaseNews(30, here, 91_000, told.away);
    expect(back.news).toEqual({ kind: 'database-back' });
    expect(databaseNews(30, here, 92_000, back.away).news).toBeNull();
  });

  it('[NOTE-5] is not told when it goes and comes in less time, however often', () => {
    let before = DATABASE_HERE;
    for (let at = 0; at < 600_000; at += 30_000) {
      const gone = databaseNews(30, away, at, before);
      const back = databaseNews(30, here, at + 29_000, gone.away);
      expect([gone.news, back.news]).toEqual([null, null]);
      before = back.away;
    }
  });
});

describe('the notifier', () => {
  let clock: FakeClock;
  let shown: Announcement[];
  let isInFront: boolean;
  let notifier: Notifier;
  const order = (id: number): News => ({
    kind: 'customer-order',
    order: anOrder({ id, customer_name: 'Ada Lovelace' }),
  });
  const lost: News = { kind: 'database-lost', seconds: 30, problem: null };

  beforeEach(() => {
    clock = new FakeClock();
    shown = [];
    isInFront = false;
    notifier = new Notifier({ clock, isInFront: () => isInFront, show: (one) => shown.push(one) });
  });

  it('[NOTE-10] tells what comes together in one notification', () => {
    for (let id = 1; id <= 500; id += 1) notifier.raise([order(id)]);
    clock.advance(GATHER_MS);
    expect(shown.map(({ title }) => title)).toEqual(['500 new orders of Ada Lovelace']);
    clock.advance(600_000);
    expect(shown).toHaveLength(1);
  });

  it('[NOTE-11] tells at most one notification in 5 seconds, with everything that came meanwhile', () => {
    const shownAt: number[] = [];
    notifier = new Notifier({
      clock,
      isInFront: () => false,
      show: (one) => {
        shown.push(one);
        shownAt.push(clock.monotonic());
      },
    });
    for (let id = 1; id <= 600; id += 1) {
      notifier.raise([order(id)]);
      clock.advance(100);
    }
    clock.advance(NOTIFICATION_PAUSE_MS);
    const pauses = shownAt.slice(1).map((at, index) => at - (shownAt[index] ?? 0));
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(NOTIFICATION_PAUSE_MS);
    const counts = shown.map(({ title }) => Number(/^(\d+) new/.exec(title)?.[1] ?? 1));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(600);
  });

  it('[NOTE-12] is quiet while the window is in front, and does not tell it later', () => {
    isInFront = true;
    notifier.raise([order(1), lost]);
    isInFront = false;
    clock.advance(60_000);
    expect(shown).toEqual([]);
    notifier.raise([order(2)]);
    isInFront = true;
    clock.advance(GATHER_MS);
    isInFront = false;
    clock.advance(60_000);
    expect(shown).toEqual([]);
    notifier.raise([order(3)]);
    clock.advance(GATHER_MS);
    expect(shown.map(({ hash }) => hash)).toEqual(['#/orders/3']);
  });

  it('[NOTE-13] says nothing of a database that came back before its absence was told', () => {
    notifier.raise([order(1)]);
    clock.advance(GATHER_MS);
    notifier.raise([lost]);
    notifier.raise([{ kind: 'database-back' }]);
    clock.advance(60_000);
    expect(shown).toHaveLength(1);
  });
});

describe('the words', () => {
  const overdue = (orders: readonly Order[], more = false, minutes = 30): News => ({
    kind: 'overdue',
    minutes,
    orders,
    more,
  });
  const ada = anOrder({ id: 7, customer_name: 'Ada Lovelace', product_name: 'Keyboard' });

  it('[NOTE-14] name one order and lead to it', () => {
    expect(announcementOf([overdue([ada])])).toEqual({
      title: 'Order 7 has been pending for more than 30 minutes',
      body: 'Ada Lovelace, Keyboard',
      hash: '#/orders/7',
    });
    expect(announcementOf([{ kind: 'customer-order', order: ada }])).toEqual({
      title: 'New order of Ada Lovelace',
      body: 'Order 7: Keyboard',
      hash: '#/orders/7',
    });
  });

  it('[NOTE-14] count many orders, list the first and lead to the list', () => {
    const orders = Array.from({ length: 1_000 }, (_one, index) => anOrder({ id: index + 1 }));
    expect(announcementOf([overdue(orders, true, 1_440)])).toEqual({
      title: 'More than 1,000 orders have been pending for more than 1 day',
      body: '1: Customer 1, Laptop\n2: Customer 2, Laptop\n3: Customer 3, Laptop\nand 997 more',
      hash: '#/orders?status=pending',
    });
    const twice = announcementOf([overdue([ada], false, 120), overdue([ada, anOrder({ id: 8 })], false, 120)]);
    expect(twice.title).toBe('2 orders have been pending for more than 2 hours');
    const customers = [ada, anOrder({ id: 8, customer_name: 'Grace Hopper' })];
    expect(announcementOf(customers.map((order) => ({ kind: 'customer-order', order }) as const)).title).toBe(
      '2 new orders of Ada Lovelace and 1 other customer',
    );
  });

  it('[NOTE-14] put the database first when several things are told together', () => {
    const together = announcementOf([
      { kind: 'customer-order', order: ada },
      overdue([ada]),
      { kind: 'database-lost', seconds: 1, problem: 'It refuses.' },
    ]);
    expect(together).toEqual({
      title: 'The database has been away for more than 1 second',
      body: 'Order 7 has been pending for more than 30 minutes\nNew order of Ada Lovelace',
      hash: '#/monitor',
    });
  });

  it('[NOTE-14] shorten long names', () => {
    const long = { ...ada, customer_name: '😀'.repeat(255) };
    const { title } = announcementOf([{ kind: 'customer-order', order: long }]);
    expect(title).toBe(`New order of ${'😀'.repeat(59)}…`);
  });
});
