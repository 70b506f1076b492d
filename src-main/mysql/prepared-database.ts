import { AppError } from '../base/app-error.ts';
import { classifyMysqlError } from './mysql-error.ts';
import type { Database } from './pool.ts';

/**
 * The same database. While its schema is being brought in place, a table that is not there yet is no fault of anybody:
 * whoever asks is told to come back, with AppError `database-unavailable`. What is there already is served.
 */
export function preparedDatabase(database: Database, isPrepared: () => boolean): Database {
  async function asked<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const kind = classifyMysqlError(error);
      if (isPrepared() || (kind !== 'missing-table' && kind !== 'missing-column')) throw error;
      throw new AppError(
        'database-unavailable',
        'The database is being set up for this server. Try again in a moment.',
      );
    }
  }
  return {
    ...database,
    use: (run) => asked(() => database.use(run)),
    query: (sql, values) => asked(() => database.query(sql, values)),
    execute: (sql, values) => asked(() => database.execute(sql, values)),
    transaction: (run) => asked(() => database.transaction(run)),
  };
}
