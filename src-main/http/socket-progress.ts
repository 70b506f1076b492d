import { Socket } from 'node:net';

/** What libuv has still to hand to the system of the write under way; Node keeps it for its own timeouts. */
interface Handle {
  readonly _handle?: { readonly writeQueueSize?: number } | null;
}

/**
 * Another number whenever the system has taken bytes that were written to `stream`, which it does when the other end
 * reads. The write under way counts byte by byte: one write may be all that a slow client takes in a minute.
 */
export function socketProgress(stream: unknown): number {
  if (!(stream instanceof Socket)) return 0;
  const underWay = (stream as Handle)._handle?.writeQueueSize ?? 0;
  return stream.bytesWritten - stream.writableLength - underWay;
}
