import type { OrdersDigest } from '../feed/change-log.ts';
import { DIGEST_RANGE, DIGEST_SEPARATOR } from '../feed/orders-digest.ts';

const SEPARATOR = `CHAR(${DIGEST_SEPARATOR.charCodeAt(0)} USING utf8mb4)`;

/** The checksum of `orderChecksum` in SQL, summed per id range. Reads the whole table, by its primary key. */
export function digestStatement(condition: string): string {
  return `SELECT id DIV ${DIGEST_RANGE}, COUNT(*), SUM(CRC32(CONCAT_WS(${SEPARATOR}, id, version, customer_name, product_name,
    IF(status IS NULL OR status = '', 'pending', status), FLOOR(UNIX_TIMESTAMP(updated_at)), FLOOR(UNIX_TIMESTAMP(created_at)))))
    FROM orders WHERE ${condition} GROUP BY 1`;
}

export function interpretDigest(rows: readonly (readonly unknown[])[]): OrdersDigest {
  return new Map(rows.map(([range, count, sum]) => [Number(range), { count: Number(count), sum: Number(sum) }]));
}
