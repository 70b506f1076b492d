import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ServerMessage } from '../../src-shared/server-message.ts';
import type { ServerStatus } from '../../src-shared/server-status.ts';
import type { ConnectionState } from '../connection/connection-state.ts';
import { applyMessage, emptyOrders, type OrdersState } from './orders-state.ts';

/** Which program answers at the other end. */
export interface ServerIdentity {
  readonly id: string;
  readonly version: string;
}

/** Everything the views show. Each view subscribes to the slice it needs. */
export interface ConsoleState {
  readonly picture: OrdersState;
  readonly connection: ConnectionState;
  readonly status: ServerStatus | null;
  /** Monotonic time of the moment the data on the screen stands for; `null` when not known. */
  readonly dataAsOf: number | null;
  readonly server: ServerIdentity | null;
}

export type ConsoleStore = StoreApi<ConsoleState>;

export function createConsoleStore(connection: ConnectionState): ConsoleStore {
  return createStore<ConsoleState>()(() => ({
    picture: emptyOrders,
    connection,
    status: null,
    dataAsOf: null,
    server: null,
  }));
}

/** A message together with the monotonic time at which it came. */
export interface ReceivedMessage {
  readonly message: ServerMessage;
  readonly at: number;
}

/** Pure: all messages of one batch, in sequence. */
export function reduceMessages(state: ConsoleState, received: readonly ReceivedMessage[]): ConsoleState {
  let next = state;
  for (const { message, at } of received) {
    const picture = applyMessage(next.picture, message);
    if (picture !== next.picture) next = { ...next, picture };
    if (message.type === 'status') {
      next = { ...next, status: message.status, dataAsOf: asOf(message.status.dataAgeMs, at, next.dataAsOf) };
    } else if (message.type === 'heartbeat') {
      next = { ...next, dataAsOf: asOf(message.dataAgeMs, at, next.dataAsOf) };
    } else if (message.type === 'welcome' && message.serverVersion !== '') {
      next = { ...next, server: { id: message.serverId, version: message.serverVersion } };
    }
  }
  return next;
}

function asOf(dataAgeMs: number | null, at: number, before: number | null): number | null {
  return dataAgeMs === null ? before : at - dataAgeMs;
}
