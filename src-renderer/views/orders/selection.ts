import type { GridApi } from 'ag-grid-community';
import { ORDER_STATUSES, type Order, type OrderStatus } from '../../../src-shared/order.ts';

/** Above this many selected orders they are not looked through at every change of the table. */
const LIVE_LIMIT = 2_000;

/** What is selected, as far as the bar has to know. */
export interface Selection {
  readonly count: number;
  /** Selected, but not shown by the filter. */
  readonly hidden: number;
  /** How many a change to this status would change. */
  readonly changeable: Readonly<Record<OrderStatus, number>>;
}

export const NO_SELECTION: Selection = { count: 0, hidden: 0, changeable: { pending: 0, shipped: 0, delivered: 0 } };

/** The rows as they are now, not as they were when they were selected. */
export function selectedOrders(api: GridApi<Order>): readonly Order[] {
  return api.getSelectedNodes().flatMap(({ data }) => (data === undefined ? [] : [data]));
}

/** Takes orders out of the selection; a row that is not there any more is out of it already. */
export function deselect(api: GridApi<Order>, orders: readonly Order[]): void {
  if (api.isDestroyed()) return;
  const nodes = orders.flatMap(({ id }) => api.getRowNode(String(id)) ?? []);
  api.setNodesSelected({ nodes, newValue: false });
}

/** Whether the selection is small enough to be looked through with every change. */
export function isLive(selection: Selection): boolean {
  return selection.count > 0 && selection.count <= LIVE_LIMIT;
}

export function selectionOf(api: GridApi<Order>): Selection {
  const nodes = api.getSelectedNodes();
  if (nodes.length === 0) return NO_SELECTION;
  const changeable = { ...NO_SELECTION.changeable };
  let hidden = 0;
  for (const { data, displayed } of nodes) {
    if (displayed === false) hidden += 1;
    for (const status of ORDER_STATUSES) if (data !== undefined && data.status !== status) changeable[status] += 1;
  }
  return { count: nodes.length, hidden, changeable };
}

export function isSameSelection(a: Selection, b: Selection): boolean {
  return (
    a.count === b.count &&
    a.hidden === b.hidden &&
    ORDER_STATUSES.every((status) => a.changeable[status] === b.changeable[status])
  );
}
