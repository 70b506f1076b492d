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
 * One transaction over the tables of access; repeated as a whole when MySQL gives it up for a deadlock or a lock.
 *
 * @throws AppError `database-busy` when that keeps happening, `database-unavailable` when MySQL is away
 */
export async function accessTransaction<T>(
  database: Pick<Database, 'use'>,
  run: (connection: DatabaseConnection) => Promise<T>,
): Promise<T> {
  for (let failures = 1; ; failures++) {
    try {
      return await database.use((connection) => inTransaction(connection, run));
    } catch (error) {
      const kind = classifyMysqlError(error);
      const again = (kind === 'deadlock' || kind === 'lock-timeout') && failures <= RETRIES;
      if (!again) throw forClients(error);
      await pause(backoff(failures, RETRY, Math.random()));
    }
  }
}
