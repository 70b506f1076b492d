import type { ChangeEvent } from '../../src-shared/change-event.ts';
import type { OrderHistory } from '../../src-shared/rest-api.ts';
import { decodeChange, LOG_COLUMNS, type LogRow } from './change-log-row.ts';
import { completeLegacyRow } from './legacy-log-row.ts';
import type { DatabaseConnection } from './mysql-connection.ts';

/** Changes of one order that are still in the log, newest first. Damaged rows are left out. */
export async function readHistory(connection: DatabaseConnection, id: number, limit: number): Promise<OrderHistory> {
  const rows = (await connection.rows(
    `SELECT ${LOG_COLUMNS} FROM order_changes WHERE order_id = ? AND id <= ? ORDER BY id DESC LIMIT ?`,
    [id, Number.MAX_SAFE_INTEGER, limit],
  )) as LogRow[];
  const changes: ChangeEvent[] = [];
  for (const row of rows) {
    const entry = decodeChange(completeLegacyRow(row));
    if (entry.kind === 'change') changes.push(entry.event);
  }
  // The first change of an order is its INSERT: where that is missing, something has left the log or is damaged.
  const complete = changes.length === rows.length && changes[changes.length - 1]?.type === 'INSERT';
  return { changes, complete };
}
