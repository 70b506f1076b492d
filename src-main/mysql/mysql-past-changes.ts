import type { PastChanges, PastReader, PastSlice } from '../feed/past-changes.ts';
import type { Position } from '../feed/position.ts';
import { readArchivedMark } from './archived-mark.ts';
import { idRangesSql } from './id-ranges-sql.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import { readArchive } from './order-archive.ts';
import type { Database } from './pool.ts';

// The archive takes whatever the log had, which need not be JSON.
const STATUS = (column: string) =>
  `CASE WHEN JSON_VALID(${column}) THEN JSON_UNQUOTE(JSON_EXTRACT(${column}, '$.status')) END`;
const COUNTED = `operation_type, changed_at, ${STATUS('old_data')} AS was, ${STATUS('new_data')} AS becomes`;

/** What a row is to those who count: one of the past; delivered, so counted already; of a log that was replaced. */
const COUNTS = { yes: 1, no: 0, foreign: 2 };

/** What is kept of the past, counted in MySQL so that a slice travels as a few numbers. */
export class MysqlPastChanges implements PastChanges {
  constructor(private readonly database: Pick<Database, 'use'>) {}

  before(position: Position): PastReader {
    return new MysqlPastReader(this.database, position);
  }
}

/**
 * Reads back through the log, then through its archive. Rows only ever move from the log to the archive, the lowest
 * first: what was archived before the log was looked at was not met there, and what was archived later was met there
 * unless its id is lower than all that were.
 */
class MysqlPastReader implements PastReader {
  /** The highest key of the archive from before the log was looked at; `null`: not asked yet. */
  private archived: number | null = null;
  private lowestLogged: number;
  private table: 'log' | 'archive' | 'end' = 'log';
  /** The id in the log, or the key in the archive, that was read last. */
  private place: number;

  constructor(
    private readonly database: Pick<Database, 'use'>,
    private readonly position: Position,
  ) {
    this.lowestLogged = position.head + 1;
    this.place = position.head + 1;
  }

  read(limit: number): Promise<PastSlice | null> {
    return this.database.use(async (connection) => {
      this.archived ??= await highestKey(connection);
      return (await this.readLog(connection, limit)) ?? (await this.readArchived(connection, limit));
    });
  }

  private async readLog(connection: DatabaseConnection, limit: number): Promise<PastSlice | null> {
    if (this.table !== 'log') return null;
    const mark = await readArchivedMark(connection);
    const found = summed(
      await connection.rows(
        summing(`SELECT id AS place, id, ${COUNTS.yes} AS counts, ${COUNTED} FROM order_changes FORCE INDEX (PRIMARY)
          WHERE id >= ${mark} AND id < ${this.place} AND ${this.isSeen} ORDER BY id DESC LIMIT ${limit}`),
      ),
    );
    if (found === null) {
      this.table = 'archive';
      this.place = Number.MAX_SAFE_INTEGER;
      return null;
    }
    this.place = found.place;
    this.lowestLogged = found.place;
    const isFirst = found.place <= 1 && this.archived === 0;
    return isFirst ? { ...found.slice, completeFrom: Number.NEGATIVE_INFINITY } : found.slice;
  }

  private async readArchived(connection: DatabaseConnection, limit: number): Promise<PastSlice | null> {
    if (this.table !== 'archive') return null;
    const wasThere = `place <= ${this.archived ?? 0}`;
    // Rows that do not count are read all the same: of a log that was replaced there may be a whole archive of them.
    const found = summed(
      await readArchive(
        connection,
        summing(`SELECT place, id, CASE WHEN ${this.isSeen} AND (${wasThere} OR id < ${this.lowestLogged}) THEN ${COUNTS.yes}
            WHEN ${wasThere} AND id > ${this.position.head} THEN ${COUNTS.foreign} ELSE ${COUNTS.no} END AS counts, ${COUNTED}
          FROM (SELECT id AS place, change_id AS id, operation_type, changed_at, old_data, new_data
            FROM order_history FORCE INDEX (PRIMARY) WHERE id < ${this.place} ORDER BY id DESC LIMIT ${limit}) AS archived`),
      ),
    );
    if (found === null || found.hasForeign) this.table = 'end';
    if (found === null) return null;
    this.place = found.place;
    const isFirst = found.rows < limit && found.lowestId <= 1 && !found.hasForeign;
    return isFirst ? { ...found.slice, completeFrom: Number.NEGATIVE_INFINITY } : found.slice;
  }

  private get isSeen(): string {
    const { head, gaps } = this.position;
    return `id <= ${head} AND NOT (${idRangesSql(gaps)})`;
  }
}

async function highestKey(connection: DatabaseConnection): Promise<number> {
  const [row] = await readArchive(connection, 'SELECT MAX(id) FROM order_history');
  return Number(row?.[0] ?? 0);
}

function summing(rows: string): string {
  return `SELECT FLOOR(UNIX_TIMESTAMP(changed_at) / 60) AS minute, counts, COUNT(*), SUM(operation_type = 'INSERT'),
      SUM(operation_type = 'UPDATE' AND becomes = 'shipped' AND NOT (was <=> 'shipped')),
      SUM(operation_type = 'UPDATE' AND becomes = 'delivered' AND NOT (was <=> 'delivered')),
      MIN(place), MIN(id), MAX(UNIX_TIMESTAMP(changed_at)) * 1000, MIN(UNIX_TIMESTAMP(changed_at)) * 1000
    FROM (${rows}) AS slice GROUP BY minute, counts`;
}

interface Summed {
  readonly slice: PastSlice;
  readonly rows: number;
  /** The lowest place and the lowest id that were read. */
  readonly place: number;
  readonly lowestId: number;
  readonly hasForeign: boolean;
}

/** `null`: there is nothing. A row without a time is of no minute; it is read past. */
function summed(answer: readonly (readonly unknown[])[]): Summed | null {
  if (answer.length === 0) return null;
  const groups = answer.map(([minute, ...numbers]) => {
    const [counts = 0, rows = 0, inserted = 0, shipped = 0, delivered = 0, ...ends] = numbers.map(Number);
    const [place = 0, id = 0, newest = 0, oldest = 0] = ends;
    return {
      minute: minute === null ? null : Number(minute),
      counts,
      rows,
      inserted,
      shipped,
      delivered,
      place,
      id,
      newest,
      oldest,
    };
  });
  const timed = groups.filter(({ minute }) => minute !== null);
  const counted = timed.filter(({ counts }) => counts === COUNTS.yes);
  const foreign = timed.filter(({ counts }) => counts === COUNTS.foreign);
  return {
    rows: groups.reduce((sum, { rows }) => sum + rows, 0),
    place: Math.min(...groups.map(({ place }) => place)),
    lowestId: Math.min(...groups.map(({ id }) => id)),
    hasForeign: foreign.length > 0,
    slice: {
      minutes: counted.map(({ minute, rows, inserted, shipped, delivered }) => ({
        at: (minute ?? 0) * 60_000,
        counts: { changes: rows, inserted, shipped, delivered },
      })),
      newestAt: timed.length === 0 ? null : Math.max(...timed.map(({ newest }) => newest)),
      completeFrom: completeFrom(counted, foreign),
    },
  };
}

/** Of a log that was replaced nobody knows what else it held: what is older than its newest row is not complete. */
function completeFrom(
  counted: readonly { readonly oldest: number }[],
  foreign: readonly { readonly newest: number }[],
): number | null {
  if (foreign.length > 0) return Math.max(...foreign.map(({ newest }) => newest));
  return counted.length === 0 ? null : Math.min(...counted.map(({ oldest }) => oldest));
}
