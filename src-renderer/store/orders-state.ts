import type { ChangeEvent } from '../../src-shared/change-event.ts';
import { ORDER_STATUSES, type Order, type OrderStatus } from '../../src-shared/order.ts';
import type { ServerMessage } from '../../src-shared/server-message.ts';
import { type OrderEdits, OrderMap } from './order-map.ts';

export type StatusCounts = Readonly<Record<OrderStatus, number>>;

/** A snapshot on its way in. It is kept aside until it is complete: half a table is never shown. */
export interface IncomingSnapshot {
  readonly total: number;
  readonly chunks: readonly (readonly Order[])[];
  /** Changes that arrived in between; applied again on top of the snapshot. */
  readonly since: readonly ChangeEvent[];
}

/** The picture of the table. `complete` is false until the first snapshot is in. */
export interface OrdersState {
  readonly orders: OrderMap;
  readonly counts: StatusCounts;
  readonly complete: boolean;
  readonly incoming: IncomingSnapshot | null;
}

const NO_COUNTS: StatusCounts = { pending: 0, shipped: 0, delivered: 0 };

export const emptyOrders: OrdersState = {
  orders: OrderMap.empty,
  counts: NO_COUNTS,
  complete: false,
  incoming: null,
};

/** Pure: what a message makes of the picture. Messages that carry no orders leave it as it is. */
export function applyMessage(state: OrdersState, message: ServerMessage): OrdersState {
  switch (message.type) {
    case 'welcome':
      // A new conversation: what is left of a snapshot from the old one will never be completed.
      return state.incoming === null ? state : { ...state, incoming: null };
    case 'snapshot-begin':
      return { ...state, incoming: { total: message.total, chunks: [], since: [] } };
    case 'snapshot-chunk': {
      if (state.incoming === null) return state;
      const { incoming } = state;
      return { ...state, incoming: { ...incoming, chunks: [...incoming.chunks, message.orders] } };
    }
    case 'snapshot-end':
      return state.incoming === null ? state : swapIn(state.incoming);
    case 'changes': {
      const next = applyChanges(state, message.changes);
      if (next.incoming === null) return next;
      const incoming = { ...next.incoming, since: [...next.incoming.since, ...message.changes] };
      return { ...next, incoming };
    }
    case 'status':
    case 'heartbeat':
    case 'result':
    case 'bye':
      return state;
  }
}

/**
 * Pure: applies changes by version. A row that is already as new as a change, or newer, ignores it, so a change may
 * come any number of times; a deleted order may be inserted again with a lower version.
 */
export function applyChanges(state: OrdersState, changes: readonly ChangeEvent[]): OrdersState {
  const edits = new Map<number, Order | null>();
  for (const change of changes) {
    const { order } = change;
    const edited = edits.get(order.id);
    const ours = edited === undefined ? state.orders.get(order.id) : (edited ?? undefined);
    if (change.type === 'DELETE') {
      if (ours !== undefined && order.version >= ours.version) edits.set(order.id, null);
    } else if (ours === undefined || order.version > ours.version) {
      edits.set(order.id, order);
    }
  }
  if (edits.size === 0) return state;
  return { ...state, orders: state.orders.with(edits), counts: recount(state.orders, state.counts, edits) };
}

/** Pure: the counts after `edits` of these orders; the same object when none of them changes. */
export function recount(orders: OrderMap, counts: StatusCounts, edits: OrderEdits): StatusCounts {
  const next = { ...counts };
  for (const [id, order] of edits) {
    const former = orders.get(id);
    if (former !== undefined) next[former.status] -= 1;
    if (order !== null) next[order.status] += 1;
  }
  return ORDER_STATUSES.every((status) => next[status] === counts[status]) ? counts : next;
}

function swapIn(incoming: IncomingSnapshot): OrdersState {
  const orders = OrderMap.of(incoming.chunks.flat());
  const counts = { ...NO_COUNTS };
  for (const order of orders.values()) counts[order.status] += 1;
  return applyChanges({ orders, counts, complete: true, incoming: null }, incoming.since);
}
