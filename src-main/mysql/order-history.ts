import type { ChangeEvent } from '../../src-shared/change-event.ts';
import type { OrderHistory } from '../../src-shared/rest-api.ts';
import { isWholeLife } from '../commands/whole-life.ts';
import { decodeChange, LOG_COLUMNS, type LogRow } from './change-log-row.ts';
import { completeLegacyRow } from './legacy-log-row.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import { ARCHIVE_COLUMNS, readArchive } from './order-archive.ts';

/** Changes of one order in the log and in its archive, newest first. Damaged rows are left out. */
export async function readHistory(connection: DatabaseConnection, id: number, limit: number): Promise<OrderHistory> {
  // One more than asked for tells whether there is more.
  const rows = await newestRows(connection, id, limit + 1);
  const changes: ChangeEvent[] = [];
  for (const row of rows.slice(0, limit)) {
    const entry = decodeChange(completeLegacyRow(row));
    if (entry.kind === 'change') changes.push(entry.event);
  }
  return { changes, complete: changes.length === rows.length && isWholeLife(changes) };
}

async function newestRows(connection: DatabaseConnection, id: number, count: number): Promise<LogRow[]> {
  const logged = (await connection.rows(
    `SELECT ${LOG_COLUMNS} FROM order_changes WHERE order_id = ? AND id <= ? ORDER BY id DESC LIMIT ?`,
    [id, Number.MAX_SAFE_INTEGER, count],
  )) as LogRow[];
  if (logged.length === count) return logged;
  // What moved since the first statement comes a second time.
  const archived = (await readArchive(
    connection,
    `SELECT ${ARCHIVE_COLUMNS} FROM order_history WHERE order_id = ? ORDER BY id DESC LIMIT ?`,
    [id, count + logged.length],
  )) as LogRow[];
  const known = new Set(logged.map(([changeId]) => String(changeId)));
  return [...logged, ...archived.filter(([changeId]) => !known.has(String(changeId)))].slice(0, count);
}
