import type { ChangeEvent } from '../../src-shared/change-event.ts';
import type { Activity, ActivityQuery } from '../../src-shared/rest-api.ts';
import { matchesActivity } from '../commands/activity-filter.ts';
import { type ActivityPlace, decodeActivityPlace, encodeActivityPlace } from './activity-cursor.ts';
import { readArchivedMark } from './archived-mark.ts';
import { decodeChange, LOG_COLUMNS, type LogRow } from './change-log-row.ts';
import { completeLegacyRow } from './legacy-log-row.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import { ARCHIVE_COLUMNS, readArchive } from './order-archive.ts';

/** Rows that one page looks at: a filter that fits nothing must not read the past of months in one request. */
const MOST_READ = 5_000;
const CHUNK = 500;
const TOP = Number.MAX_SAFE_INTEGER;

interface Chunk {
  readonly rows: readonly { readonly row: LogRow; readonly after: ActivityPlace; readonly isNew: boolean }[];
  /** Where the walk goes on when all of the rows were looked at; `null`: nowhere. */
  readonly end: ActivityPlace | null;
}

/**
 * One page of all changes, newest first: back through the log, then through its archive. A page ends when it is full or
 * when it has looked at `MOST_READ` rows, so it may hold fewer changes than asked for and still have a next one.
 *
 * @throws AppError `invalid-request` for a cursor that is not one of this list's
 */
export async function readActivity(
  connection: DatabaseConnection,
  { limit, before, ...filter }: ActivityQuery & { readonly limit: number },
): Promise<Activity> {
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  let place = before === undefined ? await top(connection) : decodeActivityPlace(before);
  const changes: ChangeEvent[] = [];
  for (let left = MOST_READ; left > 0; ) {
    const count = Math.min(left, isFiltered ? CHUNK : limit - changes.length);
    const { rows, end } = await readChunk(connection, place, count);
    for (const { row, after, isNew } of rows) {
      place = after;
      const entry = isNew ? decodeChange(completeLegacyRow(row)) : null;
      if (entry?.kind !== 'change' || !matchesActivity(entry.event, filter)) continue;
      changes.push(entry.event);
      if (changes.length === limit) return { changes, next: encodeActivityPlace(place) };
    }
    if (end === null) return { changes, next: null };
    place = end;
    left -= Math.max(1, rows.length);
  }
  return { changes, next: encodeActivityPlace(place) };
}

/** The archive's end is read before the log, so that what moves in between is met in the archive. */
async function top(connection: DatabaseConnection): Promise<ActivityPlace> {
  const [row] = await readArchive(connection, 'SELECT MAX(id) FROM order_history');
  return { archived: Number(row?.[0] ?? 0), logBelow: TOP, archiveBelow: null };
}

async function readChunk(connection: DatabaseConnection, place: ActivityPlace, count: number): Promise<Chunk> {
  const { archived, logBelow, archiveBelow } = place;
  if (archiveBelow === null) {
    // Read first: what is archived in between is met here, and then not taken for new in the archive.
    const mark = await readArchivedMark(connection);
    const logged = (await connection.rows(
      `SELECT ${LOG_COLUMNS} FROM order_changes WHERE id >= ? AND id < ? ORDER BY id DESC LIMIT ?`,
      [mark, logBelow, count],
    )) as LogRow[];
    const rows = logged.map((row) => ({ row, after: { ...place, logBelow: Number(row[0]) }, isNew: true }));
    const last = rows[rows.length - 1]?.after ?? place;
    return { rows, end: rows.length < count ? { ...last, archiveBelow: TOP } : last };
  }
  const found = await readArchive(
    connection,
    `SELECT ${ARCHIVE_COLUMNS}, id FROM order_history WHERE id < ? ORDER BY id DESC LIMIT ?`,
    [archiveBelow, count],
  );
  const rows = found.map((columns) => {
    const key = Number(columns[7]);
    const isNew = key <= archived || Number(columns[0]) < logBelow;
    return { row: columns.slice(0, 7) as LogRow, after: { ...place, archiveBelow: key }, isNew };
  });
  return { rows, end: rows.length < count ? null : (rows[rows.length - 1]?.after ?? null) };
}
