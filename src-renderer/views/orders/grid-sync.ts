import type { GridApi, IRowNode } from 'ag-grid-community';
import type { Order } from '../../../src-shared/order.ts';
import { OrderMap } from '../../store/order-map.ts';
import type { ConsoleStore } from '../../store/store.ts';
import { restoredScrollTop, takeAnchor } from './scroll-anchor.ts';

/** More arrivals at once than this are not pointed out one by one: everything would flash. */
const FLASH_LIMIT = 50;

export interface GridSync {
  readonly stop: () => void;
}

/**
 * Hands every difference between the picture and the grid to the grid, and nothing else: rows that did not change are
 * not touched, what somebody looks at stays where it is. The store has already gathered changes for 50 ms, so they
 * are applied at once; waiting again would only make the screen older.
 * @param onArrived told about new rows above the part in view
 */
export function keepGridInStep(
  api: GridApi<Order>,
  viewport: HTMLElement,
  store: ConsoleStore,
  onArrived: (ids: readonly number[]) => void,
): GridSync {
  let shown = OrderMap.empty;
  const show = (orders: OrderMap): void => {
    if (orders === shown) return;
    const { added, updated, removed } = orders.diff(shown);
    const isFirst = shown.size === 0;
    shown = orders;
    if (isFirst) {
      api.setGridOption('rowData', [...added]);
      return;
    }
    if (added.length + updated.length + removed.length === 0) return;
    const anchor = takeAnchor(api, viewport.scrollTop);
    const done = api.applyTransaction({ add: [...added], update: [...updated], remove: [...removed] });
    const scrollTop = restoredScrollTop(api, anchor);
    if (scrollTop !== null && scrollTop !== viewport.scrollTop) viewport.scrollTop = scrollTop;
    if (done === null || done === undefined || added.length === 0) return;
    if (added.length <= FLASH_LIMIT) api.flashCells({ rowNodes: done.add });
    const above = arrivedAbove(done.add, scrollTop ?? viewport.scrollTop);
    if (above.length > 0) onArrived(above);
  };
  show(store.getState().picture.orders);
  return { stop: store.subscribe((state) => show(state.picture.orders)) };
}

function arrivedAbove(nodes: readonly IRowNode<Order>[], scrollTop: number): readonly number[] {
  return nodes.flatMap(({ displayed, rowTop, rowHeight, data }) => {
    if (data === undefined || displayed !== true || rowTop === null) return [];
    return rowTop + (rowHeight ?? 0) <= scrollTop ? [data.id] : [];
  });
}
