import type { Clock } from '../base/clock.ts';
import type { SessionSocket } from './session-socket.ts';

/** How often a client that does not read is looked at before it counts as stalled. */
const LOOKS_PER_STALL = 4;

/**
 * Resolves when the client has taken everything, or after `onStall` because it took nothing for `stallMs`. A client
 * that reads slowly, but reads, is waited for.
 */
export async function untilDrained(
  socket: SessionSocket,
  clock: Clock,
  stallMs: number,
  onStall: () => void,
): Promise<void> {
  let seen = { progress: socket.progress, at: clock.monotonic() };
  await new Promise<void>((resolve) => {
    const watch = clock.every(stallMs / LOOKS_PER_STALL, () => {
      const now = clock.monotonic();
      if (socket.progress !== seen.progress) seen = { progress: socket.progress, at: now };
      if (now - seen.at < stallMs) return;
      onStall();
      done();
    });
    const done = () => {
      watch.cancel();
      resolve();
    };
    socket.whenDrained(done);
  });
}
