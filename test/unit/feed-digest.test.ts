import { describe, expect, it } from 'vitest';
import { crc32 } from '../../src-main/base/crc32.ts';
import { CheckpointProof } from '../../src-main/feed/checkpoint.ts';
import { DriftExpectation } from '../../src-main/feed/drift-expectation.ts';
import { DIGEST_RANGE, ExpectedDigest, orderChecksum } from '../../src-main/feed/orders-digest.ts';
import type { ChangeEvent } from '../../src-shared/change-event.ts';
import type { Order } from '../../src-shared/order.ts';

const order = (id: number, changes: Partial<Order> = {}): Order => ({
  id,
  customer_name: 'Ada',
  product_name: 'Laptop',
  status: 'pending',
  version: 1,
  updated_at: '2025-09-13T20:30:00.000Z',
  created_at: '2025-09-13T20:30:00.000Z',
  ...changes,
});
const common = (changeId: number) => ({ changeId, actor: null, at: '2025-09-13T20:30:00.000Z' });
const inserted = (changeId: number, row: Order): ChangeEvent => ({ ...common(changeId), type: 'INSERT', order: row });
const digestOf = (...rows: Order[]) => {
  const digest = ExpectedDigest.empty();
  for (const row of rows) digest.apply(inserted(0, row));
  const ranges = new Map<number, { count: number; sum: number }>();
  for (const row of rows) {
    const key = Math.floor(row.id / DIGEST_RANGE);
    const { count, sum } = ranges.get(key) ?? { count: 0, sum: 0 };
    ranges.set(key, { count: count + 1, sum: sum + orderChecksum(row) });
  }
  return ranges;
};

describe('digest of the orders', () => {
  it('[FEED-100] computes the CRC-32 that MySQL and zip compute', () => {
    expect(crc32('')).toBe(0);
    expect(crc32('123456789')).toBe(0xcbf43926);
    expect(crc32('Zoë 📦')).toBe(crc32(Buffer.from('Zoë 📦', 'utf8').toString()));
  });

  it('[FEED-101] notices any field, text moved from one field to the next, and one row put in place of another', () => {
    const base = orderChecksum(order(1));
    const others = [
      order(2),
      order(1, { version: 2 }),
      order(1, { customer_name: 'Ad', product_name: 'aLaptop' }),
      order(1, { status: 'shipped' }),
      order(1, { updated_at: '2025-09-13T20:30:01.000Z' }),
      order(1, { created_at: null }),
    ];
    for (const other of others) expect(orderChecksum(other)).not.toBe(base);
    const digest = ExpectedDigest.of(digestOf(order(1), order(2)));
    expect(digest.differences(digestOf(order(1), order(3)))).toEqual([[0, DIGEST_RANGE - 1]]);
  });

  it('[FEED-102] is kept up to date by the changes alone, in whatever sequence they come across orders', () => {
    const digest = ExpectedDigest.of(digestOf(order(1), order(DIGEST_RANGE)));
    const after = order(1, { status: 'shipped', version: 2 });
    const changes: ChangeEvent[] = [
      { ...common(1), type: 'DELETE', order: order(DIGEST_RANGE) },
      { ...common(2), type: 'UPDATE', order: after, previous: { status: 'pending', version: 1 } },
      inserted(3, order(DIGEST_RANGE * 2)),
    ];
    for (const change of changes) digest.apply(change);
    expect(digest.differences(digestOf(after, order(DIGEST_RANGE * 2)))).toEqual([]);
    expect(digest.differences(digestOf(after))).toEqual([[DIGEST_RANGE * 2, DIGEST_RANGE * 3 - 1]]);
  });

  it('[FEED-103] counts a change once, whether its view had it already or it came while the digest was computed', () => {
    const expectation = new DriftExpectation({ head: 5, gaps: [{ from: 3, to: 3 }] });
    const at = (head: number) => ({ position: { head, gaps: [] }, stamp: '' });
    expect(expectation.totalAt({ head: 5, gaps: [] })).toBeNull();
    expectation.complete(digestOf(order(5)));
    expect(expectation.totalAt({ head: 4, gaps: [] })).toBeNull();
    expectation.published({ changes: [inserted(5, order(5))], at: at(5) });
    expectation.published({ changes: [inserted(3, order(3)), inserted(6, order(6))], at: at(6) });
    expect(expectation.differences(digestOf(order(3), order(5), order(6)))).toEqual([]);
    expect(expectation.totalAt({ head: 6, gaps: [] })?.count).toBe(3);
    const ahead = expectation.copy();
    ahead.seen([{ kind: 'change', id: 7, event: inserted(7, order(7)) }]);
    expect(ahead.differences(digestOf(order(3), order(5), order(6), order(7)))).toEqual([]);
    expect(expectation.differences(digestOf(order(3), order(5), order(6)))).toEqual([]);
  });

  it('[FEED-104] proves from a checkpoint and the log since that nothing went past the log', () => {
    const total = ExpectedDigest.of(digestOf(order(1), order(2))).total();
    const at = { position: { head: 2, gaps: [] }, stamp: 's' };
    const proof = new CheckpointProof({ epoch: 'e', at, total });
    proof.seen([{ kind: 'change', id: 3, event: inserted(3, order(3)) }]);
    expect(proof.holdsFor(digestOf(order(1), order(2), order(3)))).toBe(true);
    expect(proof.holdsFor(digestOf(order(1), order(2)))).toBe(false);
    expect(proof.holdsFor(digestOf(order(1), order(2), order(3, { status: 'shipped' })))).toBe(false);
  });

  it('[FEED-105] adds up exactly beyond what a number holds', () => {
    const range = { count: 4_096, sum: 4_096 * 0xffffffff };
    const many = new Map(Array.from({ length: 5_000 }, (_, key) => [key, range] as const));
    const { count, sum } = ExpectedDigest.of(many).total();
    expect([count, sum]).toEqual([20_480_000, 20_480_000n * 0xffffffffn]);
    const one = new Map([...many, [0, { ...range, sum: range.sum + 1 }] as const]);
    expect(ExpectedDigest.of(one).total().sum - sum).toBe(1n);
  });
});
