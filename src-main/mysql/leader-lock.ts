import type { LeaderLease, LeaderLock } from '../feed/log-retention.ts';
import { lockName } from './lock-name.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import type { Database } from './pool.ts';

const TIMEOUT_MS = 10_000;

/**
 * GET_LOCK on a connection of its own: whoever loses the connection loses the lock, so a server that died or was cut
 * off never stays leader. A cluster whose servers write to several MySQL nodes has one leader for each node.
 *
 * @param idleMs how long the holder may be silent before MySQL takes the lock away, since a process that was frozen keeps
 *   its connections; `null`: as long as it likes
 */
export function createLeaderLock(database: Database, databaseName: string, idleMs: number | null = null): LeaderLock {
  return {
    async tryAcquire(purpose) {
      const connection = await database.connect({ isolation: 'READ COMMITTED', timeoutMs: TIMEOUT_MS });
      const name = lockName(purpose, databaseName);
      try {
        if (idleMs !== null) await connection.execute('SET SESSION wait_timeout = ?', [Math.ceil(idleMs / 1000)]);
        const [row] = await connection.rows('SELECT GET_LOCK(?, 0)', [name]);
        if (Number(row?.[0]) === 1) return new ConnectionLease(connection, name);
      } catch (error) {
        connection.destroy();
        throw error;
      }
      await connection.close();
      return null;
    },
  };
}

class ConnectionLease implements LeaderLease {
  constructor(
    private readonly connection: DatabaseConnection,
    private readonly name: string,
  ) {}

  async held(): Promise<boolean> {
    try {
      const [row] = await this.connection.rows('SELECT IS_USED_LOCK(?) = CONNECTION_ID()', [this.name]);
      return Number(row?.[0]) === 1;
    } catch {
      // No answer on this connection: the server has released the lock, or is about to.
      this.connection.destroy();
      return false;
    }
  }

  async release(): Promise<void> {
    await this.connection.close();
  }
}
