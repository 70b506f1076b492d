import { ORDER_STATUSES, type Order, type OrderStatus } from '../../src-shared/order.ts';

/** Columns of `orders` in the sequence `decodeOrderRow` takes them. */
export const ORDER_COLUMNS = 'id, customer_name, product_name, status, version, updated_at, created_at';

/**
 * Orders that can be shown. An id beyond 2^53 - 1 would reach a JavaScript client as another order's id, so every
 * statement leaves such rows out, and the preflight reports them.
 */
export const REPRESENTABLE = `id BETWEEN 1 AND ${Number.MAX_SAFE_INTEGER}`;

/**
 * One row of `SELECT ORDER_COLUMNS FROM orders WHERE REPRESENTABLE`, read as an array in a session in UTC.
 *
 * @throws RangeError for an id that is not representable
 */
export function decodeOrderRow(row: readonly unknown[]): Order {
  const [id, customerName, productName, status, version, updatedAt, createdAt] = row;
  // The driver hands out integers beyond 2^53 - 1 as text.
  if (typeof id !== 'number') throw new RangeError(`order id ${String(id)} is beyond 2^53 - 1`);
  return {
    id,
    customer_name: textOf(customerName),
    product_name: textOf(productName),
    status: decodeStatus(status),
    version: Number(version),
    updated_at: decodeTimestamp(updatedAt),
    created_at: decodeTimestamp(createdAt),
  };
}

/** NULL and the empty string (what MySQL stores for an unknown ENUM value outside strict mode) read as `pending`. */
export function decodeStatus(status: unknown): OrderStatus {
  return status === 'shipped' || status === 'delivered' ? status : ORDER_STATUSES[0];
}

/**
 * `YYYY-MM-DD HH:MM:SS[.ffffff]` in UTC to ISO 8601 with milliseconds; NULL and zero dates to `null`.
 * Works on the text alone: a Date would cost ten times as much on a table of 100,000 rows.
 */
export function decodeTimestamp(value: unknown): string | null {
  if (typeof value !== 'string' || value.length < 19 || value.startsWith('0000')) return null;
  const millis = value.length > 20 ? value.slice(20, 23).padEnd(3, '0') : '000';
  return `${value.slice(0, 10)}T${value.slice(11, 19)}.${millis}Z`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
