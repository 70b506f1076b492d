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

/** What the table must look like, kept up to date from the changes alone. Sums, so that order does not matter. */
export class ExpectedDigest {
  private constructor(private readonly ranges: Map<number, { count: number; sum: number }>) {}

  static of(digest: OrdersDigest): ExpectedDigest {
    return new ExpectedDigest(new Map([...digest].map(([range, { count, sum }]) => [range, { count, sum }])));
  }

  copy(): ExpectedDigest {
    return ExpectedDigest.of(this.ranges);
  }

  apply(change: ChangeEvent): void {
    switch (change.type) {
      case 'INSERT':
        this.add(change.order, 1);
        return;
      case 'DELETE':
        this.add(change.order, -1);
        return;
      case 'UPDATE':
        this.add({ ...change.order, ...change.previous } as Order, -1);
        this.add(change.order, 1);
        return;
    }
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

  private add(order: Order, sign: 1 | -1): void {
    const key = Math.floor(order.id / DIGEST_RANGE);
    const range = this.ranges.get(key) ?? { count: 0, sum: 0 };
    this.ranges.set(key, { count: range.count + sign, sum: range.sum + sign * orderChecksum(order) });
  }
}
