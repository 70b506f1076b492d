import type { LogRetention } from '../feed/log-retention.ts';
import type { Database } from './pool.ts';

/** Readers silent for this long are forgotten; one that wakes up later finds its place gone and takes a snapshot. */
const FORGET_READER_SECONDS = 86_400;

export class MysqlLogRetention implements LogRetention {
  constructor(private readonly database: Database) {}

  async markProcessed(below: number, limit: number): Promise<number> {
    const ids = await this.idsWhere(`processed = FALSE AND id < ${below}`, limit);
    if (ids.length === 0) return 0;
    await this.database.execute(`UPDATE order_changes SET processed = TRUE WHERE id IN (${ids.join(',')})`);
    return ids.length;
  }

  async oldestKept(keepRows: number): Promise<number | null> {
    const [row] = await this.database.query<{ id: number }>(
      'SELECT id FROM order_changes ORDER BY id DESC LIMIT 1 OFFSET ?',
      [Math.max(1, keepRows) - 1],
    );
    return row === undefined ? null : Number(row.id);
  }

  async deleteBelow(id: number, limit: number): Promise<number> {
    // Written down first: whoever finds the row of its place gone must be able to tell a clean-up from a replaced log.
    await this.database.execute(
      "UPDATE orderdeck_meta SET value = ? WHERE name = 'cleaned_below' AND CAST(value AS UNSIGNED) < ?",
      [String(id), id],
    );
    const ids = await this.idsWhere(`id < ${id}`, limit);
    if (ids.length === 0) return 0;
    const { affectedRows } = await this.database.execute(`DELETE FROM order_changes WHERE id IN (${ids.join(',')})`);
    return affectedRows;
  }

  // Read without locks first, then touched one by one by their key: a range would also lock the gap after it, where
  // the writers' next rows go, and would wait for rows that are still in flight.
  private async idsWhere(condition: string, limit: number): Promise<readonly number[]> {
    const rows = await this.database.query<{ id: number }>(
      `SELECT id FROM order_changes WHERE ${condition} ORDER BY id LIMIT ${limit}`,
    );
    return rows.map((row) => Number(row.id));
  }

  async forgetSilentReaders(): Promise<void> {
    await this.database.execute('DELETE FROM orderdeck_readers WHERE heartbeat_at < NOW(6) - INTERVAL ? SECOND', [
      FORGET_READER_SECONDS,
    ]);
  }
}
