import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ChangeEvent } from '../../src-shared/change-event.ts';
import type { ServerMessage } from '../../src-shared/server-message.ts';
import type { ServerStatus } from '../../src-shared/server-status.ts';
import type { ConnectionState } from '../connection/connection-state.ts';
import { NOTHING_FOLLOWED } from './followed.ts';
import { applyMessage, emptyOrders } from './orders-state.ts';
import { followChanges, followPicture, forgetOld, NOTHING_IN_FLIGHT, type Overlaid } from './overlay.ts';
import { addChanges, noRecentChanges, noteSnapshot, type RecentChanges } from './recent-changes.ts';

/** Which program answers at the other end. */
export interface ServerIdentity {
  readonly id: string;
  readonly version: string;
}

/** Everything the views show. Each view subscribes to the slice it needs. */
export interface ConsoleState extends Overlaid {
  /** The last changes as they came, with marks where the table was read anew. */
  readonly recent: RecentChanges;
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
    shown: emptyOrders.orders,
    counts: emptyOrders.counts,
    unconfirmed: new Map(),
    inFlight: NOTHING_IN_FLIGHT,
    followed: NOTHING_FOLLOWED,
    recent: noRecentChanges,
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

/**
 * Pure: all messages of one batch, in sequence. Changes that follow one another are applied together, so that the
 * price of a new picture is paid once and not for each message.
 */
export function reduceMessages(state: ConsoleState, received: readonly ReceivedMessage[]): ConsoleState {
  let next = state;
  let changes: ChangeEvent[] = [];
  const settle = (): void => {
    if (changes.length === 0) return;
    next = followChanges(next, applyMessage(next.picture, { type: 'changes', changes, token: '' }), changes);
    next = withRecent(next, addChanges(next.recent, changes));
    changes = [];
  };
  for (const { message, at } of received) {
    if (message.type === 'changes') {
      changes.push(...message.changes);
      continue;
    }
    settle();
    next = withRecent(next, noteSnapshot(next.recent, message, at, next.picture.complete));
    next = followPicture(next, applyMessage(next.picture, message));
    next = withNews(next, message, at);
  }
  settle();
  return next;
}

function withRecent(state: ConsoleState, recent: RecentChanges): ConsoleState {
  return recent === state.recent ? state : { ...state, recent };
}

/** What a message tells besides orders. */
function withNews(state: ConsoleState, message: ServerMessage, at: number): ConsoleState {
  if (message.type === 'status') {
    return { ...state, status: message.status, dataAsOf: asOf(message.status.dataAgeMs, at, state.dataAsOf) };
  }
  if (message.type === 'heartbeat') {
    return { ...forgetOld(state, at), dataAsOf: asOf(message.dataAgeMs, at, state.dataAsOf) };
  }
  if (message.type === 'welcome' && message.serverVersion !== '') {
    return { ...state, server: { id: message.serverId, version: message.serverVersion } };
  }
  return state;
}

function asOf(dataAgeMs: number | null, at: number, before: number | null): number | null {
  return dataAgeMs === null ? before : at - dataAgeMs;
}
