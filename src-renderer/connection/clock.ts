/** A pending or repeating timer that can be given up. */
export interface Timer {
  cancel(): void;
}

/** Time as an argument: the window uses `browserClock`, tests move their own. */
export interface Clock {
  /** Wall clock, milliseconds since 1970. May jump; use only to show times. */
  now(): number;
  /** Milliseconds that only go forward. Ages and timeouts are measured with this. */
  monotonic(): number;
  after(ms: number, run: () => void): Timer;
  every(ms: number, run: () => void): Timer;
}

export const browserClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, run) {
    const handle = setTimeout(run, ms);
    return { cancel: () => clearTimeout(handle) };
  },
  every(ms, run) {
    const handle = setInterval(run, ms);
    return { cancel: () => clearInterval(handle) };
  },
};
