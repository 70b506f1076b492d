import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { ERROR_CODES, type ErrorCode } from '../../src-shared/error-code.ts';
import type { Clock } from '../base/clock.ts';
import type { OutgoingMessage } from '../hub/outgoing-message.ts';
import type { FragmentSocket, Peer } from '../session/session-socket.ts';
import { socketProgress, whenWritten } from './socket-progress.ts';
import { WEBSOCKET_FRAMES } from './websocket-frame.ts';

/** A client that does not answer the close within this time is cut off, in milliseconds. */
const CLOSE_GRACE_MS = 2_000;
/** RFC 6455, section 5.5: a control frame carries at most 125 bytes, two of them the code. */
const MAX_REASON_BYTES = 123;
const ACKNOWLEDGE = 'taken-';
/** A client that answers no pings must not make them pile up. */
const MAX_UNACKNOWLEDGED = 100;

/**
 * A session over a WebSocket. `ws` does the handshake, reading, pings and the close; batches are written to the TCP
 * socket as ready-made frames, since framing each of them for each client was half of the cost of fan-out. Both write
 * whole frames in one go and there is no compression, so frames never mix.
 */
export class WebSocketSocket implements FragmentSocket {
  readonly peer: Peer;
  /** By the payload of the ping that asked. */
  private acknowledgements: Map<string, () => void> | null = null;
  private pings = 0;

  constructor(
    private readonly webSocket: WebSocket,
    private readonly tcp: Duplex,
    readonly remote: string,
    userAgent: string | null,
    private readonly clock: Clock,
  ) {
    this.peer = { transport: 'websocket', userAgent };
  }

  get bufferedBytes(): number {
    return this.webSocket.bufferedAmount;
  }

  get progress(): number {
    return socketProgress(this.tcp);
  }

  send(message: OutgoingMessage): void {
    if (this.isOpen) this.tcp.write(message.bytes(WEBSOCKET_FRAMES));
  }

  sendFragment(bytes: Buffer, last: boolean): void {
    if (this.isOpen) this.webSocket.send(bytes, { binary: false, fin: last });
  }

  whenDrained(callback: () => void): void {
    whenWritten(this.tcp, callback);
  }

  /** A client answers pings in their sequence with everything else, whatever protocol it speaks. */
  whenAcknowledged(callback: () => void): void {
    if (!this.isOpen) return;
    if (this.acknowledgements === null) {
      this.acknowledgements = new Map();
      this.webSocket.on('pong', (data) => this.acknowledged(data.toString()));
    }
    const mark = `${ACKNOWLEDGE}${++this.pings}`;
    this.acknowledgements.set(mark, callback);
    const [oldest] = this.acknowledgements.keys();
    if (this.acknowledgements.size > MAX_UNACKNOWLEDGED && oldest !== undefined) this.acknowledgements.delete(oldest);
    this.webSocket.ping(mark);
  }

  private acknowledged(mark: string): void {
    const callback = this.acknowledgements?.get(mark);
    this.acknowledgements?.delete(mark);
    callback?.();
  }

  close(code: ErrorCode, detail: string): void {
    this.webSocket.close(ERROR_CODES[code].close, truncate(`${code}: ${detail}`));
    const grace = this.clock.after(CLOSE_GRACE_MS, () => this.webSocket.terminate());
    this.webSocket.once('close', () => grace.cancel());
  }

  private get isOpen(): boolean {
    return this.webSocket.readyState === this.webSocket.OPEN;
  }
}

function truncate(text: string): string {
  const bytes = Buffer.from(text);
  return bytes.length <= MAX_REASON_BYTES
    ? text
    : bytes
        .subarray(0, MAX_REASON_BYTES)
        .toString()
        .replace(/\uFFFD+$/, '');
}
