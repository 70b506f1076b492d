import type { AnchoredPosition } from '../feed/change-log.ts';
import { toRanges } from '../feed/gap-tracker.ts';
import type { IdRange } from '../feed/position.ts';
import { LOG_COLUMNS, type LogRow, stampOf } from './change-log-row.ts';
import { MAX_ID } from './log-statements.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import type { Database } from './pool.ts';

/** Ids counted together, and how many such counts come with one statement. */
const SLICE = 4_096;
const SLICES = 16;
/** Holes taken as they are. Older ones must show a row that is in flight, or they are history. */
const RECENT_HOLES = 1_000;

/**
 * Where a reader without a past starts: at the newest row, with every id below it that may still commit as a gap.
 * These are the recent holes (an id is taken a moment before its row exists) and, however far back, the ids whose row
 * exists uncommitted. What is read here is one read view, so nothing slips between the head and the gaps.
 */
export async function findStart(
  database: Database,
  probe: (ranges: readonly IdRange[]) => Promise<readonly number[]>,
  timeoutMs: number,
): Promise<AnchoredPosition> {
  const connection = await database.connect({ isolation: 'REPEATABLE READ', timeoutMs });
  try {
    await connection.execute('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
    const { holes, lowest } = await readHoles(connection);
    const [newest] = (await connection.rows(
      `SELECT ${LOG_COLUMNS} FROM order_changes WHERE id <= ${MAX_ID} ORDER BY id DESC LIMIT 1`,
    )) as LogRow[];
    const head = newest === undefined ? 0 : Number(newest[0]);
    const recent = holes.slice(-RECENT_HOLES);
    const older = [...(lowest > 1 ? [{ from: 1, to: lowest - 1 }] : []), ...holes.slice(0, -RECENT_HOLES)];
    const inFlight = head === 0 || older.length === 0 ? [] : toRanges(await probeInSlices(probe, older));
    return {
      position: { head, gaps: [...inFlight, ...recent] },
      stamp: newest === undefined ? '' : stampOf(newest),
    };
  } finally {
    await connection.close();
  }
}

/** Ids that have no row, as far as the newest one. Counted by the server, so that a log without holes travels as a few numbers. */
async function readHoles(connection: DatabaseConnection): Promise<{ holes: IdRange[]; lowest: number }> {
  const holes: IdRange[] = [];
  let lowest = 0;
  let last = 0;
  const met = (from: number, to: number) => {
    if (lowest === 0) lowest = from;
    else if (from > last + 1) holes.push({ from: last + 1, to: from - 1 });
    last = to;
  };
  for (;;) {
    const first = await nextId(connection, last);
    if (first === null) return { holes, lowest };
    const end = Math.min(first + SLICES * SLICE - 1, MAX_ID);
    const slices = await connection.rows(
      `SELECT (id - ${first}) DIV ${SLICE}, COUNT(*), MIN(id), MAX(id) FROM order_changes FORCE INDEX (PRIMARY)
       WHERE id BETWEEN ${first} AND ${end} GROUP BY 1`,
    );
    const ascending = slices.map((slice) => slice.map(Number)).sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
    for (const [, count = 0, from = 0, to = 0] of ascending) {
      if (count === to - from + 1) met(from, to);
      else for (const id of await idsBetween(connection, from, to)) met(id, id);
    }
  }
}

async function nextId(connection: DatabaseConnection, after: number): Promise<number | null> {
  const [row] = await connection.rows(
    `SELECT id FROM order_changes WHERE id > ${after} AND id <= ${MAX_ID} ORDER BY id LIMIT 1`,
  );
  return row === undefined ? null : Number(row[0]);
}

async function idsBetween(connection: DatabaseConnection, from: number, to: number): Promise<readonly number[]> {
  const rows = await connection.rows(
    `SELECT id FROM order_changes FORCE INDEX (PRIMARY) WHERE id BETWEEN ${from} AND ${to} ORDER BY id`,
  );
  return rows.map(([id]) => Number(id));
}

async function probeInSlices(
  probe: (ranges: readonly IdRange[]) => Promise<readonly number[]>,
  ranges: readonly IdRange[],
): Promise<readonly number[]> {
  const found: number[] = [];
  for (let start = 0; start < ranges.length; start += RECENT_HOLES) {
    for (const id of await probe(ranges.slice(start, start + RECENT_HOLES))) found.push(id);
  }
  return found;
}
