import { createHash } from 'node:crypto';
import type { CreatedOrders } from '../../src-shared/command.ts';
import type { NewOrder } from '../../src-shared/order.ts';
import type { BatchOutcome } from '../commands/order-repository.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import { mysqlErrno } from './mysql-error.ts';
import { REPRESENTABLE } from './order-row.ts';

const DUPLICATE_KEY = 1062;
/** Keys forgotten in one go, so that no lock gets large. */
const SLICE = 100;

type Created = CreatedOrders['orders'];

/**
 * The body of one transaction at REPEATABLE READ. The key is taken first: a second sender of the same batch then waits
 * for the first one's end, and either finds its orders or creates them itself.
 */
export async function insertOrders(
  connection: DatabaseConnection,
  batchKey: string,
  orders: readonly NewOrder[],
): Promise<BatchOutcome> {
  const hash = contentHash(orders);
  try {
    await connection.execute('INSERT INTO orderdeck_batches (batch_key, content_hash, orders) VALUES (?, ?, ?)', [
      batchKey,
      hash,
      '[]',
    ]);
  } catch (error) {
    if (mysqlErrno(error) !== DUPLICATE_KEY) throw error;
    return repeatedBatch(connection, batchKey, hash);
  }
  const created = await insertRows(connection, orders);
  await connection.execute('UPDATE orderdeck_batches SET orders = ? WHERE batch_key = ?', [
    JSON.stringify(created.map(({ id, version }) => [id, version])),
    batchKey,
  ]);
  return { kind: 'created', orders: created, repeated: false };
}

/** Forgets the keys of yesterday. A statement of its own: in the transaction it would hold up every other batch. */
export async function forgetOldBatches(connection: DatabaseConnection): Promise<void> {
  await connection.execute(
    `DELETE FROM orderdeck_batches WHERE created_at < CURRENT_TIMESTAMP(6) - INTERVAL 1 DAY
     ORDER BY created_at LIMIT ${SLICE}`,
  );
}

async function repeatedBatch(connection: DatabaseConnection, batchKey: string, hash: string): Promise<BatchOutcome> {
  // A locking read sees what is committed now, whatever this transaction has read before.
  const [row] = await connection.rows(
    'SELECT content_hash, orders FROM orderdeck_batches WHERE batch_key = ? LOCK IN SHARE MODE',
    [batchKey],
  );
  if (row?.[0] !== hash) return { kind: 'other-content' };
  const pairs = JSON.parse(String(row[1])) as [id: number, version: number][];
  return { kind: 'created', orders: pairs.map(([id, version]) => ({ id, version })), repeated: true };
}

/**
 * One statement for all rows. Other writers may be given ids in between (innodb_autoinc_lock_mode = 2), so the ids are
 * not counted on from the first one: a view from before the INSERT shows, from its first id on, these rows alone.
 */
async function insertRows(connection: DatabaseConnection, orders: readonly NewOrder[]): Promise<Created> {
  await connection.rows('SELECT id FROM orders ORDER BY id DESC LIMIT 1');
  const { insertId } = await connection.execute('INSERT INTO orders (customer_name, product_name, status) VALUES ?', [
    orders.map(({ customer_name, product_name, status }) => [customer_name, product_name, status ?? 'pending']),
  ]);
  const rows = await connection.rows(
    `SELECT id, version FROM orders WHERE id >= ? AND ${REPRESENTABLE} ORDER BY id LIMIT ?`,
    [insertId, orders.length + 1],
  );
  if (rows.length !== orders.length) throw new Error('the orders that were just created cannot be told from others');
  return rows.map(([id, version]) => ({ id: Number(id), version: Number(version) }));
}

/** Of what would be stored, whatever the sequence of keys in the request. */
function contentHash(orders: readonly NewOrder[]): string {
  const rows = orders.map(({ customer_name, product_name, status }) => [
    customer_name,
    product_name,
    status ?? 'pending',
  ]);
  return createHash('sha256').update(JSON.stringify(rows)).digest('hex');
}
