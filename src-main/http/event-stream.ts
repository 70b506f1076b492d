import type { ServerResponse } from 'node:http';
import type { ErrorCode } from '../../src-shared/error-code.ts';
import type { Clock } from '../base/clock.ts';
import type { OutgoingMessage, WireEncoding } from '../hub/outgoing-message.ts';
import type { Peer, SessionSocket } from '../session/session-socket.ts';
import { socketProgress, whenWritten } from './socket-progress.ts';

/** Server-sent events: the JSON of each message as `data`, the resume token as `id`, which browsers send back. */
const SERVER_SENT_EVENTS: WireEncoding = {
  name: 'event-stream',
  encode({ parts, token }) {
    const id = token === null ? '' : `id: ${token}\n`;
    return Buffer.concat(parts.flatMap((part) => [Buffer.from(`${id}data: `), part, Buffer.from('\n\n')]));
  },
};

/** How long a browser waits before it opens a broken stream again, in milliseconds. */
const RETRY_MS = 1_000;
/** A client that has not read the end within this time is cut off, in milliseconds. */
const CLOSE_GRACE_MS = 2_000;

/** A session over `text/event-stream`, for where WebSocket is blocked. The status line and headers are sent at once. */
export class EventStreamSocket implements SessionSocket {
  readonly peer: Peer;

  constructor(
    private readonly response: ServerResponse,
    readonly remote: string,
    userAgent: string | null,
    private readonly clock: Clock,
  ) {
    this.peer = { transport: 'event-stream', userAgent };
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      // nginx buffers answers unless told otherwise.
      'X-Accel-Buffering': 'no',
    });
    response.write(`retry: ${RETRY_MS}\n\n`);
  }

  get bufferedBytes(): number {
    return this.response.writableLength;
  }

  get progress(): number {
    return socketProgress(this.response.socket);
  }

  send(message: OutgoingMessage): void {
    if (!this.response.writableEnded) this.response.write(message.bytes(SERVER_SENT_EVENTS));
  }

  whenDrained(callback: () => void): void {
    whenWritten(this.response.socket, callback);
  }

  // The code has been said in `bye`: a stream has no close code of its own. A client that does not read is cut off.
  close(code: ErrorCode): void {
    if (code === 'too-slow') {
      this.response.destroy();
      return;
    }
    this.response.end();
    const grace = this.clock.after(CLOSE_GRACE_MS, () => this.response.destroy());
    this.response.once('close', () => grace.cancel());
  }
}
