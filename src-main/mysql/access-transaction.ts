import { setTimeout as pause } from 'node:timers/promises';
import { backoff } from '../base/backoff.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import { classifyMysqlError } from './mysql-error.ts';
import type { Database } from './pool.ts';
import { inTransaction } from './transaction.ts';
import { forClients } from './write-transaction.ts';

const RETRIES = 3;
const RETRY = { firstMs: 20, mostMs: 200 };

/**
 * One transaction over the tables of access; repeated as a whole when MySQL gives it up for a deadlock or a lock. One at
 * a time on all servers, so that what one of them has looked at (a name that is free) still holds when it writes.
 *
 * @throws AppError `database-busy` when that keeps happening, `database-unavailable` when MySQL is away
 */
export async function accessTransaction<T>(
  database: Pick<Database, 'use'>,
  run: (connection: DatabaseConnection) => Promise<T>,
): Promise<T> {
  for (let failures = 1; ; failures++) {
    try {
      return await database.use((connection) => inTransaction(connection, () => inTurn(connection, run)));
    } catch (error) {
      const kind = classifyMysqlError(error);
      const again = (kind === 'deadlock' || kind === 'lock-timeout') && failures <= RETRIES;
      if (!again) throw forClients(error);
      await pause(backoff(failures, RETRY, Math.random()));
    }
  }
}

/** The row that each of them raises in the end is taken at once: whoever comes second waits here and holds nothing yet. */
async function inTurn<T>(
  connection: DatabaseConnection,
  run: (connection: DatabaseConnection) => Promise<T>,
): Promise<T> {
  await connection.query("SELECT value FROM orderdeck_meta WHERE name = 'access_generation' FOR UPDATE");
  return run(connection);
}
