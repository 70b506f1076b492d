import { beforeAll, describe, expect, it } from 'vitest';
import { defaultPreferences, readPreferences } from '../../src-renderer/store/preferences.ts';
import { laterWords } from '../../src-renderer/strings.ts';
import { formatAge, formatMs, formatNumber, formatSpan } from '../../src-renderer/ui/format.ts';
import { hrefOf, parseRoute } from '../../src-renderer/ui/route.ts';
import { exactTime, relativeTime } from '../../src-renderer/ui/time.ts';
import { healthSentence } from '../../src-renderer/views/monitor/health-sentence.ts';
import { matches } from '../../src-renderer/views/orders/order-filter.ts';
import { wordsOf } from '../../src-shared/order-search.ts';
import type { Stats } from '../../src-shared/rest-api.ts';
import { anOrder } from '../support/orders.ts';
import { quietStats } from '../support/quiet-stats.ts';

describe('times', () => {
  const now = new Date(2025, 8, 13, 14, 3, 22).getTime();
  const ago = (ms: number): string => relativeTime(new Date(now - ms).toISOString(), now);

  it('[WORDS-1] are relative under an hour, the clock today, the date before', () => {
    expect([3_000, 42_000, 180_000, 3_599_000].map(ago)).toEqual(['now', '42 s', '3 min', '59 min']);
    expect(ago(3 * 3_600_000)).toBe('11:03');
    expect(ago(24 * 3_600_000)).toMatch(/^12 Sept?$/);
    expect(ago(400 * 24 * 3_600_000)).toBe('9 Aug 2024');
  });

  it('[WORDS-2] a moment ahead are now, not in the future', () => {
    expect(ago(-4_000)).toBe('now');
  });

  it('[WORDS-3] are exact in the zone of the viewer and in UTC on hover', () => {
    expect(exactTime('2025-09-13T20:30:05.000Z')).toContain('2025-09-13 20:30:05 UTC');
    expect(exactTime('no time')).toBe('no time');
  });
});

describe('figures', () => {
  it('[WORDS-4] have group separators and units', () => {
    expect(formatNumber(1_204)).toBe('1,204');
    expect([0.42, 8.36, 14.2, 1_240].map(formatMs)).toEqual(['0.4 ms', '8.4 ms', '14 ms', '1.2 s']);
    expect([900, 61_000, 3_600_000, 90_000_000].map(formatSpan)).toEqual(['0 s', '1 min', '1 h', '1 d 1 h']);
    expect([400, 12_000].map(formatAge)).toEqual(['0.4 s', '12 s']);
  });
});

describe('the search', () => {
  it('[WORDS-10] finds every word in number, customer or product, whatever the case', () => {
    const order = anOrder({ id: 1_042, customer_name: 'Ada Ltd', product_name: 'USB-C cable' });
    for (const search of ['ada', 'LTD cable', '#1042', '042', '']) {
      expect(matches(order, null, wordsOf(search))).toBe(true);
    }
    for (const search of ['ada phone', 'pending', '1043']) expect(matches(order, null, wordsOf(search))).toBe(false);
    expect(matches(order, 'shipped', [])).toBe(false);
  });

  it('[WORDS-11] a copy with another name is found by its own name, and is a plain copy', () => {
    const order = anOrder({ id: 1_042, customer_name: 'Ada Ltd' });
    expect(matches(order, null, ['ada'])).toBe(true);
    const renamed = { ...order, customer_name: 'Bob Ltd' };
    expect([matches(renamed, null, ['ada']), matches(renamed, null, ['bob'])]).toEqual([false, true]);
    expect(renamed).toStrictEqual({ ...anOrder({ id: 1_042, customer_name: 'Bob Ltd' }) });
  });
});

describe('addresses', () => {
  it('[WORDS-20] lead to a view or an order and back', () => {
    for (const hash of ['#/orders', '#/orders/1042', '#/monitor']) expect(hrefOf(parseRoute(hash))).toBe(hash);
    for (const hash of ['', '#/orders/0', '#/orders/abc', '#/orders/99999999999999999999', '#/nowhere']) {
      expect(parseRoute(hash)).toEqual({ view: 'orders', orderId: null });
    }
  });
});

describe('preferences', () => {
  it('[WORDS-30] survive a damaged or older entry', () => {
    for (const stored of [
      null,
      '{',
      '7',
      '{"density":"huge","sort":{"column":3},"hiddenColumns":[1]}',
      '{"sort":{"column":"id","direction":"up"}}',
    ]) {
      expect(readPreferences(stored)).toEqual(defaultPreferences);
    }
    const kept = { ...defaultPreferences, density: 'touch', sort: { column: 'status', direction: 'asc' } } as const;
    expect(readPreferences(JSON.stringify(kept))).toEqual(kept);
  });
});

describe('the sentence of health', () => {
  beforeAll(laterWords);

  const now = new Date(2025, 8, 13, 14, 3, 22).getTime();
  const stats = quietStats(new Date(now - 120_000).toISOString());
  const say = (part: Partial<Stats['status']>): string =>
    healthSentence({ ...stats, status: { ...stats.status, ...part } }, now).sentence;

  it('[WORDS-40] says that all is well, and how fast', () => {
    expect(say({})).toBe('Everything is delivered within 14 ms; nothing is waiting.');
    expect(say({ lagMs: null })).toContain('Nothing has changed in the last minute');
  });

  it('[WORDS-41] says the worst thing that is true', () => {
    expect(say({ feed: 'reconnecting' })).toContain('MySQL has not been reachable since 14:01');
    expect(say({ lagMs: { p50: 400, p95: 900, p99: 1_200 } })).toContain('1.2 s');
    expect(say({ gaps: 1, oldestGapMs: 60_000 })).toContain('1 transaction is still open, the oldest for 1 min');
    const finding = { code: 'x', severity: 'error', message: 'm', repair: null } as const;
    expect(healthSentence({ ...stats, preflight: [finding] }, now)).toMatchObject({ tone: 'bad' });
  });
});
