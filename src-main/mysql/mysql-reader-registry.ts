import { lowWater, type Position } from '../feed/position.ts';
import type { ReaderEntry, ReaderRegistry } from '../feed/reader-registry.ts';
import type { Database } from './pool.ts';

/** The registry in `orderdeck_readers`. Ages are by the database's clock alone, which all servers share. */
export class MysqlReaderRegistry implements ReaderRegistry {
  constructor(
    private readonly database: Database,
    private readonly timeoutMs: number,
  ) {}

  async heartbeat(readerId: string, label: string, position: Position): Promise<void> {
    const values = [label, position.head, lowWater(position)];
    await this.database.execute(
      `INSERT INTO orderdeck_readers (id, label, head, low_water, heartbeat_at) VALUES (?, ?, ?, ?, NOW(6))
       ON DUPLICATE KEY UPDATE label = ?, head = ?, low_water = ?, heartbeat_at = NOW(6)`,
      [readerId, ...values, ...values],
    );
  }

  async list(): Promise<readonly ReaderEntry[]> {
    const rows = await this.database.query<{ id: string; low_water: number; age_us: number }>(
      'SELECT id, low_water, TIMESTAMPDIFF(MICROSECOND, heartbeat_at, NOW(6)) AS age_us FROM orderdeck_readers ORDER BY id',
    );
    return rows.map((row) => {
      const heartbeatAgeMs = Math.round(Number(row.age_us) / 1000);
      return { id: row.id, lowWater: Number(row.low_water), heartbeatAgeMs, live: heartbeatAgeMs < this.timeoutMs };
    });
  }

  async leave(readerId: string): Promise<void> {
    await this.database.execute('DELETE FROM orderdeck_readers WHERE id = ?', [readerId]);
  }
}
