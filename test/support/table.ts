import { type Order, orderSchema } from '../../src-shared/order.ts';
import type { TestDatabase } from './database.ts';
import { eventually } from './eventually.ts';
import { differences, type Picture } from './picture.ts';

interface Row extends Omit<Order, 'updated_at' | 'created_at'> {
  readonly updated_at: string | null;
  readonly created_at: string | null;
}

// Read as seconds since 1970, which no session's time zone changes.
const ORDERS = `SELECT id, customer_name, product_name, status, version,
    CAST(UNIX_TIMESTAMP(updated_at) AS CHAR) AS updated_at,
    CAST(UNIX_TIMESTAMP(created_at) AS CHAR) AS created_at
  FROM orders`;

/** The table `orders` as it is now, in the shape of the wire. */
export async function readTable(database: Pick<TestDatabase, 'query'>): Promise<Picture> {
  const rows = await database.query<Row>(ORDERS);
  const orders = rows.map((row) =>
    orderSchema.parse({
      ...row,
      id: Number(row.id),
      version: Number(row.version),
      updated_at: isoTime(row.updated_at),
      created_at: isoTime(row.created_at),
    }),
  );
  return new Map(orders.map((order) => [order.id, order]));
}

/**
 * Waits until every picture equals the table, row by row.
 *
 * @throws Error that names the first differences
 */
export async function eventuallyEqualTable(
  database: Pick<TestDatabase, 'query'>,
  clients: readonly { readonly picture: ReadonlyMap<number, Order> }[],
  withinMs = 30_000,
): Promise<void> {
  await eventually(
    'every picture equals the table',
    async () => {
      const table = await readTable(database);
      for (const [index, client] of clients.entries()) {
        const found = differences(client.picture, table);
        if (found.length > 0) throw new Error(`client ${index} of ${clients.length}: ${found.join('; ')}`);
      }
      return true;
    },
    withinMs,
  );
}

function isoTime(seconds: string | null): string | null {
  if (seconds === null) return null;
  const [whole = '0', fraction = ''] = seconds.split('.');
  return new Date(Number(whole) * 1000 + Number(fraction.slice(0, 3).padEnd(3, '0'))).toISOString();
}
