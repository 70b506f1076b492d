import type { Order } from '../../src-shared/order.ts';
import type { AnchoredPosition, ConsistentView, LogEntry, OrdersDigest } from '../feed/change-log.ts';
import { DIGEST_RANGE } from '../feed/orders-digest.ts';
import { readLog } from './log-statements.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import { mysqlErrno } from './mysql-error.ts';
import { decodeOrderRow, ORDER_COLUMNS, REPRESENTABLE } from './order-row.ts';
import { digestStatement, interpretDigest } from './orders-digest-sql.ts';
import { findPart, readPart } from './orders-part.ts';
import type { Database } from './pool.ts';

const UNSEEN_PAGE = 2_000;
/** A partition of the log was dropped, or a table altered, between the start of the view and its first statement. */
const DEFINITION_CHANGED = 1412;
const ATTEMPTS = 5;
const COUNT_SLICE = 50_000;
/** Ids per statement of a digest: some hundredths of a second each, so that a frozen server is told from a busy one. */
const DIGEST_SLICE = 4 * DIGEST_RANGE;

/**
 * A REPEATABLE READ transaction with a consistent snapshot: the log and the orders as of one instant. Whatever the log
 * shows in it is in the orders, and whatever it does not show is not, so a snapshot taken here has an exact position.
 * Every statement reads a bounded part, however large the tables are.
 *
 * @param timeoutMs how long one statement may take before the connection is given up
 */
export async function openConsistentView(
  database: Database,
  since: AnchoredPosition,
  timeoutMs: number,
  onUnseen: (entries: readonly LogEntry[]) => void = () => undefined,
): Promise<ConsistentView> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await openOnce(database, since, timeoutMs, onUnseen);
    } catch (error) {
      if (mysqlErrno(error) !== DEFINITION_CHANGED || attempt === ATTEMPTS) throw error;
    }
  }
}

async function openOnce(
  database: Database,
  since: AnchoredPosition,
  timeoutMs: number,
  onUnseen: (entries: readonly LogEntry[]) => void,
): Promise<ConsistentView> {
  const connection = await database.connect({ isolation: 'REPEATABLE READ', timeoutMs });
  try {
    await connection.execute('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
    const { anchor, at } = await readUnseen(connection, since, onUnseen);
    return {
      anchor,
      at,
      countOrders: () => countOrders(connection),
      part: (newest) => findPart(connection, newest),
      orders: (chunkRows, part) =>
        part === undefined ? readOrders(connection, chunkRows) : readPart(connection, part, chunkRows),
      digest: () => readDigest(connection),
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
  onUnseen: (entries: readonly LogEntry[]) => void,
): Promise<Pick<ConsistentView, 'anchor' | 'at'>> {
  const first = await readLog(connection, since, UNSEEN_PAGE, false);
  let read = first;
  for (;;) {
    onUnseen(read.entries);
    if (!read.more) return { anchor: first.anchor, at: read.next };
    read = await readLog(connection, read.next, UNSEEN_PAGE, false);
  }
}

async function countOrders(connection: DatabaseConnection): Promise<number> {
  let total = 0;
  for (let last = 0; ; ) {
    const [row] = await connection.rows(
      `SELECT COUNT(*), MAX(id) FROM (SELECT id FROM orders WHERE id > ${last} AND ${REPRESENTABLE}
         ORDER BY id LIMIT ${COUNT_SLICE}) AS slice`,
    );
    const count = Number(row?.[0] ?? 0);
    total += count;
    if (count < COUNT_SLICE) return total;
    last = Number(row?.[1]);
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

async function readDigest(connection: DatabaseConnection): Promise<OrdersDigest> {
  const digest = new Map<number, { count: number; sum: number }>();
  for (let last = 0; ; ) {
    const [row] = await connection.rows(
      `SELECT id FROM orders WHERE id > ${last} AND ${REPRESENTABLE} ORDER BY id LIMIT 1`,
    );
    if (row === undefined) return digest;
    const first = Math.floor(Number(row[0]) / DIGEST_RANGE) * DIGEST_RANGE;
    last = Math.min(first + DIGEST_SLICE - 1, Number.MAX_SAFE_INTEGER);
    const slice = await connection.rows(digestStatement(`id BETWEEN ${Math.max(1, first)} AND ${last}`));
    for (const [range, sum] of interpretDigest(slice)) digest.set(range, sum);
  }
}
