import { Socket } from 'node:net';
import type { Writable } from 'node:stream';

/** What libuv has still to hand to the system of the write under way; Node keeps it for its own timeouts. */
interface Handle {
  readonly _handle?: {
    readonly writeQueueSize?: number;
    /** What carries the bytes of TLS. */
    readonly _parent?: { readonly writeQueueSize?: number; readonly bytesWritten?: number };
  } | null;
}

const NOTHING = Buffer.alloc(0);

/**
 * Another number whenever the system has taken bytes that were written to `stream`, which it does when the other end
 * reads. The write under way counts byte by byte: one write may be all that a slow client takes in a minute.
 */
export function socketProgress(stream: unknown): number {
  if (!(stream instanceof Socket)) return 0;
  const handle = (stream as Handle)._handle;
  // TLS counts a write when all of it has gone; a slow client takes it byte by byte below.
  const carrier = handle?._parent;
  if (carrier?.bytesWritten !== undefined) return carrier.bytesWritten - (carrier.writeQueueSize ?? 0);
  const underWay = handle?.writeQueueSize ?? 0;
  return stream.bytesWritten - stream.writableLength - underWay;
}

/**
 * Calls back once when the system has taken everything written so far, or the stream has ended. Not by `drain`, which
 * comes only after a write that went over the stream's own mark.
 */
export function whenWritten(stream: Writable | null, callback: () => void): void {
  if (stream === null || stream.destroyed || stream.writableEnded || stream.writableLength === 0) {
    setImmediate(callback);
    return;
  }
  stream.write(NOTHING, () => callback());
}
