import { beforeEach, describe, expect, it } from 'vitest';
import { announcementOf } from '../../src-main/electron/notify/news-words.ts';
import type { News, OldestPending } from '../../src-main/electron/notify/notification-rules.ts';
import { LONGEST_PAUSE_MS, LOOK_MS, RuleWatch } from '../../src-main/electron/notify/rule-watch.ts';
import type { Alert } from '../../src-shared/alert.ts';
import type { NotificationRules } from '../../src-shared/desktop-settings.ts';
import { DEFAULT_ORDER_LIMITS } from '../../src-shared/order-limits.ts';
import type { FeedState, ServerStatus } from '../../src-shared/server-status.ts';
import { type Deferred, deferred } from '../support/deferred.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { anOrder, inserted } from '../support/orders.ts';

const NOTHING: NotificationRules = { pendingMinutes: null, databaseLostSeconds: null, customers: [], alerts: false };
const MINUTE = 60_000;

function statusOf(feed: FeedState): ServerStatus {
  return {
    feed,
    since: '2025-09-13T20:30:00.000Z',
    dataAgeMs: 10,
    lagMs: null,
    database: 'MySQL 9.7.4',
    problem: feed === 'live' ? null : 'It refuses.',
    changesPerMinute: 0,
    pollMs: 25,
    gaps: 0,
    oldestGapMs: null,
    clients: 1,
    limits: DEFAULT_ORDER_LIMITS,
  };
}

