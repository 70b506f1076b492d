import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Looks so often; a finer look would only make an idle server work. In milliseconds. */
const RESOLUTION_MS = 50;

/** How late the timers of this process run. */
export interface EventLoopDelay {
  /** 99th percentile in milliseconds since it was last asked; `null` when there was no time to see anything. */
  takeP99(): number | null;
  /** What was last taken. */
  readonly lastP99: number | null;
  stop(): void;
}

export function watchEventLoop(): EventLoopDelay {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  let lastP99: number | null = null;
  return {
    get lastP99() {
      return lastP99;
    },
    takeP99() {
      // What it measures is the time from one look to the next, of which the resolution is not delay.
      const p99 = histogram.percentile(99) / 1e6 - RESOLUTION_MS;
      const seen = histogram.max > 0;
      histogram.reset();
      lastP99 = seen ? Math.max(0, Math.round(p99 * 10) / 10) : null;
      return lastP99;
    },
    stop: () => histogram.disable(),
  };
}
