import type { ChangeEvent } from '../../src-shared/change-event.ts';
import type { Order } from '../../src-shared/order.ts';
import { crc32 } from '../base/crc32.ts';
import type { OrdersDigest } from './change-log.ts';

/** Ids per range of a digest: a range that differs says where to look. */
export const DIGEST_RANGE = 4_096;

/** Between the fields of a row, so that moving text from one field to the next changes the checksum. */
export const DIGEST_SEPARATOR = '\u001f';

/**
 * Checksum of one order; `mysql/orders-digest-sql.ts` computes the same in SQL. It covers the content and not only
 * the version, since a write that went past the triggers does not raise it.
 */
export function orderChecksum(order: Order): number {
  const fields = [
    order.id,
    order.version,
    order.customer_name,
    order.product_name,
    order.status,
    ...[order.updated_at, order.created_at].flatMap((time) =>
      time === null ? [] : [Math.floor(Date.parse(time) / 1000)],
    ),
  ];
  return crc32(fields.join(DIGEST_SEPARATOR));
}

/** All orders together. The sum is a bigint: five million orders go beyond what a number holds exactly. */
export interface DigestTotal {
  readonly count: number;
  readonly sum: bigint;
}

/** What the table must look like, kept up to date from the changes alone. Sums, so that order does not matter. */
export class ExpectedDigest {
  private constructor(private readonly ranges: Map<number, { readonly count: number; readonly sum: number }>) {}

  static empty(): ExpectedDigest {
    return new ExpectedDigest(new Map());
  }

  static of(digest: OrdersDigest): ExpectedDigest {
    return new ExpectedDigest(new Map(digest));
  }

  copy(): ExpectedDigest {
    return ExpectedDigest.of(this.ranges);
  }

  /** Adds what another digest holds: the orders of both together. */
  add(digest: OrdersDigest): void {
    for (const [key, { count, sum }] of digest) this.addTo(key, count, sum);
  }

  apply(change: ChangeEvent): void {
    switch (change.type) {
      case 'INSERT':
        this.applyOrder(change.order, 1);
        return;
      case 'DELETE':
        this.applyOrder(change.order, -1);
        return;
      case 'UPDATE':
        this.applyOrder({ ...change.order, ...change.previous } as Order, -1);
        this.applyOrder(change.order, 1);
        return;
    }
  }

  total(): DigestTotal {
    let count = 0;
    let sum = 0n;
    for (const range of this.ranges.values()) {
      count += range.count;
      sum += BigInt(range.sum);
    }
    return { count, sum };
  }

  /** Ranges in which the table is not what the changes lead to, as `[firstId, lastId]`. */
  differences(actual: OrdersDigest): readonly (readonly [number, number])[] {
    const keys = new Set([...this.ranges.keys(), ...actual.keys()]);
    const nothing = { count: 0, sum: 0 };
    return [...keys]
      .filter((key) => {
        const expected = this.ranges.get(key) ?? nothing;
        const found = actual.get(key) ?? nothing;
        return expected.count !== found.count || expected.sum !== found.sum;
      })
      .sort((a, b) => a - b)
      .map((key) => [key * DIGEST_RANGE, (key + 1) * DIGEST_RANGE - 1] as const);
  }

  private applyOrder(order: Order, sign: 1 | -1): void {
    this.addTo(Math.floor(order.id / DIGEST_RANGE), sign, sign * orderChecksum(order));
  }

  private addTo(key: number, count: number, sum: number): void {
    const range = this.ranges.get(key) ?? { count: 0, sum: 0 };
    this.ranges.set(key, { count: range.count + count, sum: range.sum + sum });
  }
}