describe('what follows the core for the rules', () => {
  let clock: FakeClock;
  let raised: News[];
  let looks: Deferred<OldestPending | null>[];
  let databaseAheadMs: number;
  let watch: RuleWatch;

  beforeEach(() => {
    clock = new FakeClock();
    raised = [];
    looks = [];
    databaseAheadMs = 0;
    watch = new RuleWatch({
      clock,
      oldestPending: () => {
        const look = deferred<OldestPending | null>();
        looks.push(look);
        return look.promise;
      },
      databaseNow: () => clock.now() + databaseAheadMs,
      raise: (news) => raised.push(...news),
      onError: () => undefined,
    });
  });

  async function found(...createdMinutesAgo: number[]): Promise<void> {
    const orders = createdMinutesAgo.map((minutes, index) =>
      anOrder({ id: index + 1, created_at: new Date(clock.now() - minutes * MINUTE).toISOString() }),
    );
    looks[looks.length - 1]?.resolve({ orders, complete: true });
    // The answer is taken after a few turns of the event loop, none of which waits for a timer.
    await new Promise((resolve) => setImmediate(resolve));
  }

  it('[NOTE-20] looks at the pending orders only while a rule asks for them and the feed is live', async () => {
    watch.use(NOTHING);
    watch.statusChanged(statusOf('live'));
    clock.advance(10 * LOOK_MS);
    expect(looks).toHaveLength(0);
    watch.use({ ...NOTHING, pendingMinutes: 30 });
    clock.advance(1);
    expect(looks).toHaveLength(1);
    await found();
    watch.statusChanged(statusOf('reconnecting'));
    clock.advance(10 * LOOK_MS);
    expect(looks).toHaveLength(1);
    watch.statusChanged(statusOf('live'));
    clock.advance(1);
    expect(looks).toHaveLength(2);
    await found();
    watch.stop();
    clock.advance(10 * LOOK_MS);
    expect(looks).toHaveLength(2);
  });

  it('[NOTE-20] asks one question at a time, however slow the database is', async () => {
    watch.use({ ...NOTHING, pendingMinutes: 30 });
    watch.statusChanged(statusOf('live'));
    clock.advance(10 * LOOK_MS);
    expect(looks).toHaveLength(1);
    await found(31);
    expect(raised).toMatchObject([{ kind: 'overdue' }]);
    clock.advance(LONGEST_PAUSE_MS);
    expect(looks).toHaveLength(2);
  });

  it('[NOTE-20] goes on after a look that failed', async () => {
    watch.use({ ...NOTHING, pendingMinutes: 30 });
    watch.statusChanged(statusOf('live'));
    clock.advance(1);
    looks[0]?.reject(new Error('away'));
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(LOOK_MS);
    await found(31);
    expect(raised).toMatchObject([{ kind: 'overdue' }]);
  });

  it('[NOTE-25] asks a database that takes long to answer less often, and at once when the rule changes', async () => {
    watch.use({ ...NOTHING, pendingMinutes: 30 });
    watch.statusChanged(statusOf('live'));
    clock.advance(1);
    clock.advance(2_000);
    await found();
    clock.advance(38_000);
    expect(looks).toHaveLength(1);
    clock.advance(LOOK_MS);
    expect(looks).toHaveLength(2);
    clock.advance(2_000);
    await found();
    watch.use({ ...NOTHING, pendingMinutes: 20 });
    clock.advance(1);
    expect(looks).toHaveLength(3);
    await found();
    clock.advance(LOOK_MS);
    expect(looks).toHaveLength(4);
  });

  it("[NOTE-21] counts the age of an order on the database's clock", async () => {
    databaseAheadMs = -10 * MINUTE;
    watch.use({ ...NOTHING, pendingMinutes: 30 });
    watch.statusChanged(statusOf('live'));
    clock.advance(1);
    await found(39);
    expect(raised).toEqual([]);
    clock.advance(LOOK_MS);
    await found(41);
    expect(raised).toMatchObject([{ kind: 'overdue', minutes: 30 }]);
  });

  it('[NOTE-22] groups what is overdue when the program starts', async () => {
    watch.use({ ...NOTHING, pendingMinutes: 30 });
    watch.statusChanged(statusOf('live'));
    clock.advance(1);
    await found(...Array.from({ length: 500 }, () => 40));
    expect(raised).toHaveLength(1);
    expect(raised).toMatchObject([{ kind: 'overdue', orders: { length: 500 } }]);
    clock.advance(LOOK_MS);
    await found(...Array.from({ length: 501 }, () => 40));
    expect(raised.slice(1)).toMatchObject([{ kind: 'overdue', orders: [{ id: 501 }] }]);
  });

  it('[NOTE-22] starts over with another database', async () => {
    watch.use({ ...NOTHING, pendingMinutes: 30, customers: ['ada'] });
    watch.statusChanged(statusOf('live'));
    watch.changed([inserted(anOrder({ id: 1, customer_name: 'Ada' }))]);
    clock.advance(1);
    await found(40);
    watch.forget();
    watch.changed([inserted(anOrder({ id: 1, customer_name: 'Ada' }))]);
    clock.advance(LOOK_MS);
    await found(40);
    expect(raised.map(({ kind }) => kind)).toEqual(['customer-order', 'overdue', 'customer-order', 'overdue']);
  });

  it('[NOTE-23] tells a database that stays away at the moment the rule says, and its return', () => {
    watch.use({ ...NOTHING, databaseLostSeconds: 30 });
    watch.statusChanged(statusOf('live'));
    clock.advance(5_000);
    watch.statusChanged(statusOf('reconnecting'));
    clock.advance(29_999);
    expect(raised).toEqual([]);
    clock.advance(1);
    expect(raised).toMatchObject([{ kind: 'database-lost', problem: 'It refuses.' }]);
    watch.statusChanged({ ...statusOf('reconnecting'), problem: 'Still.' });
    clock.advance(600_000);
    expect(raised).toHaveLength(1);
    watch.statusChanged(statusOf('live'));
    expect(raised.map(({ kind }) => kind)).toEqual(['database-lost', 'database-back']);
  });

  it('[NOTE-23] says nothing while the database flaps', () => {
    watch.use({ ...NOTHING, databaseLostSeconds: 30 });
    for (let turn = 0; turn < 100; turn += 1) {
      watch.statusChanged(statusOf('reconnecting'));
      clock.advance(29_000);
      watch.statusChanged(statusOf('live'));
      clock.advance(100);
    }
    expect(raised).toEqual([]);
  });

  it('[NOTE-23] tells one that is away already when the rule is made, and nothing when it is taken back', () => {
    watch.use(NOTHING);
    watch.statusChanged(statusOf('reconnecting'));
    clock.advance(60_000);
    watch.use({ ...NOTHING, databaseLostSeconds: 3_600 });
    watch.use({ ...NOTHING, databaseLostSeconds: 30 });
    expect(raised).toMatchObject([{ kind: 'database-lost', seconds: 30 }]);
    watch.use(NOTHING);
    watch.statusChanged(statusOf('live'));
    clock.advance(7_200_000);
    expect(raised).toHaveLength(1);
  });

  it('[NOTE-23] takes a core that starts or stops for no news of the database', () => {
    watch.use({ ...NOTHING, databaseLostSeconds: 1 });
    watch.statusChanged(statusOf('live'));
    watch.statusChanged(statusOf('stopped'));
    watch.statusChanged(statusOf('starting'));
    clock.advance(60_000);
    watch.statusChanged(statusOf('live'));
    expect(raised).toEqual([]);
  });

  it('[NOTE-24] raises the new orders of listed customers, and of nobody when the list is empty', () => {
    watch.use({ ...NOTHING, customers: [' Ada LOVELACE '] });
    watch.changed([
      inserted(anOrder({ id: 1, customer_name: 'ada lovelace' })),
      inserted(anOrder({ id: 2, customer_name: 'ada' })),
    ]);
    watch.use(NOTHING);
    watch.changed([inserted(anOrder({ id: 3, customer_name: 'ada lovelace' }))]);
    expect(raised.map((one) => one.kind === 'customer-order' && one.order.id)).toEqual([1]);
  });

  it('[ALRT-10] tells alerts of the server and their end, unless nobody wants to know; the database has a rule of its own', () => {
    const alert: Alert = {
      id: 'a',
      rule: 'gap-age',
      value: 1_234.4,
      limit: 300,
      message: 'for logs',
      since: '2025-09-13T20:30:00.000Z',
      endedAt: null,
    };
    watch.use(NOTHING);
    watch.alerted(alert);
    expect(raised).toEqual([]);
    watch.use({ ...NOTHING, alerts: true });
    watch.alerted({ ...alert, rule: 'database-away' });
    expect(raised).toEqual([]);
    watch.alerted(alert);
    expect(announcementOf(raised)).toEqual({
      title: 'A transaction has been open for long',
      body: '1,234 s, limit 300. The Monitor tells more.',
      hash: '#/monitor',
    });
    // Over before it was told: as what it is now.
    watch.alerted({ ...alert, endedAt: '2025-09-13T20:31:00.000Z' });
    expect(announcementOf(raised).title).toBe('Over: A transaction has been open for long');
  });
});
