import type { UndoTarget } from '../../src-shared/command.ts';
import type { LoggedChange } from '../commands/undo-plan.ts';
import { decodeChange, LOG_COLUMNS, type LogRow } from './change-log-row.ts';
import type { DatabaseConnection } from './mysql-connection.ts';

/** Conditions per statement: each is looked up in the index on its own, so that a long list is never a scan. */
const CHUNK = 200;

/**
 * The changes that made these versions, by id of the order; those the log does not tell are not in the map. Rows of the
 * base's own triggers know no version and so are never found.
 */
export async function findChanges(
  connection: DatabaseConnection,
  targets: readonly UndoTarget[],
): Promise<ReadonlyMap<number, LoggedChange>> {
  const found = new Map<number, LoggedChange>();
  for (let start = 0; start < targets.length; start += CHUNK) {
    const chunk = targets.slice(start, start + CHUNK);
    const wanted = new Map(chunk.map((target) => [target.id, target]));
    const newest = await newestIds(connection, [...wanted.keys()]);
    const rows = (await connection.rows(
      `SELECT ${LOG_COLUMNS} FROM order_changes WHERE ${chunk.map(conditionOf).join(' OR ')} ORDER BY id`,
    )) as LogRow[];
    for (const row of rows) {
      const entry = decodeChange(row);
      const target = wanted.get(Number(row[1]));
      if (entry.kind !== 'change' || entry.event.order.version !== target?.version) continue;
      // The last one wins: an id may have been used before.
      found.set(target.id, { event: entry.event, isNewest: newest.get(target.id) === entry.event.changeId });
    }
  }
  return found;
}

async function newestIds(connection: DatabaseConnection, ids: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const rows = await connection.rows(
    'SELECT order_id, MAX(id) FROM order_changes WHERE order_id IN (?) GROUP BY order_id',
    [ids],
  );
  return new Map(rows.map(([orderId, id]) => [Number(orderId), Number(id)]));
}

/** Numbers that the wire's schema has checked, and one of three words, are written out. */
function conditionOf({ id, version, change }: UndoTarget): string {
  const data = change === 'DELETE' ? 'old_data' : 'new_data';
  // JSON_EXTRACT fails the statement on a damaged row of a column that is text.
  const logged = `IF(JSON_VALID(${data}), JSON_UNQUOTE(JSON_EXTRACT(${data}, '$.version')), NULL)`;
  return `(order_id = ${id} AND operation_type = '${change}' AND ${logged} = '${version}')`;
}
