import { useEffect, useState } from 'react';
import { type Stats, statsSchema } from '../../../src-shared/rest-api.ts';
import { useLiveConsole } from '../../ui/console-context.tsx';

const EVERY_MS = 2_000;
/** An answer that takes longer is not waited for. */
const GIVE_UP_MS = 8_000;

/** The last figures, with the monotonic time at which they came. */
export interface StatsState {
  readonly stats: Stats | null;
  readonly at: number;
  /** The last request failed; `stats` is then older than it should be. */
  readonly failed: boolean;
}

/** `GET /api/stats` every two seconds while the page is visible, one request at a time. */
export function useStats(): StatsState {
  const { clock } = useLiveConsole();
  const [state, setState] = useState<StatsState>({ stats: null, at: 0, failed: false });
  useEffect(() => {
    let abort: AbortController | null = null;
    const ask = (): void => {
      if (abort !== null || document.visibilityState === 'hidden') return;
      const asking = new AbortController();
      abort = asking;
      const giveUp = clock.after(GIVE_UP_MS, () => asking.abort());
      loadStats(asking.signal)
        .then(
          (stats) => setState({ stats, at: clock.monotonic(), failed: false }),
          () => setState((before) => ({ ...before, failed: true })),
        )
        .finally(() => {
          giveUp.cancel();
          if (abort === asking) abort = null;
        });
    };
    ask();
    const timer = clock.every(EVERY_MS, ask);
    document.addEventListener('visibilitychange', ask);
    return () => {
      timer.cancel();
      document.removeEventListener('visibilitychange', ask);
      abort?.abort();
    };
  }, [clock]);
  return state;
}

async function loadStats(signal: AbortSignal): Promise<Stats> {
  const response = await fetch('/api/stats', { headers: { accept: 'application/json' }, cache: 'no-store', signal });
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  return statsSchema.parse(await response.json());
}
