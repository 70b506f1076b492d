import type { PastChanges, PastSlice } from '../feed/past-changes.ts';
import type { IdRange } from '../feed/position.ts';
import { idRangesSql } from './id-ranges-sql.ts';
import type { Database } from './pool.ts';

const STATUS = (column: string) => `JSON_UNQUOTE(JSON_EXTRACT(${column}, '$.status'))`;

/** The newest rows of a table below an id, as far as counting needs them. By the primary key. */
function newestOf(table: string, below: number, unseen: readonly IdRange[], limit: number): string {
  const without = unseen.length === 0 ? '' : `AND NOT (${idRangesSql(unseen)})`;
  return `(SELECT id, operation_type, changed_at, ${STATUS('old_data')} AS was, ${STATUS('new_data')} AS becomes
    FROM ${table} FORCE INDEX (PRIMARY) WHERE id < ${below} ${without} ORDER BY id DESC LIMIT ${limit})`;
}

/** What the tables of the log hold of the past, counted in MySQL so that a slice travels as a few numbers. */
export class MysqlPastChanges implements PastChanges {
  /** @param tables of the same columns; each change is in one of them, whenever one statement looks */
  constructor(
    private readonly database: Database,
    private readonly tables: readonly string[],
  ) {}

  async slice(below: number, unseen: readonly IdRange[], limit: number): Promise<PastSlice> {
    // One statement, so that a row that is being moved from one table to the other is seen in one of them.
    const newest = this.tables.map((table) => newestOf(table, below, unseen, limit)).join(' UNION ALL ');
    const rows = await this.database.use((connection) =>
      connection.rows(
        `SELECT FLOOR(UNIX_TIMESTAMP(changed_at) / 60) AS minute, COUNT(*), SUM(operation_type = 'INSERT'),
           SUM(operation_type = 'UPDATE' AND becomes = 'shipped' AND NOT (was <=> 'shipped')),
           SUM(operation_type = 'UPDATE' AND becomes = 'delivered' AND NOT (was <=> 'delivered')),
           MIN(id), MAX(UNIX_TIMESTAMP(changed_at)), MIN(UNIX_TIMESTAMP(changed_at))
         FROM (SELECT * FROM (${newest}) AS newest ORDER BY id DESC LIMIT ${limit}) AS slice
         WHERE changed_at IS NOT NULL GROUP BY minute`,
      ),
    );
    const numbers = rows.map((row) => row.map(Number));
    const column = (index: number) => numbers.map((row) => row[index] ?? 0);
    return {
      minutes: numbers.map(([minute = 0, changes = 0, inserted = 0, shipped = 0, delivered = 0]) => ({
        at: minute * 60_000,
        counts: { changes, inserted, shipped, delivered },
      })),
      lowestId: rows.length === 0 ? null : column(5).reduce((a, b) => Math.min(a, b)),
      newestAt: rows.length === 0 ? null : column(6).reduce((a, b) => Math.max(a, b)) * 1_000,
      oldestAt: rows.length === 0 ? null : column(7).reduce((a, b) => Math.min(a, b)) * 1_000,
    };
  }
}
