import type { GridApi, IRowNode } from 'ag-grid-community';
import type { Order } from '../../../src-shared/order.ts';
import type { Clock } from '../../connection/clock.ts';
import { type OrderDiff, OrderMap } from '../../store/order-map.ts';
import { Paced } from '../../store/paced.ts';
import type { ConsoleState, ConsoleStore } from '../../store/store.ts';
import { workspace } from '../../store/workspace.ts';
import { NaturalOrder } from './natural-order.ts';
import { prepareSearch } from './order-filter.ts';
import { restoredScrollTop, takeAnchor } from './scroll-anchor.ts';

/** More arrivals at once than this are not pointed out one by one: everything would flash. */
const FLASH_LIMIT = 50;
/** More blocks of new rows in the middle of the list than this are cheaper to lay out as a whole. */
const BLOCK_LIMIT = 8;

/** Behind an import, which adds more than anybody could read, the list follows this often, in milliseconds. */
const BEHIND_IMPORT_MS = 2_000;

export interface GridSync {
  readonly stop: () => void;
}

export interface GridSyncOptions {
  readonly api: GridApi<Order>;
  readonly viewport: HTMLElement;
  readonly store: ConsoleStore;
  readonly clock: Clock;
  /** Whether the filter shows an order. */
  readonly isShown: (order: Order) => boolean;
  /** Told about new rows above the part in view. */
  readonly onArrived: (ids: readonly number[]) => void;
}

/**
 * Hands every difference between what is to be shown and the grid to the grid, and nothing else: rows that did not change are
 * not touched, what somebody looks at stays where it is. The store has already gathered changes for 50 ms, so they
 * are applied at once; waiting again would only make the screen older.
 *
 * Rows are handed over newest first and the grid sorts only when somebody asks it to: sorting 100,000 rows for each
 * batch would take more time than there is.
 */
export function keepGridInStep(options: GridSyncOptions): GridSync {
  const { api, viewport, store, clock, isShown, onArrived } = options;
  let shown = OrderMap.empty;
  let natural = new NaturalOrder([]);

  const layOutAnew = (): void => {
    const rows = [...shown.values()].sort((a, b) => b.id - a.id);
    natural = new NaturalOrder(rows.map(({ id }) => id));
    api.setGridOption('rowData', rows);
    // The grid holds on to the list it was given: every order in it would stay for good, however often it changes.
    rows.length = 0;
  };
  const show = (orders: OrderMap): void => {
    if (orders === shown) return;
    const diff = orders.diff(shown);
    const isFirst = shown.size === 0;
    shown = orders;
    prepareSearch(diff.added);
    prepareSearch(diff.updated);
    if (isFirst) {
      layOutAnew();
      return;
    }
    const moved = updateInPlace(api, diff.updated, isShown);
    if (diff.added.length + diff.removed.length + moved.length === 0) return;
    const anchor = takeAnchor(api, viewport.scrollTop);
    const done = applyRest(api, natural, { ...diff, updated: moved });
    if (done === null) layOutAnew();
    const scrollTop = restoredScrollTop(api, anchor);
    if (scrollTop !== null && scrollTop !== viewport.scrollTop) viewport.scrollTop = scrollTop;
    if (done === null || done.length === 0) return;
    if (done.length <= FLASH_LIMIT) api.flashCells({ rowNodes: [...done] });
    const above = arrivedAbove(done, scrollTop ?? viewport.scrollTop);
    if (above.length > 0) onArrived(above);
  };
  let marked: ConsoleState['unconfirmed'] = new Map();
  const follow = (state: ConsoleState): void => {
    show(state.shown);
    if (state.unconfirmed === marked) return;
    drawMarks(api, marked, state.unconfirmed);
    marked = state.unconfirmed;
  };
  const paced = new Paced(clock, () => follow(store.getState()));
  const ask = (): void => paced.ask(workspace.getState().importing?.running === true ? BEHIND_IMPORT_MS : 0);
  ask();
  // Where the import comes to its end, what it brought is there.
  const leave = [store.subscribe(ask), workspace.subscribe(ask)];
  return {
    stop: () => {
      for (const end of leave) end();
      paced.stop();
    },
  };
}

/** Draws the numbers of those orders anew that are marked now and were not, or the other way round. */
function drawMarks(api: GridApi<Order>, before: ConsoleState['unconfirmed'], now: ConsoleState['unconfirmed']): void {
  const ids = [...now.keys()].filter((id) => !before.has(id));
  for (const id of before.keys()) if (!now.has(id)) ids.push(id);
  const rowNodes = ids.flatMap((id) => api.getRowNode(String(id)) ?? []);
  if (rowNodes.length > 0) api.refreshCells({ rowNodes, columns: ['id'], force: true });
}

/**
 * Gives rows their new content where that moves nothing: only cells in view are drawn again.
 * @returns the orders that may stand elsewhere now, or come into or go out of view
 */
function updateInPlace(
  api: GridApi<Order>,
  updated: readonly Order[],
  isShown: (order: Order) => boolean,
): readonly Order[] {
  const sorted = api.getColumnState().find(({ sort }) => sort === 'asc' || sort === 'desc')?.colId;
  return updated.filter((order) => {
    const node = api.getRowNode(String(order.id));
    const before = node?.data;
    if (node === undefined || before === undefined) return true;
    if (isShown(before) !== isShown(order)) return true;
    if (sorted !== undefined && cellOf(before, sorted) !== cellOf(order, sorted)) return true;
    node.updateData(order);
    return false;
  });
}

function cellOf(order: Order, column: string): unknown {
  return Object.entries(order).find(([name]) => name === column)?.[1];
}

/** @returns the new rows; `null` when there are so many places for them that all had better be laid out anew */
function applyRest(api: GridApi<Order>, natural: NaturalOrder, diff: OrderDiff): readonly IRowNode<Order>[] | null {
  natural.remove(diff.removed.map(({ id }) => id));
  const blocks = blocksOf(natural, diff.added);
  if (blocks.length > BLOCK_LIMIT) return null;
  if (diff.removed.length + diff.updated.length > 0) {
    api.applyTransaction({ update: [...diff.updated], remove: [...diff.removed] });
  }
  return blocks.flatMap(({ index, orders }) => api.applyTransaction({ add: orders, addIndex: index })?.add ?? []);
}

interface Block {
  readonly index: number;
  readonly orders: Order[];
}

/** New rows that stand next to each other, newest first. Nearly always there is one block, at the very top. */
function blocksOf(natural: NaturalOrder, added: readonly Order[]): readonly Block[] {
  const newestFirst = [...added].sort((a, b) => b.id - a.id);
  let from = 0;
  return natural.insert(added.map(({ id }) => id)).map(({ index, count }) => {
    const orders = newestFirst.slice(from, from + count);
    from += count;
    return { index, orders };
  });
}

function arrivedAbove(nodes: readonly IRowNode<Order>[], scrollTop: number): readonly number[] {
  return nodes.flatMap(({ displayed, rowTop, rowHeight, data }) => {
    if (data === undefined || displayed !== true || rowTop === null) return [];
    return rowTop + (rowHeight ?? 0) <= scrollTop ? [data.id] : [];
  });
}
