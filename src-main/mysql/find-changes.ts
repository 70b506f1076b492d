import type { UndoTarget } from '../../src-shared/command.ts';
import type { LoggedChange } from '../commands/undo-plan.ts';
import { decodeChange, LOG_COLUMNS, type LogRow } from './change-log-row.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import { ARCHIVE_COLUMNS, readArchive } from './order-archive.ts';

/** Conditions per statement: each is looked up in the index on its own, so that a long list is never a scan. */
const CHUNK = 200;

/**
 * The changes that made these versions, by id of the order; those that neither the log nor its archive tells are not in
 * the map. Rows of the base's own triggers know no version and so are never found.
 */
export async function findChanges(
  connection: DatabaseConnection,
  targets: readonly UndoTarget[],
): Promise<ReadonlyMap<number, LoggedChange>> {
  const found = new Map<number, LoggedChange>();
  for (let start = 0; start < targets.length; start += CHUNK) {
    await findChunk(connection, targets.slice(start, start + CHUNK), found);
  }
  return found;
}

async function findChunk(
  connection: DatabaseConnection,
  targets: readonly UndoTarget[],
  found: Map<number, LoggedChange>,
): Promise<void> {
  // Only who takes a delete back asks whether it was the last thing that happened.
  const newest = await newestChanges(
    connection,
    targets.filter(({ change }) => change === 'DELETE').map(({ id }) => id),
  );
  const take = (rows: readonly LogRow[], asked: readonly UndoTarget[]) => {
    const wanted = new Map(asked.map((target) => [target.id, target]));
    for (const row of rows) {
      const entry = decodeChange(row);
      const target = wanted.get(Number(row[1]));
      if (entry.kind !== 'change' || entry.event.order.version !== target?.version) continue;
      // The last one wins: an id may have been used before.
      found.set(target.id, { event: entry.event, isNewest: newest.get(target.id) === entry.event.changeId });
    }
  };
  const logged = `SELECT ${LOG_COLUMNS} FROM order_changes WHERE ${conditionOf(targets)} ORDER BY id`;
  take((await connection.rows(logged)) as LogRow[], targets);
  const left = targets.filter(({ id }) => !found.has(id));
  if (left.length === 0) return;
  const archived = `SELECT ${ARCHIVE_COLUMNS} FROM order_history WHERE ${conditionOf(left)} ORDER BY id`;
  take((await readArchive(connection, archived)) as LogRow[], left);
}

/** The id of the newest change of each order, by the order's id. */
async function newestChanges(
  connection: DatabaseConnection,
  ids: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  if (ids.length === 0) return new Map();
  const logged = await connection.rows(
    'SELECT order_id, MAX(id) FROM order_changes WHERE order_id IN (?) GROUP BY order_id',
    [ids],
  );
  const newest = new Map(logged.map(([orderId, id]) => [Number(orderId), Number(id)]));
  const left = ids.filter((id) => !newest.has(id));
  if (left.length === 0) return newest;
  const archived = await readArchive(
    connection,
    `SELECT order_id, change_id FROM order_history
     JOIN (SELECT MAX(id) AS newest FROM order_history WHERE order_id IN (?) GROUP BY order_id) AS ends
       ON id = newest`,
    [left],
  );
  for (const [orderId, changeId] of archived) newest.set(Number(orderId), Number(changeId));
  return newest;
}

/** Numbers that the wire's schema has checked, and one of three words, are written out. */
function conditionOf(targets: readonly UndoTarget[]): string {
  return targets.map(isChange).join(' OR ');
}

function isChange({ id, version, change }: UndoTarget): string {
  const data = change === 'DELETE' ? 'old_data' : 'new_data';
  // JSON_EXTRACT fails the statement on a damaged row of a column that is text.
  const logged = `IF(JSON_VALID(${data}), JSON_UNQUOTE(JSON_EXTRACT(${data}, '$.version')), NULL)`;
  return `(order_id = ${id} AND operation_type = '${change}' AND ${logged} = '${version}')`;
}
