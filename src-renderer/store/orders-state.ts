import type { ChangeEvent } from '../../src-shared/change-event.ts';
import { ORDER_STATUSES, type Order, type OrderStatus } from '../../src-shared/order.ts';
import { isInWindow, type OrderWindow } from '../../src-shared/order-window.ts';
import type { ServerMessage } from '../../src-shared/server-message.ts';
import { type OrderEdits, OrderMap } from './order-map.ts';

export type StatusCounts = Readonly<Record<OrderStatus, number>>;

/** A snapshot on its way in. It is kept aside until it is complete: half a table is never shown. */
export interface IncomingSnapshot {
  readonly total: number;
  readonly window: OrderWindow | null;
  readonly chunks: readonly (readonly Order[])[];
  /** Changes that arrived in between; applied again on top of the snapshot. */
  readonly since: readonly ChangeEvent[];
}

/** The picture of the table. `complete` is false until the first snapshot is in. */
export interface OrdersState {
  /** All of the table, or exactly those orders of it that are in the window. */
  readonly orders: OrderMap;
  /** Of a table that is too large to be held; `null`: the picture is all of it. `total` is kept as changes come. */
  readonly window: OrderWindow | null;
  readonly counts: StatusCounts;
  readonly complete: boolean;
  /** How often the table was read. */
  readonly readings: number;
  readonly incoming: IncomingSnapshot | null;
}

const NO_COUNTS: StatusCounts = { pending: 0, shipped: 0, delivered: 0 };

export const emptyOrders: OrdersState = {
  orders: OrderMap.empty,
  window: null,
  counts: NO_COUNTS,
  complete: false,
  readings: 0,
  incoming: null,
};

/** Pure: what a message makes of the picture. Messages that carry no orders leave it as it is. */
export function applyMessage(state: OrdersState, message: ServerMessage): OrdersState {
  switch (message.type) {
    case 'welcome':
      // A new conversation: what is left of a snapshot from the old one will never be completed.
      return state.incoming === null ? state : { ...state, incoming: null };
    case 'snapshot-begin': {
      const { total, window = null } = message;
      return { ...state, incoming: { total, window, chunks: [], since: [] } };
    }
    case 'snapshot-chunk': {
      if (state.incoming === null) return state;
      const { incoming } = state;
      return { ...state, incoming: { ...incoming, chunks: [...incoming.chunks, message.orders] } };
    }
    case 'snapshot-end':
      return state.incoming === null ? state : swapIn(state.incoming, state.readings + 1);
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
 * come any number of times; a deleted order may be inserted again with a lower version. What is outside the window
 * leaves the picture, what comes into it joins.
 */
export function applyChanges(state: OrdersState, changes: readonly ChangeEvent[]): OrdersState {
  const { window } = state;
  const edits = new Map<number, Order | null>();
  let grown = 0;
  for (const change of changes) {
    const { order } = change;
    const edited = edits.get(order.id);
    const ours = edited === undefined ? state.orders.get(order.id) : (edited ?? undefined);
    if (change.type === 'DELETE') {
      if (ours !== undefined && order.version < ours.version) continue;
      if (ours !== undefined) edits.set(order.id, null);
      if (ours !== undefined || isLeftOut(order, window)) grown -= 1;
    } else if (ours === undefined || order.version > ours.version) {
      if (ours === undefined && change.type === 'INSERT') grown += 1;
      if (!isLeftOut(order, window)) edits.set(order.id, order);
      else if (ours !== undefined) edits.set(order.id, null);
    }
  }
  const counted = window === null || grown === 0 ? window : { ...window, total: Math.max(0, window.total + grown) };
  if (edits.size === 0) return counted === window ? state : { ...state, window: counted };
  const orders = state.orders.with(edits);
  return { ...state, orders, window: counted, counts: recount(state.orders, state.counts, edits) };
}

/** Pure: whether the table may hold this order without the picture. */
export function isLeftOut(order: Pick<Order, 'id' | 'status'>, window: OrderWindow | null): boolean {
  return window !== null && !isInWindow(order, window);
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

function swapIn(incoming: IncomingSnapshot, readings: number): OrdersState {
  const orders = OrderMap.of(incoming.chunks.flat());
  const counts = { ...NO_COUNTS };
  for (const order of orders.values()) counts[order.status] += 1;
  const { window, since } = incoming;
  return applyChanges({ orders, window, counts, complete: true, readings, incoming: null }, since);
}
