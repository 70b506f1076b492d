import type { Timer } from '../connection/clock.ts';

/** Runs something once, when the screen is about to be drawn the next time. */
export type NextFrame = (run: () => void) => Timer;

/** A page that nobody sees is not drawn; it is kept right all the same, in milliseconds. */
const UNSEEN_MS = 100;

export const browserFrame: NextFrame = (run) => {
  const cancel = (): void => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
  const once = (): void => {
    cancel();
    run();
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, UNSEEN_MS);
  return { cancel };
};
