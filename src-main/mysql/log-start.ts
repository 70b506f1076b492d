import type { AnchoredPosition } from '../feed/change-log.ts';
import { toRanges } from '../feed/gap-tracker.ts';
import type { IdRange } from '../feed/position.ts';
import { LOG_COLUMNS, type LogRow, stampOf } from './change-log-row.ts';
import { MAX_ID } from './log-statements.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import type { Database } from './pool.ts';

const PAGE = 50_000;
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

async function readHoles(connection: DatabaseConnection): Promise<{ holes: IdRange[]; lowest: number }> {
  const holes: IdRange[] = [];
  let previous: number | null = null;
  let lowest = 0;
  for (;;) {
    const rows = await connection.rows(
      `SELECT id FROM order_changes WHERE id > ${previous ?? 0} AND id <= ${MAX_ID} ORDER BY id LIMIT ${PAGE}`,
    );
    for (const [raw] of rows) {
      const id = Number(raw);
      if (previous === null) lowest = id;
      else if (id > previous + 1) holes.push({ from: previous + 1, to: id - 1 });
      previous = id;
    }
    if (rows.length < PAGE) return { holes, lowest };
  }
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
