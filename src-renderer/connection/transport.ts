import type { ClientMessage } from '../../src-shared/client-message.ts';
import type { ServerMessage } from '../../src-shared/server-message.ts';

/** How messages travel to a browser, best first. */
export const BROWSER_TRANSPORTS = ['websocket', 'event-stream', 'polling'] as const;
/** The desktop program's window speaks to its own main process, and needs no other way. */
export const WINDOW_TRANSPORTS = ['ipc'] as const;
export type TransportKind = (typeof BROWSER_TRANSPORTS)[number] | (typeof WINDOW_TRANSPORTS)[number];

/**
 * Why a transport ended. `code` is a WebSocket close code (see the error list), `null` where the way has none.
 * `unreadable`: the server sent something that is not of this protocol.
 */
export interface TransportClose {
  readonly why: 'closed' | 'unreadable';
  readonly code: number | null;
  readonly detail: string;
}

export interface TransportListener {
  /** Ready for `send`. */
  opened(): void;
  message(message: ServerMessage): void;
  /** Called once, also when the transport never opened. Never called after `close()`. */
  closed(reason: TransportClose): void;
}

/** One attempt to reach the server: connected once, closed once, never reused. */
export interface Transport {
  readonly kind: TransportKind;
  connect(listener: TransportListener): void;
  /** May be called between `opened` and `closed` only. The first message is `hello`. */
  send(message: ClientMessage): void;
  /** Silent: the listener hears nothing more. */
  close(): void;
}

export type TransportFactory = (kind: TransportKind) => Transport;
