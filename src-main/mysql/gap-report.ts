import type { GapReport } from '../../src-shared/stats-details.ts';
import { idRangesSql } from './id-ranges-sql.ts';
import { COUNT_LOG_ROWS, countedLogRows } from './log-rows.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import { classifyMysqlError } from './mysql-error.ts';
import type { Database } from './pool.ts';
import { accountOf } from './preflight-rights.ts';
import { forClients } from './write-transaction.ts';

type Gap = Pick<GapReport['gaps'][number], 'from' | 'to' | 'ageMs' | 'inFlight'>;
type Transaction = GapReport['transactions'][number];
type Change = NonNullable<GapReport['gaps'][number]['change']>;

const MOST_TRANSACTIONS = 50;
/** A statement takes its id a moment after its transaction began. */
const TOLERATED_MS = 1_500;
/**
 * InnoDB renews its list of transactions only when nobody has read it for 0.1 s (`trx0i_s.cc`, CACHE_MIN_IDLE_TIME): where
 * several look at once, it would stand still.
 */
const SHARED_MS = 250;

/**
 * What holds the gaps open, as far as this user may see it; who asks within a quarter of a second gets the same report.
 * @returns rejects with an AppError when MySQL does not answer
 */
export function createGapReport(database: Database, listGaps: () => readonly Gap[]): () => Promise<GapReport> {
  let reading: Promise<GapReport> | null = null;
  let readAt = Number.NEGATIVE_INFINITY;
  const read = async (): Promise<GapReport> => {
    try {
      return await database.use((connection) => look(connection, listGaps()));
    } catch (error) {
      readAt = Number.NEGATIVE_INFINITY;
      throw forClients(error);
    }
  };
  return () => {
    const now = performance.now();
    if (reading === null || now - readAt > SHARED_MS) {
      readAt = now;
      reading = read();
    }
    return reading;
  };
}

async function look(connection: DatabaseConnection, gaps: readonly Gap[]): Promise<GapReport> {
  const counted = await countRows(connection);
  const changes = await readUncommitted(connection, gaps);
  const { transactions, hidden } = await readTransactions(connection);
  return {
    ...countedLogRows(counted),
    gaps: gaps.map(({ from, to, ageMs, inFlight }) => ({
      from,
      to,
      ageMs,
      inFlight,
      change: changes.find(({ id }) => id >= from && id <= to)?.change ?? null,
      connectionId: inFlight ? holderOf(ageMs, transactions) : null,
    })),
    transactions,
    hidden,
  };
}

async function countRows(connection: DatabaseConnection): Promise<number> {
  const [row] = await connection.rows(COUNT_LOG_ROWS);
  return Number(row?.[0] ?? 0);
}

/** The rows of the gaps that are there and not committed. */
async function readUncommitted(
  connection: DatabaseConnection,
  gaps: readonly Gap[],
): Promise<readonly { readonly id: number; readonly change: Change }[]> {
  const inFlight = gaps.filter((gap) => gap.inFlight);
  if (inFlight.length === 0) return [];
  // Holds for the next statement only, so that the connection goes back to the pool as it came.
  await connection.rows('SET TRANSACTION ISOLATION LEVEL READ UNCOMMITTED');
  const rows = await connection.rows(
    `SELECT id, order_id, operation_type, actor FROM order_changes FORCE INDEX (PRIMARY)
     WHERE ${idRangesSql(inFlight)} ORDER BY id LIMIT 1000`,
  );
  return rows.map(([id, orderId, type, actor]) => ({
    id: Number(id),
    change: { orderId: Number(orderId), type: String(type) as Change['type'], actor: textOf(actor) },
  }));
}

async function readTransactions(connection: DatabaseConnection): Promise<Pick<GapReport, 'transactions' | 'hidden'>> {
  try {
    // The time of a transaction is in the zone of the server, that of the session is another one.
    const rows = await connection.rows(
      `SELECT trx.trx_mysql_thread_id, list.USER, list.HOST, list.DB,
         TIMESTAMPDIFF(MICROSECOND, CONVERT_TZ(trx.trx_started, 'SYSTEM', @@session.time_zone), NOW(6)) DIV 1000,
         trx.trx_rows_modified, list.COMMAND
       FROM information_schema.INNODB_TRX trx
       LEFT JOIN information_schema.PROCESSLIST list ON list.ID = trx.trx_mysql_thread_id
       WHERE trx.trx_rows_modified > 0 AND trx.trx_mysql_thread_id <> CONNECTION_ID()
       ORDER BY trx.trx_started LIMIT ${MOST_TRANSACTIONS}`,
    );
    return { transactions: rows.map(transactionOf), hidden: null };
  } catch (error) {
    if (classifyMysqlError(error) !== 'privilege') throw error;
    const repair = `GRANT PROCESS ON *.* TO ${await accountOf(connection)}`;
    const message = 'This user may not see the transactions of others, so it is not known who holds the gaps open.';
    return { transactions: [], hidden: { message, repair } };
  }
}

function transactionOf([id, user, host, database, ageMs, rowsModified, command]: readonly unknown[]): Transaction {
  return {
    connectionId: Number(id),
    user: textOf(user),
    host: textOf(host),
    database: textOf(database),
    ageMs: Math.max(0, Number(ageMs)),
    rowsModified: Number(rowsModified),
    command: textOf(command),
  };
}

/** The server does not say which transaction holds which id; when only one is old enough, it is that one. */
function holderOf(ageMs: number, transactions: readonly Transaction[]): number | null {
  const candidates = transactions.filter((transaction) => transaction.ageMs >= ageMs - TOLERATED_MS);
  return candidates.length === 1 ? (candidates[0]?.connectionId ?? null) : null;
}

function textOf(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}
