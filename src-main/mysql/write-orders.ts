import type { BulkOutcome } from '../../src-shared/command.ts';
import type { NewOrder, Order, OrderChanges, OrderStatus } from '../../src-shared/order.ts';
import type { OrderTarget, WriteOutcome } from '../commands/order-repository.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import { decodeOrderRow, ORDER_COLUMNS } from './order-row.ts';

// Each function is the body of one transaction.

export async function readOrder(connection: DatabaseConnection, id: number): Promise<Order | null> {
  const [row] = await connection.rows(`SELECT ${ORDER_COLUMNS} FROM orders WHERE id = ?`, [id]);
  return row === undefined ? null : decodeOrderRow(row);
}

export async function insertOrder(connection: DatabaseConnection, order: NewOrder): Promise<Order> {
  const { insertId } = await connection.execute(
    'INSERT INTO orders (customer_name, product_name, status) VALUES (?, ?, ?)',
    [order.customer_name, order.product_name, order.status ?? 'pending'],
  );
  const created = await readOrder(connection, insertId);
  if (created === null) throw new Error('the order that was just created cannot be found');
  return created;
}

export async function updateOrder(
  connection: DatabaseConnection,
  { id, expectedVersion }: OrderTarget,
  changes: OrderChanges,
): Promise<WriteOutcome> {
  const fields = (['customer_name', 'product_name', 'status'] as const).filter((field) => changes[field] !== undefined);
  // The trigger sets the version too; where somebody dropped it, two editors must still not overwrite each other.
  const assignments = [...fields.map((field) => `${field} = ?`), 'version = version + 1'].join(', ');
  const values: unknown[] = [...fields.map((field) => changes[field]), id];
  const condition = expectedVersion === undefined ? '' : ' AND version = ?';
  if (expectedVersion !== undefined) values.push(expectedVersion);
  const { affectedRows } = await connection.execute(
    `UPDATE orders SET ${assignments} WHERE id = ?${condition}`,
    values,
  );
  const row = await readOrder(connection, id);
  if (row === null) return { kind: 'not-found' };
  return affectedRows === 0 ? { kind: 'conflict', current: row } : { kind: 'written', order: row };
}

export async function deleteOrder(
  connection: DatabaseConnection,
  { id, expectedVersion }: OrderTarget,
): Promise<WriteOutcome> {
  const [row] = await connection.rows(`SELECT ${ORDER_COLUMNS} FROM orders WHERE id = ? FOR UPDATE`, [id]);
  if (row === undefined) return { kind: 'not-found' };
  const order = decodeOrderRow(row);
  if (expectedVersion !== undefined && order.version !== expectedVersion) return { kind: 'conflict', current: order };
  await connection.execute('DELETE FROM orders WHERE id = ?', [id]);
  return { kind: 'written', order };
}

export async function setStatusOfOrders(
  connection: DatabaseConnection,
  targets: readonly OrderTarget[],
  status: OrderStatus,
): Promise<BulkOutcome> {
  const { found, conflicts, notFound } = await lockMany(connection, targets);
  if (found.length === 0) return { updated: [], deleted: [], conflicts, notFound };
  const wanted = found.map(({ id }) => id);
  await connection.execute(
    'UPDATE orders FORCE INDEX (PRIMARY) SET status = ?, version = version + 1 WHERE id IN (?)',
    [status, wanted],
  );
  return { updated: await readOrders(connection, wanted, ''), deleted: [], conflicts, notFound };
}

export async function deleteOrders(
  connection: DatabaseConnection,
  targets: readonly OrderTarget[],
): Promise<BulkOutcome> {
  const { found, conflicts, notFound } = await lockMany(connection, targets);
  if (found.length > 0) {
    // Only a DELETE that names its table twice may be told the index.
    await connection.execute('DELETE orders FROM orders FORCE INDEX (PRIMARY) WHERE id IN (?)', [
      found.map(({ id }) => id),
    ]);
  }
  return { updated: [], deleted: found, conflicts, notFound };
}

/** The orders that may be written, ascending, and why the others may not. */
async function lockMany(
  connection: DatabaseConnection,
  targets: readonly OrderTarget[],
): Promise<{ found: Order[]; conflicts: Order[]; notFound: number[] }> {
  const ids = targets.map(({ id }) => id).sort((a, b) => a - b);
  // Locked in the sequence of ids, so that two bulk changes wait for each other instead of deadlocking. The index is
  // forced because a scan of a small table would lock orders that nobody named.
  const locked = await readOrders(connection, ids, ' FOR UPDATE');
  const byId = new Map(locked.map((order) => [order.id, order]));
  const outcome = { found: [] as Order[], conflicts: [] as Order[], notFound: [] as number[] };
  for (const { id, expectedVersion } of targets) {
    const order = byId.get(id);
    if (order === undefined) outcome.notFound.push(id);
    else if (expectedVersion !== undefined && order.version !== expectedVersion) outcome.conflicts.push(order);
    else outcome.found.push(order);
  }
  outcome.found.sort((a, b) => a.id - b.id);
  return outcome;
}

/** @param ids ascending, so that two who lock many wait for each other instead of deadlocking */
export async function readOrders(
  connection: DatabaseConnection,
  ids: readonly number[],
  lock: string,
): Promise<Order[]> {
  if (ids.length === 0) return [];
  const rows = await connection.rows(
    `SELECT ${ORDER_COLUMNS} FROM orders FORCE INDEX (PRIMARY) WHERE id IN (?) ORDER BY id${lock}`,
    [ids],
  );
  return rows.map((row) => decodeOrderRow(row));
}
