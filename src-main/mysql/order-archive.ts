import type { DatabaseConnection } from './mysql-connection.ts';
import { classifyMysqlError } from './mysql-error.ts';

/** Columns of `order_history` as `decodeChange` takes them: the id is the one the change had in the log. */
export const ARCHIVE_COLUMNS =
  'change_id, order_id, operation_type, old_data, new_data, actor, UNIX_TIMESTAMP(changed_at) AS changed_at';

const COPIED = 'order_id, operation_type, old_data, new_data, changed_at, actor';

/**
 * Rows of `order_history`. Where it is not there yet, or this user may not read it, there are none: the log alone answers
 * then, and the preflight says what is missing. Rows only ever move from the log to here, so whoever reads both reads
 * the log first: a row may then be met twice, but never missed.
 */
export async function readArchive(
  connection: DatabaseConnection,
  sql: string,
  values: readonly unknown[] = [],
): Promise<unknown[][]> {
  try {
    return await connection.rows(sql, values);
  } catch (error) {
    const kind = classifyMysqlError(error);
    if (kind === 'missing-table' || kind === 'privilege') return [];
    throw error;
  }
}

/**
 * Copies the `count` lowest rows of the log between two ids, and keeps them locked until the transaction ends. Reads no
 * row beyond, which may be in flight. A value that does not fit is made to: it would hold the clean-up up for ever.
 *
 * @returns how many were copied
 */
export async function copyToArchive(
  connection: DatabaseConnection,
  first: number,
  last: number,
  count: number,
): Promise<number> {
  const { affectedRows } = await connection.execute(
    `INSERT IGNORE INTO order_history (change_id, ${COPIED})
     SELECT id, ${COPIED} FROM order_changes FORCE INDEX (PRIMARY)
     WHERE id BETWEEN ${first} AND ${last} ORDER BY id LIMIT ${count} FOR UPDATE`,
  );
  return affectedRows;
}

/** Deletes at most `limit` rows older than so many days, and those without a time, which nothing can show. */
export async function pruneArchive(connection: DatabaseConnection, days: number, limit: number): Promise<number> {
  try {
    const { affectedRows } = await connection.execute(
      `DELETE FROM order_history WHERE changed_at IS NULL OR changed_at < NOW(6) - INTERVAL ? DAY
       ORDER BY changed_at LIMIT ?`,
      [days, limit],
    );
    return affectedRows;
  } catch (error) {
    if (classifyMysqlError(error) === 'missing-table') return 0;
    throw error;
  }
}
