import type { PartitionWork } from '../feed/log-partitions.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import { classifyMysqlError } from './mysql-error.ts';
import type { Database } from './pool.ts';

/** A statement that waits for a transaction to end makes every later writer wait behind it, so it waits this long. */
const LOCK_WAIT_SECONDS = 1;
/** Transactions younger than this end in time. */
const YOUNG_MS = 500;
/** Dropping or copying a partition is work for the disk; a server that says nothing for longer is taken for frozen. */
const TIMEOUT_MS = 300_000;

export interface DdlOptions {
  /** Also when transactions are open. */
  readonly insist: boolean;
  /** Whether this server itself has no view open, which would be a transaction to wait for. */
  readonly isQuiet: () => boolean;
}

/**
 * Changes a table that others write to, on a connection of its own: not at all while a transaction is open that it can
 * see, and without waiting for one that it cannot. Rows in flight are safe: whoever has written one holds the table until
 * the transaction ends, and so this statement off.
 *
 * @throws the server's error
 */
export async function patientDdl(
  database: Pick<Database, 'connect'>,
  sql: string,
  { insist, isQuiet }: DdlOptions,
): Promise<PartitionWork> {
  if (!insist && !isQuiet()) return 'waiting';
  const connection = await database.connect({ isolation: 'READ COMMITTED', timeoutMs: TIMEOUT_MS });
  try {
    if (!insist && (await hasOpenTransactions(connection))) return 'waiting';
    await connection.execute(`SET SESSION lock_wait_timeout = ${LOCK_WAIT_SECONDS}`);
    await connection.execute(sql);
    return 'done';
  } catch (error) {
    const kind = classifyMysqlError(error);
    if (kind === 'lock-timeout' || kind === 'deadlock') return 'busy';
    throw error;
  } finally {
    await connection.close();
  }
}

/** Of others in this database, open for a while. Without the right to see them: none that is known. */
async function hasOpenTransactions(connection: DatabaseConnection): Promise<boolean> {
  try {
    // The time of a transaction is in the zone of the server, that of the session is another one.
    const [row] = await connection.rows(
      `SELECT COUNT(*) FROM information_schema.INNODB_TRX trx
       LEFT JOIN information_schema.PROCESSLIST list ON list.ID = trx.trx_mysql_thread_id
       WHERE trx.trx_mysql_thread_id <> CONNECTION_ID() AND (list.DB IS NULL OR list.DB = DATABASE())
         AND trx.trx_started < CONVERT_TZ(NOW(6), @@session.time_zone, 'SYSTEM') - INTERVAL ${YOUNG_MS * 1000} MICROSECOND`,
    );
    return Number(row?.[0]) > 0;
  } catch (error) {
    if (classifyMysqlError(error) === 'privilege') return false;
    throw error;
  }
}
