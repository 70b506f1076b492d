import type { Order } from '../../src-shared/order.ts';
import type { AnchoredPosition, ConsistentView, LogEntry, OrdersDigest } from '../feed/change-log.ts';
import { readLog } from './log-statements.ts';
import { decodeOrderRow, ORDER_COLUMNS, REPRESENTABLE } from './order-row.ts';
import { digestStatement, interpretDigest } from './orders-digest-sql.ts';
import type { Database, DatabaseConnection } from './pool.ts';

const UNSEEN_PAGE = 2_000;

/**
 * A REPEATABLE READ transaction with a consistent snapshot: the log and the orders as of one instant. Whatever the log
 * shows in it is in the orders, and whatever it does not show is not, so a snapshot taken here has an exact position.
 */
export async function openConsistentView(database: Database, since: AnchoredPosition): Promise<ConsistentView> {
  const connection = await database.connect({ isolation: 'REPEATABLE READ', timeoutMs: null });
  try {
    await connection.execute('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
    const { unseen, at } = await readUnseen(connection, since);
    return {
      unseen,
      at,
      async countOrders() {
        const [row] = await connection.rows(`SELECT COUNT(*) FROM orders WHERE ${REPRESENTABLE}`);
        return Number(row?.[0] ?? 0);
      },
      orders: (chunkRows) => readOrders(connection, chunkRows),
      async digest(): Promise<OrdersDigest> {
        return interpretDigest(await connection.rows(digestStatement(REPRESENTABLE)));
      },
      close: () => connection.close(),
    };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

async function readUnseen(
  connection: DatabaseConnection,
  since: AnchoredPosition,
): Promise<{ unseen: LogEntry[]; at: AnchoredPosition }> {
  const unseen: LogEntry[] = [];
  let at = since;
  for (;;) {
    const read = await readLog(connection, at, UNSEEN_PAGE, false);
    unseen.push(...read.entries);
    at = read.next;
    if (!read.more) return { unseen, at };
  }
}

async function* readOrders(connection: DatabaseConnection, chunkRows: number): AsyncGenerator<readonly Order[]> {
  let last = 0;
  for (;;) {
    const rows = await connection.rows(
      `SELECT ${ORDER_COLUMNS} FROM orders WHERE id > ${last} AND ${REPRESENTABLE} ORDER BY id LIMIT ${chunkRows}`,
    );
    const orders = rows.map(decodeOrderRow);
    if (orders.length > 0) yield orders;
    if (rows.length < chunkRows) return;
    last = orders[orders.length - 1]?.id ?? last;
  }
}
