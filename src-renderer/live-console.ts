import type { DesktopBridge } from '../src-shared/desktop-bridge.ts';
import { DEFAULT_WINDOW_ORDERS } from '../src-shared/order-window.ts';
import type { SessionInfo } from '../src-shared/session-info.ts';
import { browserClock, type Clock } from './connection/clock.ts';
import { Connection } from './connection/connection.ts';
import { EventStreamTransport } from './connection/event-stream-transport.ts';
import { IpcTransport } from './connection/ipc-transport.ts';
import { NOT_SIGNED_IN, ownFetch } from './connection/own-fetch.ts';
import { PollingTransport } from './connection/polling-transport.ts';
import { readOrder } from './connection/read-order.ts';
import { RestCommands } from './connection/rest-commands.ts';
import { SessionWatch } from './connection/session-watch.ts';
import { BROWSER_TRANSPORTS, type Transport, type TransportKind, WINDOW_TRANSPORTS } from './connection/transport.ts';
import { WebSocketTransport } from './connection/websocket-transport.ts';
import { WindowWish } from './connection/window-wish.ts';
import { followDesktopEvents } from './desktop/desktop-events.ts';
import { MessageBatcher } from './store/message-batcher.ts';
import { browserFrame } from './store/next-frame.ts';
import { OrderActions } from './store/order-actions.ts';
import { OrderLookup } from './store/order-lookup.ts';
import { QuietStore } from './store/quiet-store.ts';
import { session } from './store/session.ts';
import { type ConsoleStore, createConsoleStore, reduceMessages } from './store/store.ts';
import { workspace } from './store/workspace.ts';
import { actionToasts } from './ui/action-toasts.ts';

/** The views are told about many changes at most this often, in milliseconds. */
const BATCH_MS = 50;

/** What the views are given: the picture to look at and the connection to act through. */
export interface LiveConsole {
  readonly store: ConsoleStore;
  readonly connection: Connection;
  /** Everything a person does to orders goes through these. */
  readonly actions: OrderActions;
  /** Finds orders that the picture does without. */
  readonly lookup: OrderLookup;
  readonly clock: Clock;
  /** Knows who is signed in; asked whenever that has become another. */
  readonly sessions: SessionWatch;
}

/**
 * Builds the console and starts it.
 *
 * @param origin of the page, which is where the server is
 * @param bridge to the desktop program around the window; `null` in a browser
 */
export function startLiveConsole(origin: string, bridge: DesktopBridge | null): LiveConsole {
  const kinds = bridge === null ? BROWSER_TRANSPORTS : WINDOW_TRANSPORTS;
  const clock = browserClock;
  const commands = new RestCommands(ownFetch, origin);
  const createTransport = (kind: TransportKind): Transport => {
    switch (kind) {
      case 'ipc':
        if (bridge === null) throw new Error('There is no desktop program around this page.');
        return new IpcTransport(bridge);
      case 'websocket':
        return new WebSocketTransport(`${origin.replace(/^http/, 'ws')}/ws`);
      case 'event-stream':
        return new EventStreamTransport(origin, commands);
      case 'polling':
        return new PollingTransport(origin, ownFetch, commands, clock);
    }
  };
  const store = createConsoleStore({ kind: 'connecting', transport: kinds[0] });
  const quiet = new QuietStore(store, () => document.hidden);
  const batcher = new MessageBatcher(clock, browserFrame, BATCH_MS, (received) => {
    quiet.update((state) => reduceMessages(state, received));
  });
  const wish = new WindowWish(clock);
  const connection = new Connection({
    kinds,
    createTransport,
    clock,
    random: Math.random,
    windowOrders: () => wish.orders(),
    onMessage: (message) => {
      batcher.push({ message, at: clock.monotonic() });
      // The table is complete: nobody should see "live" above rows that wait for the next batch.
      if (message.type === 'snapshot-end') batcher.flush();
    },
    onState: (state) => {
      quiet.update((before) => ({ ...before, connection: state }));
      sessions.follow(state);
    },
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible') return;
    // What came meanwhile is on the screen with its first frame.
    batcher.flush();
    quiet.show();
    connection.checkNow();
  });
  window.addEventListener('online', () => connection.checkNow());
  bridge?.onEvent((event) => {
    if (event.type === 'check-connection') connection.checkNow();
  });
  if (bridge !== null) followDesktopEvents(bridge, window.location);
  const tell = actionToasts(() => quiet.state.recent);
  const actions = new OrderActions({ sender: connection, store: quiet, clock, tell });
  const lookup = new OrderLookup({ store: quiet, read: readOrder });
  const sessions = new SessionWatch({
    fetch: fetchHere,
    base: origin,
    connection,
    clock,
    onSession: (info) => {
      wish.learn(info.windowOrders ?? DEFAULT_WINDOW_ORDERS);
      welcome(info, actions);
    },
  });
  window.addEventListener(NOT_SIGNED_IN, () => void sessions.check());
  connection.start();
  return { store, connection, actions, lookup, clock, sessions };
}

/** What the last person was about is not the next one's. */
function welcome(info: SessionInfo, actions: OrderActions): void {
  const { name: before } = session.getState();
  const name = info.principal?.name ?? before;
  if (before !== null && name !== before) {
    actions.forget();
    workspace.setState({ newOrderOpen: false, importing: null, search: '', status: null, whole: null });
  }
  session.setState({ info, name });
}

function fetchHere(url: string, init: RequestInit): Promise<Response> {
  return fetch(url, init);
}
