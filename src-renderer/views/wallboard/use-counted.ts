import { useEffect, useState } from 'react';
import { type StatsHistory, statsHistorySchema } from '../../../src-shared/stats-history.ts';
import { useConsole, useLiveConsole } from '../../ui/console-context.tsx';
import type { Counted } from './today.ts';

const EVERY_MS = 5_000;
/** An answer that takes longer is not waited for. */
const GIVE_UP_MS = 8_000;

/** What the server counted last, and how far its clock is ahead of this machine's, in milliseconds. */
export interface CountedNow extends Counted {
  readonly clockAheadMs: number;
}

/** `GET /api/stats/history` every five seconds and at once when a server answers again. `null` before the first answer. */
export function useCounted(): CountedNow | null {
  const { clock, store } = useLiveConsole();
  const [counted, setCounted] = useState<CountedNow | null>(null);
  const isLive = useConsole((state) => state.connection.kind === 'live');
  useEffect(() => {
    if (!isLive) return;
    let asking: AbortController | null = null;
    let next: string | null = null;
    const ask = async (): Promise<void> => {
      if (asking !== null) return;
      const abort = new AbortController();
      asking = abort;
      const giveUp = clock.after(GIVE_UP_MS, () => abort.abort());
      try {
        const history = await loadHistory(next, abort.signal);
        next = history.next;
        const clockAheadMs = history.now - clock.now();
        setCounted({ history, from: store.getState().recent.next, clockAheadMs });
      } catch {
        // The figures stand as they are and say since when; the next answer is five seconds away.
        next = null;
      } finally {
        giveUp.cancel();
        asking = null;
      }
    };
    void ask();
    const timer = clock.every(EVERY_MS, () => void ask());
    return () => {
      timer.cancel();
      asking?.abort();
    };
  }, [clock, store, isLive]);
  return counted;
}

async function loadHistory(since: string | null, signal: AbortSignal): Promise<StatsHistory> {
  // Of the samples nothing is shown here; after the first answer they are not sent again.
  const query = since === null ? '' : `?${new URLSearchParams({ since })}`;
  const headers = { accept: 'application/json' };
  const response = await fetch(`/api/stats/history${query}`, { headers, cache: 'no-store', signal });
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  return statsHistorySchema.parse(await response.json());
}
