import { describe, expect, it } from 'vitest';
import { backoffMs, retryAfterMs } from '../../src-renderer/connection/backoff.ts';
import type { ConnectionState } from '../../src-renderer/connection/connection-state.ts';
import { type FreshnessInput, freshnessOf, looksOld } from '../../src-renderer/connection/freshness.ts';
import { createConsoleStore, reduceMessages } from '../../src-renderer/store/store.ts';
import { pillText } from '../../src-renderer/views/frame/pill-text.ts';
import { DEFAULT_ORDER_LIMITS } from '../../src-shared/order-limits.ts';
import type { ServerStatus } from '../../src-shared/server-status.ts';
import { seededRandom, testSeed } from '../support/random.ts';

const status: ServerStatus = {
  feed: 'live',
  since: '2025-09-13T20:30:00.000Z',
  dataAgeMs: 10,
  lagMs: { p50: 14, p95: 20, p99: 30 },
  database: 'MySQL 9.7.4',
  problem: null,
  changesPerMinute: 5,
  pollMs: 25,
  gaps: 0,
  oldestGapMs: null,
  clients: 1,
  limits: DEFAULT_ORDER_LIMITS,
};
const live: ConnectionState = { kind: 'live', transport: 'websocket' };
const reconnecting: ConnectionState = {
  kind: 'reconnecting',
  transport: 'websocket',
  since: 0,
  nextTryAt: 104_000,
  detail: 'gone',
};

function fresh(part: Partial<FreshnessInput>) {
  return freshnessOf({ connection: live, status, dataAsOf: 100_000, ...part }, 101_000);
}

describe('waits', () => {
  it('[CONN-40] double up to 10 s, and half of each is chance', () => {
    expect([0, 1, 2, 5, 6, 60].map((attempt) => backoffMs(attempt, 0))).toEqual([125, 250, 500, 4_000, 5_000, 5_000]);
    const random = seededRandom(testSeed());
    for (let attempt = 0; attempt < 200; attempt += 1) {
      const full = Math.min(10_000, 250 * 2 ** attempt);
      const wait = backoffMs(attempt, random());
      expect(wait).toBeGreaterThanOrEqual(full / 2);
      expect(wait).toBeLessThanOrEqual(full);
    }
  });

  it('[CONN-41] asked for by the server are never cut short, and are spread out', () => {
    expect(retryAfterMs(3_000, 0)).toBe(3_000);
    expect(retryAfterMs(3_000, 0.999)).toBeGreaterThan(4_400);
    expect(retryAfterMs(0, 0.5)).toBe(125);
  });
});

describe('freshness', () => {
  it('[FRESH-1] is live with the measured lag', () => {
    expect(fresh({})).toEqual({ kind: 'live', transport: 'websocket', lagMs: 14 });
  });

  it('[FRESH-2] says that the database is lost, although the server is reached', () => {
    const lost = { ...status, feed: 'reconnecting', problem: 'MySQL refuses.' } as const;
    expect(fresh({ status: lost })).toMatchObject({ kind: 'database-lost', problem: 'MySQL refuses.', blocked: false });
    expect(fresh({ status: { ...lost, feed: 'blocked' } })).toMatchObject({ kind: 'database-lost', blocked: true });
  });

  it('[FRESH-7] says so before the first picture too, when the server waits for its database', () => {
    const lost = { ...status, feed: 'reconnecting', problem: 'Nothing listens there.' } as const;
    const connection = { kind: 'connecting', transport: 'ipc' } as const;
    expect(fresh({ connection, status: lost, dataAsOf: null })).toMatchObject({ kind: 'database-lost' });
    expect(fresh({ connection, status: null, dataAsOf: null })).toEqual({ kind: 'connecting' });
  });

  it('[FRESH-3] counts down while reconnecting, with the age of the data', () => {
    expect(fresh({ connection: reconnecting })).toEqual({ kind: 'reconnecting', ageMs: 1_000, nextTryInMs: 3_000 });
    expect(fresh({ connection: reconnecting, dataAsOf: null })).toMatchObject({ ageMs: null });
  });

  it('[FRESH-4] is stale from 30 s on, connected or not', () => {
    expect(fresh({ dataAsOf: 71_001 })).toMatchObject({ kind: 'live' });
    expect(fresh({ dataAsOf: 71_000 })).toMatchObject({ kind: 'stale', ageMs: 30_000, reconnecting: false });
    expect(fresh({ dataAsOf: 71_000, connection: reconnecting })).toMatchObject({ kind: 'stale', reconnecting: true });
  });

  it('[FRESH-5] dims the rows when they are stale, with a lost database too', () => {
    const lost = fresh({ status: { ...status, feed: 'reconnecting' } });
    expect(looksOld(lost, 29_000)).toBe(false);
    expect(looksOld(lost, 30_000)).toBe(true);
    expect(looksOld(fresh({ dataAsOf: 0 }), 101_000)).toBe(true);
    expect(looksOld(fresh({}), 1_000)).toBe(false);
  });

  it('[FRESH-6] counts the age of the data from when the server told it', () => {
    const before = createConsoleStore(live).getState();
    const told = reduceMessages(before, [
      { at: 5_000, message: { type: 'status', status: { ...status, dataAgeMs: 40 } } },
      { at: 7_000, message: { type: 'heartbeat', dataAgeMs: 300 } },
      { at: 9_000, message: { type: 'heartbeat', dataAgeMs: null } },
    ]);
    expect(told.dataAsOf).toBe(6_700);
    expect(told.status?.database).toBe('MySQL 9.7.4');
  });
});

describe('the pill', () => {
  const now = new Date(2025, 8, 13, 14, 3, 22).getTime();

  it('[FRESH-10] says live and the lag, and which way when it is not the usual one', () => {
    expect(pillText(fresh({}), 100, now)).toEqual({ tone: 'good', label: 'Live', detail: '14 ms' });
    const stream = fresh({ connection: { kind: 'live', transport: 'event-stream' } });
    expect(pillText(stream, 100, now).detail).toBe('by stream, 14 ms');
  });

  it('[FRESH-11] says the age of the data as soon as it is more than a few seconds', () => {
    expect(pillText(fresh({}), 12_000, now).detail).toBe('data 12 s old');
  });

  it('[FRESH-12] says from when the data is while reconnecting, and when the next try is', () => {
    expect(pillText(fresh({ connection: reconnecting }), 1_000, now)).toEqual({
      tone: 'warn',
      label: 'Reconnecting',
      detail: 'data from 14:03:21, next try in 3 s',
    });
  });

  it('[FRESH-13] says how many are still to come while catching up', () => {
    const connection = { kind: 'catching-up', transport: 'websocket', what: 'snapshot' } as const;
    const freshness = fresh({ connection: { ...connection, received: 880, expected: 5_000 } });
    expect(pillText(freshness, null, now)).toEqual({ tone: 'busy', label: 'Catching up', detail: '4,120' });
  });

  it('[FRESH-14] says in plain words that MySQL is not reachable', () => {
    const since = new Date(2025, 8, 13, 14, 1).toISOString();
    const freshness = fresh({ status: { ...status, feed: 'reconnecting', since } });
    expect(pillText(freshness, 0, now)).toEqual({
      tone: 'bad',
      label: 'MySQL not reachable since 14:01',
      detail: null,
    });
  });
});
