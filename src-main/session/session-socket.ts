import type { ErrorCode } from '../../src-shared/error-code.ts';
import type { TransportName } from '../../src-shared/stats-details.ts';
import type { OutgoingMessage } from '../hub/outgoing-message.ts';

/** What is told of a connection in lists. */
export interface Peer {
  readonly transport: TransportName;
  /** As the client names itself; `null` when it does not. */
  readonly userAgent: string | null;
}

/** One connection of one client, whatever carries it. The WebSocket, event stream and IPC adapters implement it. */
export interface SessionSocket {
  /** Who is at the other end, for lists and logs. */
  readonly remote: string;
  readonly peer: Peer;
  /** Bytes handed over that the client has not taken yet. */
  readonly bufferedBytes: number;
  /** Another number whenever the client has taken something since; says nothing else. */
  readonly progress: number;
  send(message: OutgoingMessage): void;
  /** Calls back once when the client has taken what it had been sent, or the socket is closed. */
  whenDrained(callback: () => void): void;
  /** Calls back once when the client itself has shown that it has everything sent so far. Not every transport can tell. */
  whenAcknowledged?(callback: () => void): void;
  /** Sends what is buffered, then closes with the code's number and name. */
  close(code: ErrorCode, detail: string): void;
}

/** A socket that can send one message in several pieces, for a first message that may be very large. */
export interface FragmentSocket extends SessionSocket {
  sendFragment(bytes: Buffer, last: boolean): void;
}
