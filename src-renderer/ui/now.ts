import { useSyncExternalStore } from 'react';

interface Ticker {
  readonly subscribe: (listener: () => void) => () => void;
  readonly read: () => number;
}

const tickers = new Map<number, Ticker>();

/** One timer for everybody who shows times at the same pace; none while nobody does. */
function tickerOf(everyMs: number): Ticker {
  const known = tickers.get(everyMs);
  if (known !== undefined) return known;
  const listeners = new Set<() => void>();
  let now = Date.now();
  let handle: ReturnType<typeof setInterval> | undefined;
  const tick = (): void => {
    // Nobody sees it: the time is told again with the first frame.
    if (document.hidden) return;
    now = Date.now();
    for (const listener of listeners) listener();
  };
  const ticker: Ticker = {
    subscribe(listener) {
      listeners.add(listener);
      if (handle === undefined) {
        now = Date.now();
        handle = setInterval(tick, everyMs);
        document.addEventListener('visibilitychange', tick);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(handle);
        document.removeEventListener('visibilitychange', tick);
        handle = undefined;
      };
    },
    read: () => now,
  };
  tickers.set(everyMs, ticker);
  return ticker;
}

/** The wall clock in milliseconds; draws the component again every `everyMs`. */
export function useNow(everyMs: number): number {
  const ticker = tickerOf(everyMs);
  return useSyncExternalStore(ticker.subscribe, ticker.read);
}

/** Calls back every `everyMs`, with everybody else of that pace. @returns what ends it */
export function everyTick(everyMs: number, listener: () => void): () => void {
  return tickerOf(everyMs).subscribe(listener);
}
