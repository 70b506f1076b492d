import type { LogRetention } from '../feed/log-retention.ts';
import { idRangesSql } from './id-ranges-sql.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import type { Database } from './pool.ts';

/** Readers silent for this long are forgotten; one that wakes up later finds its place gone and takes a snapshot. */
const FORGET_READER_SECONDS = 86_400;

/**
 * The deleting side, built to stay out of the writers' way. Rows are looked up without locks, then locked as a piece of
 * the primary key that ends exactly at the last of them: one row further may be in flight, and a plan that reads the
 * whole table (which MySQL prefers once a list of ids makes up half of it) would wait for every transaction.
 */
export class MysqlLogRetention implements LogRetention {
  /** @param connections best at READ COMMITTED, where no gap between rows is locked */
  constructor(private readonly connections: Pick<Database, 'use'>) {}

  markProcessed(below: number, limit: number): Promise<number> {
    return this.connections.use(async (connection) => {
      const ids = await idsWhere(connection, `processed = FALSE AND id < ${below}`, limit);
      if (ids.length === 0) return 0;
      const condition = idRangesSql(ids.map((id) => ({ from: id, to: id })));
      await connection.execute(`UPDATE order_changes FORCE INDEX (PRIMARY) SET processed = TRUE WHERE ${condition}`);
      return ids.length;
    });
  }

  oldestKept(keepRows: number): Promise<number | null> {
    return this.connections.use(async (connection) => {
      const [row] = await connection.rows('SELECT id FROM order_changes ORDER BY id DESC LIMIT 1 OFFSET ?', [
        Math.max(1, keepRows) - 1,
      ]);
      return row === undefined ? null : Number(row[0]);
    });
  }

  deleteBelow(id: number, limit: number): Promise<number> {
    return this.connections.use(async (connection) => {
      // Written down first: whoever finds the row of its place gone must be able to tell a clean-up from a replaced log.
      await connection.execute(
        "UPDATE orderdeck_meta SET value = ? WHERE name = 'cleaned_below' AND CAST(value AS UNSIGNED) < ?",
        [String(id), id],
      );
      const ids = await idsWhere(connection, `id < ${id}`, limit);
      if (ids.length === 0) return 0;
      const { affectedRows } = await connection.execute(
        `DELETE FROM order_changes WHERE id BETWEEN ${ids[0]} AND ${ids[ids.length - 1]} ORDER BY id LIMIT ${ids.length}`,
      );
      return affectedRows;
    });
  }

  async forgetSilentReaders(): Promise<void> {
    await this.connections.use((connection) =>
      connection.execute('DELETE FROM orderdeck_readers WHERE heartbeat_at < NOW(6) - INTERVAL ? SECOND', [
        FORGET_READER_SECONDS,
      ]),
    );
  }
}

async function idsWhere(connection: DatabaseConnection, condition: string, limit: number): Promise<readonly number[]> {
  const rows = await connection.rows(`SELECT id FROM order_changes WHERE ${condition} ORDER BY id LIMIT ${limit}`);
  return rows.map(([id]) => Number(id));
}
