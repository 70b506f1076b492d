import type { Order } from '../../src-shared/order.ts';
import type { ListOrdersQuery, OrderSort } from '../../src-shared/rest-api.ts';
import type { OrderRepository } from '../commands/order-repository.ts';
import { forgetOldBatches, insertOrders } from './insert-orders.ts';
import { listOrdersStatement, type OrderFilter, SOME_WITHOUT_STATUS, sortColumnIndex } from './list-orders-sql.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import { mysqlErrno } from './mysql-error.ts';
import { decodeCursor, encodeCursor, type OrderCursor } from './order-cursor.ts';
import { readHistory } from './order-history.ts';
import { decodeOrderRow } from './order-row.ts';
import type { Database } from './pool.ts';
import { readActivity } from './read-activity.ts';
import { undoChanges } from './undo-orders.ts';
import { deleteOrder, deleteOrders, insertOrder, readOrder, setStatusOfOrders, updateOrder } from './write-orders.ts';
import { forClients, writeTransaction } from './write-transaction.ts';

const NO_SUCH_INDEX = 1176;
const STREAM_ROWS = 1_000;
const DEFAULT_SORT = 'id';

type Use = Pick<Database, 'use'>;

/**
 * Orders in MySQL. Lists continue by key, never by OFFSET, so that the last page costs what the first does.
 *
 * @param many where lists, histories and the activity are read
 */
export function createMysqlOrderRepository(database: Database, many: Use = database): OrderRepository {
  async function read<T>(run: (connection: DatabaseConnection) => Promise<T>, from: Use = many): Promise<T> {
    try {
      return await from.use(run);
    } catch (error) {
      throw forClients(error);
    }
  }

  return {
    get: (id) => read((connection) => readOrder(connection, id), database),

    async page({ limit, cursor, sort = DEFAULT_SORT, ...filter }) {
      const after = cursor === undefined ? null : decodeCursor(cursor, sort);
      return read(async (connection) => {
        const chunk = await readChunk(connection, filter, sort, after, limit + 1);
        const more = chunk.rows.length > limit;
        const rows = more ? chunk.rows.slice(0, limit) : chunk.rows;
        return {
          orders: rows.map((row) => decodeOrderRow(row)),
          nextCursor: more ? encodeNext(sort, rows) : null,
        };
      });
    },

    // A connection is borrowed for each chunk only: whoever reads slowly holds neither it nor a transaction.
    async *stream({ cursor, sort = DEFAULT_SORT, limit, ...filter }: ListOrdersQuery): AsyncGenerator<Order[]> {
      let after = cursor === undefined ? null : decodeCursor(cursor, sort);
      let left = limit ?? Number.POSITIVE_INFINITY;
      while (left > 0) {
        const wanted = Math.min(left, STREAM_ROWS);
        const from = after;
        const { rows, last } = await read((connection) => readChunk(connection, filter, sort, from, wanted));
        if (rows.length > 0) yield rows.map((row) => decodeOrderRow(row));
        if (rows.length < wanted) return;
        left -= rows.length;
        after = last;
      }
    },

    history: (id, limit) => read((connection) => readHistory(connection, id, limit)),
    activity: (query) => read((connection) => readActivity(connection, query)),
    create: (order, actor) => writeTransaction(database, actor, (connection) => insertOrder(connection, order)),
    async createMany(batchKey, orders, actor) {
      await read(forgetOldBatches, database);
      const run = (connection: DatabaseConnection) => insertOrders(connection, batchKey, orders);
      return writeTransaction(database, actor, run, 'REPEATABLE READ');
    },
    update: (target, changes, actor) =>
      writeTransaction(database, actor, (connection) => updateOrder(connection, target, changes)),
    delete: (target, actor) => writeTransaction(database, actor, (connection) => deleteOrder(connection, target)),
    deleteMany: (targets, actor) =>
      writeTransaction(database, actor, (connection) => deleteOrders(connection, targets)),
    setStatus: (targets, status, actor) =>
      writeTransaction(database, actor, (connection) => setStatusOfOrders(connection, targets, status)),
    undo: (targets, actor, may) =>
      writeTransaction(database, actor, (connection) => undoChanges(connection, targets, may)),
  };
}

async function readChunk(
  connection: DatabaseConnection,
  filter: Omit<OrderFilter, 'someWithoutStatus'>,
  sort: OrderSort,
  after: OrderCursor | null,
  limit: number,
): Promise<{ rows: unknown[][]; last: OrderCursor | null }> {
  const someWithoutStatus = filter.status === 'pending' && (await someRowsWithoutStatus(connection));
  const read = (forced: boolean) => {
    const { sql, values } = listOrdersStatement({ ...filter, someWithoutStatus }, sort, after, limit, forced);
    return connection.rows(sql, values);
  };
  const rows = await read(true).catch((error: unknown) => {
    // An index of the same columns may have another name here.
    if (mysqlErrno(error) !== NO_SUCH_INDEX) throw error;
    return read(false);
  });
  return { rows, last: lastOf(sort, rows) };
}

async function someRowsWithoutStatus(connection: DatabaseConnection): Promise<boolean> {
  const [row] = await connection.rows(SOME_WITHOUT_STATUS);
  return Number(row?.[0]) === 1;
}

function encodeNext(sort: OrderSort, rows: readonly unknown[][]): string | null {
  const last = lastOf(sort, rows);
  return last === null ? null : encodeCursor(sort, last);
}

function lastOf(sort: OrderSort, rows: readonly unknown[][]): OrderCursor | null {
  const row = rows[rows.length - 1];
  if (row === undefined) return null;
  const column = sortColumnIndex(sort);
  const value = column === null ? null : row[column];
  return { id: Number(row[0]), value: typeof value === 'string' ? value : null };
}
