import type { ColDef } from 'ag-grid-community';
import type { Order } from '../../../src-shared/order.ts';
import { ORDER_STATUSES } from '../../../src-shared/order.ts';
import type { SortChoice } from '../../store/preferences.ts';
import { text } from '../../strings.ts';
import { NumberCell } from './number-cell.ts';
import { StatusCell } from './status-cell.ts';
import { TimeCell } from './time-cell.ts';

type OrderColumn = keyof Order;

/** In the sequence in which they stand; the number can not be hidden, since it is what people say to each other. */
export const ORDER_COLUMNS: readonly OrderColumn[] = [
  'id',
  'customer_name',
  'product_name',
  'status',
  'updated_at',
  'created_at',
  'version',
];
export const ALWAYS_SHOWN: OrderColumn = 'id';

/** ISO times of one format sort as text; orders without a time come first. */
function compareTimes(a: string | null | undefined, b: string | null | undefined): number {
  const left = a ?? '';
  const right = b ?? '';
  return left < right ? -1 : left > right ? 1 : 0;
}

const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
const compareNames = (a: string, b: string): number => byName.compare(a, b);

const DEFINITIONS: Record<OrderColumn, ColDef<Order>> = {
  id: {
    width: 112,
    minWidth: 80,
    cellClass: 'mono',
    cellRenderer: NumberCell,
    sortingOrder: ['asc', null],
    enableCellChangeFlash: false,
  },
  customer_name: { flex: 3, minWidth: 120, cellClass: 'order-name', comparator: compareNames },
  product_name: { flex: 3, minWidth: 120, cellClass: 'order-name', comparator: compareNames },
  status: {
    width: 124,
    minWidth: 112,
    cellRenderer: StatusCell,
    comparator: (a, b) => ORDER_STATUSES.indexOf(a) - ORDER_STATUSES.indexOf(b),
  },
  updated_at: {
    width: 112,
    minWidth: 80,
    cellClass: 'order-time',
    cellRenderer: TimeCell,
    comparator: compareTimes,
    enableCellChangeFlash: false,
  },
  created_at: {
    width: 112,
    minWidth: 80,
    cellClass: 'order-time',
    cellRenderer: TimeCell,
    comparator: compareTimes,
    enableCellChangeFlash: false,
  },
  version: { width: 96, minWidth: 80, type: 'rightAligned', enableCellChangeFlash: false },
};

/** How much room a list has: names are read first, so times and then the product give way to them. */
export type Room = 'wide' | 'narrow' | 'phone';

/** Pure. @param width of the list, in pixels */
export function roomOf(width: number): Room {
  if (width >= 760) return 'wide';
  return width >= 480 ? 'narrow' : 'phone';
}

const GIVES_WAY: Readonly<Record<Room, readonly OrderColumn[]>> = {
  wide: [],
  narrow: ['created_at'],
  phone: ['created_at', 'updated_at', 'product_name'],
};

/** Widths where there is little room, in pixels. */
const TIGHT: Partial<Record<OrderColumn, ColDef<Order>>> = {
  id: { width: 80, minWidth: 64 },
  customer_name: { flex: 4 },
  status: { width: 116 },
  updated_at: { width: 92 },
};

export function columnDefinitions(hidden: readonly string[], sort: SortChoice | null, room: Room): ColDef<Order>[] {
  const gone = [...hidden, ...GIVES_WAY[room]];
  return ORDER_COLUMNS.map((column) => ({
    ...DEFINITIONS[column],
    ...(room === 'wide' ? {} : TIGHT[column]),
    field: column,
    colId: column,
    headerName: text.field[column],
    hide: column !== ALWAYS_SHOWN && gone.includes(column),
    ...(sort?.column === column ? { initialSort: sort.direction } : {}),
  }));
}
