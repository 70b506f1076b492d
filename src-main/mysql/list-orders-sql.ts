import type { ListOrdersQuery, OrderSort } from '../../src-shared/rest-api.ts';
import type { OrderCursor } from './order-cursor.ts';
import { ORDER_COLUMNS, REPRESENTABLE } from './order-row.ts';

export interface Statement {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** What a list shows, apart from where it is continued. */
export interface OrderFilter extends Pick<ListOrdersQuery, 'status' | 'q'> {
  /** Some rows have no status: they read as pending, and must be found as such. */
  readonly someWithoutStatus: boolean;
}

/** Whether there are rows of other programs, older than the triggers, without a status. Two look-ups in an index. */
export const SOME_WITHOUT_STATUS =
  "SELECT EXISTS (SELECT 1 FROM orders WHERE status IS NULL) OR EXISTS (SELECT 1 FROM orders WHERE status = '')";

/** The index that holds the orders of one status in the sequence of a column. */
const INDEX_OF_STATUS = {
  id: 'orderdeck_status_id',
  updated_at: 'orderdeck_status_updated_at_id',
  created_at: 'orderdeck_status_created_at_id',
};

/**
 * At most `limit` orders that match `filter`, sorted, beginning after `after`.
 *
 * @param forced whether to name the index for a status: left alone, servers walk the sort's own index in the hope to meet
 *   orders with that status soon, and read millions where these are all at its end
 */
export function listOrdersStatement(
  filter: OrderFilter,
  sort: OrderSort,
  after: OrderCursor | null,
  limit: number,
  forced = false,
): Statement {
  const { column, descending } = sortOf(sort);
  const conditions: Statement[] = [{ sql: REPRESENTABLE, values: [] }];
  if (filter.status !== undefined) conditions.push(statusIs(filter));
  if (filter.q !== undefined) conditions.push(contains(filter.q));
  if (after !== null) conditions.push(isAfter(column, descending, after));
  const direction = descending ? 'DESC' : 'ASC';
  const order = column === 'id' ? `id ${direction}` : `${column} ${direction}, id ${direction}`;
  const index = forced && filter.status !== undefined ? ` FORCE INDEX (${INDEX_OF_STATUS[column]})` : '';
  return {
    sql: `SELECT ${ORDER_COLUMNS} FROM orders${index} WHERE ${conditions.map(({ sql }) => sql).join(' AND ')} ORDER BY ${order} LIMIT ?`,
    values: [...conditions.flatMap(({ values }) => values), limit],
  };
}

/** Position of the sort's column in a row of ORDER_COLUMNS; `null` when sorted by id alone. */
export function sortColumnIndex(sort: OrderSort): number | null {
  const { column } = sortOf(sort);
  return column === 'id' ? null : ORDER_COLUMNS.split(', ').indexOf(column);
}

function sortOf(sort: OrderSort): { column: 'id' | 'updated_at' | 'created_at'; descending: boolean } {
  switch (sort) {
    case 'id':
    case '-id':
      return { column: 'id', descending: sort === '-id' };
    case 'updated_at':
    case '-updated_at':
      return { column: 'updated_at', descending: sort === '-updated_at' };
    case 'created_at':
    case '-created_at':
      return { column: 'created_at', descending: sort === '-created_at' };
  }
}

function statusIs({ status, someWithoutStatus }: OrderFilter): Statement {
  // The OR costs the index its order, so it is written only where it finds something.
  return status === 'pending' && someWithoutStatus
    ? { sql: "(status = ? OR status IS NULL OR status = '')", values: [status] }
    : { sql: 'status = ?', values: [status] };
}

function contains(text: string): Statement {
  const pattern = `%${text.replace(/[|%_]/g, '|$&')}%`;
  const names = "customer_name LIKE ? ESCAPE '|' OR product_name LIKE ? ESCAPE '|'";
  const id = /^[1-9]\d{0,15}$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(id)
    ? { sql: `(${names} OR id = ?)`, values: [pattern, pattern, id] }
    : { sql: `(${names})`, values: [pattern, pattern] };
}

// MySQL sorts NULL before every value.
function isAfter(column: string, descending: boolean, { value, id }: OrderCursor): Statement {
  if (column === 'id') return { sql: descending ? 'id < ?' : 'id > ?', values: [id] };
  if (descending) {
    return value === null
      ? { sql: `(${column} IS NULL AND id < ?)`, values: [id] }
      : { sql: `(${column} < ? OR (${column} = ? AND id < ?) OR ${column} IS NULL)`, values: [value, value, id] };
  }
  return value === null
    ? { sql: `(${column} IS NOT NULL OR (${column} IS NULL AND id > ?))`, values: [id] }
    : { sql: `(${column} > ? OR (${column} = ? AND id > ?))`, values: [value, value, id] };
}
