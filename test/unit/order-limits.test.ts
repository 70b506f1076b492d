import { expect, it } from 'vitest';
import { ageLevel, DEFAULT_ORDER_LIMITS, orderSince } from '../../src-shared/order-limits.ts';
import { serverStatusSchema } from '../../src-shared/server-status.ts';
import { anOrder } from '../support/orders.ts';

const MINUTE = 60_000;
const NOW = Date.parse('2025-09-13T20:00:00.000Z');
const ago = (minutes: number) => new Date(NOW - minutes * MINUTE).toISOString();
const level = (part: Parameters<typeof anOrder>[0]) => ageLevel(anOrder(part), DEFAULT_ORDER_LIMITS, NOW);

it('[LIMIT-1] a pending order ages from its creation, a shipped one from its last change, a delivered one not at all', () => {
  const pending = { id: 1, status: 'pending', updated_at: ago(0) } as const;
  expect([59.9, 60, 239.9, 240].map((age) => level({ ...pending, created_at: ago(age) }))).toEqual([
    'fine',
    'warn',
    'warn',
    'late',
  ]);
  const shipped = { id: 1, status: 'shipped', created_at: ago(100_000) } as const;
  expect([2_879, 2_880, 7_199, 7_200].map((age) => level({ ...shipped, updated_at: ago(age) }))).toEqual([
    'fine',
    'warn',
    'warn',
    'late',
  ]);
  expect(level({ id: 1, status: 'delivered', created_at: ago(1e6), updated_at: ago(1e6) })).toBe('fine');
});

it('[LIMIT-1] a row that lacks one of its times is judged by the other, and one that lacks both is not urgent', () => {
  expect(level({ id: 1, created_at: null, updated_at: ago(240) })).toBe('late');
  expect(level({ id: 1, status: 'shipped', created_at: ago(7_200), updated_at: null })).toBe('late');
  expect(level({ id: 1, created_at: null, updated_at: null })).toBe('fine');
  expect(level({ id: 1, created_at: 'never' })).toBe('fine');
  expect(orderSince(anOrder({ id: 1, created_at: null, updated_at: null }))).toBeNull();
});

it('[LIMIT-3] the status of a server that tells no limits is understood', () => {
  const status = serverStatusSchema.parse({
    feed: 'live',
    since: ago(1),
    dataAgeMs: 1,
    lagMs: null,
    database: null,
    problem: null,
    changesPerMinute: 0,
    pollMs: 25,
    gaps: 0,
    oldestGapMs: null,
    clients: 1,
  });
  expect(status.limits).toEqual(DEFAULT_ORDER_LIMITS);
});
