import { lowWater, type Position } from '../feed/position.ts';
import type { ReaderEntry, ReaderRegistry } from '../feed/reader-registry.ts';
import type { Database } from './pool.ts';

/** The registry in `orderdeck_readers`. Ages are by the database's clock alone, which all servers share. */
export class MysqlReaderRegistry implements ReaderRegistry {
  /** @param timeoutMs without a heartbeat after which a reader no longer counts as alive */
  constructor(
    private readonly connections: Pick<Database, 'use'>,
    private readonly timeoutMs: number,
  ) {}

  async heartbeat(readerId: string, label: string, position: Position): Promise<void> {
    const values = [label, position.head, lowWater(position)];
    await this.connections.use((connection) =>
      connection.execute(
        `INSERT INTO orderdeck_readers (id, label, head, low_water, heartbeat_at) VALUES (?, ?, ?, ?, NOW(6))
         ON DUPLICATE KEY UPDATE label = ?, head = ?, low_water = ?, heartbeat_at = NOW(6)`,
        [readerId, ...values, ...values],
      ),
    );
  }

  async list(): Promise<readonly ReaderEntry[]> {
    const rows = await this.connections.use((connection) =>
      connection.query<{ id: string; low_water: number; age_us: number }>(
        'SELECT id, low_water, TIMESTAMPDIFF(MICROSECOND, heartbeat_at, NOW(6)) AS age_us FROM orderdeck_readers ORDER BY id',
      ),
    );
    return rows.map((row) => {
      const heartbeatAgeMs = Math.round(Number(row.age_us) / 1000);
      // A heartbeat from far in the future was written before the clock was set back. The living write again within
      // seconds; the dead must not hold the log until that time comes.
      const live = Math.abs(heartbeatAgeMs) < this.timeoutMs;
      return { id: row.id, lowWater: Number(row.low_water), heartbeatAgeMs, live };
    });
  }

  async leave(readerId: string): Promise<void> {
    await this.connections.use((connection) =>
      connection.execute('DELETE FROM orderdeck_readers WHERE id = ?', [readerId]),
    );
  }
}
