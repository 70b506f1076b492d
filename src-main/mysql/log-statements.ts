import type { AnchoredPosition, LogEntry, LogRead } from '../feed/change-log.ts';
import { advance, type IdRange } from '../feed/position.ts';
import { decodeChange, LOG_COLUMNS, type LogRow, stampOf } from './change-log-row.ts';
import { idRangesSql } from './id-ranges-sql.ts';
import type { DatabaseConnection } from './mysql-connection.ts';

/** Ids that a JavaScript number holds exactly. Rows beyond are reported (`LogServerSettings.idsTooLarge`), never misread. */
export const MAX_ID = Number.MAX_SAFE_INTEGER;

/** Rows that fill gaps, at most so many per read: a transaction over a million rows must not come in one piece. */
export const LATE_LIMIT = 2_000;

const SELECT = `SELECT ${LOG_COLUMNS} FROM order_changes FORCE INDEX (PRIMARY)`;

/**
 * The statement of one read: the row of the position's head (the anchor), the rows above it, and the gaps. UNION ALL
 * is one statement, so all of it comes from one read view.
 */
export function readStatement(from: AnchoredPosition, limit: number, alsoWatch: readonly IdRange[]): string {
  const { head, gaps } = from.position;
  // The anchor itself, the rows wanted, and one more to see whether rows are left.
  const above = `(${SELECT} WHERE id >= ${head} AND id <= ${MAX_ID} ORDER BY id LIMIT ${limit + 2})`;
  const below = [...gaps, ...alsoWatch];
  if (below.length === 0) return above;
  return `${above} UNION ALL (${SELECT} WHERE ${idRangesSql(below)} ORDER BY id LIMIT ${LATE_LIMIT + 1})`;
}

/** What the rows of `readStatement` mean. */
export function interpretRead(
  rows: readonly LogRow[],
  oldestId: number | null,
  from: AnchoredPosition,
  limit: number,
): LogRead {
  const { head } = from.position;
  const byId = new Map<number, LogRow>();
  for (const row of rows) byId.set(Number(row[0]), row);
  const anchor = byId.get(head);
  byId.delete(head);
  const ids = [...byId.keys()].sort((a, b) => a - b);
  const late = ids.filter((id) => id < head);
  const above = ids.filter((id) => id > head);
  const moreLate = late.length > LATE_LIMIT;
  const wanted = moreLate ? late.slice(0, LATE_LIMIT) : [...late, ...above.slice(0, limit)];
  const entries: LogEntry[] = [];
  let last = anchor;
  for (const id of wanted) {
    const row = byId.get(id);
    if (row === undefined) continue;
    entries.push(decodeChange(row));
    if (id > head) last = row;
  }
  return {
    entries,
    anchor: anchorOf(anchor, from, oldestId),
    next: { position: advance(from.position, wanted), stamp: last === undefined ? from.stamp : stampOf(last) },
    more: moreLate || above.length > limit,
    moreLate,
    oldestId,
  };
}

function anchorOf(row: LogRow | undefined, from: AnchoredPosition, oldestId: number | null): LogRead['anchor'] {
  if (from.position.head === 0) return 'same';
  if (from.stamp !== '') return row === undefined ? 'missing' : stampOf(row) === from.stamp ? 'same' : 'different';
  // Without a stamp (a token that was moved back): rows are only ever deleted from the low end.
  return oldestId !== null && oldestId <= from.position.head ? 'same' : 'missing';
}

/**
 * Whether the row at the head is still the newest one. One column of at most two rows: an idle server asks this twenty
 * times a second, and each column costs as much as the row it is in.
 */
export async function isAtEnd(connection: DatabaseConnection, { position, stamp }: AnchoredPosition): Promise<boolean> {
  const rows = await connection.rows(
    `SELECT CONCAT(id, '/', UNIX_TIMESTAMP(changed_at)) FROM order_changes FORCE INDEX (PRIMARY)
     WHERE id >= ${position.head} AND id <= ${MAX_ID} ORDER BY id LIMIT 2`,
  );
  return rows.length === 1 && rows[0]?.[0] === `${position.head}/${stamp}`;
}

/** Lowest id in the log. To be read after the rows it is used to judge. */
export async function readOldestId(connection: DatabaseConnection): Promise<number | null> {
  const [row] = await connection.rows('SELECT MIN(id) FROM order_changes');
  return row?.[0] == null ? null : Number(row[0]);
}

/**
 * One read on the given connection.
 *
 * @param judged whether the place may be an old one, so that the oldest id is needed to judge it
 */
export async function readLog(
  connection: DatabaseConnection,
  from: AnchoredPosition,
  limit: number,
  judged: boolean,
  alsoWatch: readonly IdRange[] = [],
): Promise<LogRead> {
  const rows = (await connection.rows(readStatement(from, limit, alsoWatch))) as LogRow[];
  if (judged) return interpretRead(rows, await readOldestId(connection), from, limit);
  const read = interpretRead(rows, null, from, limit);
  return read.anchor === 'same' ? read : { ...read, oldestId: await readOldestId(connection) };
}
