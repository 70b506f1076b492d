import type { Order } from '../../src-shared/order.ts';
import type { OrdersPart } from '../feed/change-log.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import { mysqlErrno } from './mysql-error.ts';
import { decodeOrderRow, ORDER_COLUMNS, REPRESENTABLE } from './order-row.ts';

/** Of each status that is not delivered, as stored: rows without one read as pending. */
const OPEN = ["status = 'pending'", "status = 'shipped'", "status = ''", 'status IS NULL'];
/** Holds the orders of one status by id. Named, since a server may walk all of the table in the hope to meet some soon. */
const BY_STATUS = 'FORCE INDEX (orderdeck_status_id)';
const NO_SUCH_INDEX = 1176;

/** Which part of the table the newest so many orders and the open ones before them are. Reads about as many index entries. */
export async function findPart(connection: DatabaseConnection, newest: number): Promise<OrdersPart | null> {
  const [last] = await connection.rows(
    `SELECT id FROM orders WHERE ${REPRESENTABLE} ORDER BY id DESC LIMIT 1 OFFSET ${newest}`,
  );
  if (last === undefined) return null;
  const from = Number(last[0]) + 1;
  const byStatus = await statusIndex(connection);
  let older = 0;
  for (const isOpen of OPEN) {
    const [row] = await connection.rows(
      `SELECT COUNT(*) FROM (SELECT id FROM orders ${byStatus} WHERE ${isOpen} AND id >= 1 AND id < ${from}
         LIMIT ${newest + 1 - older}) AS open`,
    );
    older += Number(row?.[0] ?? 0);
    if (older > newest) return { from, open: false, count: newest };
  }
  return { from, open: true, count: newest + older };
}

/** The orders of a part: the newest ascending by id, then the open ones before them, each status ascending by id. */
export async function* readPart(
  connection: DatabaseConnection,
  { from, open }: OrdersPart,
  chunkRows: number,
): AsyncGenerator<readonly Order[]> {
  yield* readRange(connection, `orders WHERE ${REPRESENTABLE}`, from - 1, chunkRows);
  if (!open) return;
  const byStatus = await statusIndex(connection);
  for (const isOpen of OPEN) {
    yield* readRange(connection, `orders ${byStatus} WHERE ${isOpen} AND id < ${from}`, 0, chunkRows);
  }
}

/** A table that somebody else changed may lack the index: then the server finds its own way. */
async function statusIndex(connection: DatabaseConnection): Promise<string> {
  try {
    await connection.rows(`SELECT id FROM orders ${BY_STATUS} LIMIT 1`);
    return BY_STATUS;
  } catch (error) {
    if (mysqlErrno(error) !== NO_SUCH_INDEX) throw error;
    return '';
  }
}

async function* readRange(
  connection: DatabaseConnection,
  rowsOf: string,
  after: number,
  chunkRows: number,
): AsyncGenerator<readonly Order[]> {
  for (let last = after; ; ) {
    const rows = await connection.rows(
      `SELECT ${ORDER_COLUMNS} FROM ${rowsOf} AND id > ${last} ORDER BY id LIMIT ${chunkRows}`,
    );
    const orders = rows.map(decodeOrderRow);
    if (orders.length > 0) yield orders;
    if (rows.length < chunkRows) return;
    last = orders[orders.length - 1]?.id ?? last;
  }
}
