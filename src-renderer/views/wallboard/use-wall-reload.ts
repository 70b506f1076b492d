import { useEffect, useRef } from 'react';
import type { Clock, Timer } from '../../connection/clock.ts';
import { useConsole, useLiveConsole } from '../../ui/console-context.tsx';
import { reloadWait, scriptOf } from './reload-rule.ts';

const KEY = 'orderdeck.wallboard-reloads';
const KEPT = 20;
const AGAIN_MS = 30_000;

/**
 * Loads the page again when a server has come back with another build of it: nobody is there who would do that, and
 * nobody types. Looks whenever another run of the server has answered.
 */
export function useWallReload(): void {
  const { clock } = useLiveConsole();
  const server = useConsole((state) => state.server?.id ?? null);
  const first = useRef<string | null>(null);
  first.current ??= server;
  useEffect(() => {
    if (server === null || server === first.current) return;
    return watchForBuild(clock);
  }, [server, clock]);
}

/** @returns what ends it */
function watchForBuild(clock: Clock): () => void {
  const abort = new AbortController();
  let timer: Timer | null = null;
  const look = async (): Promise<void> => {
    try {
      if (!(await isAnotherBuild(abort.signal))) return;
      const reloads = readReloads();
      const wait = reloadWait(reloads, clock.now());
      if (wait > 0) {
        timer = clock.after(wait, () => void look());
        return;
      }
      if (keepReload([...reloads, clock.now()])) window.location.reload();
    } catch {
      // The server went away again: its next run is looked at, or this one once more.
      if (!abort.signal.aborted) timer = clock.after(AGAIN_MS, () => void look());
    }
  };
  void look();
  return () => {
    abort.abort();
    timer?.cancel();
  };
}

async function isAnotherBuild(signal: AbortSignal): Promise<boolean> {
  const response = await fetch(window.location.pathname, {
    headers: { accept: 'text/html' },
    cache: 'no-store',
    signal,
  });
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  const theirs = scriptOf(await response.text());
  const ours = scriptOf(document.head.innerHTML) ?? scriptOf(document.documentElement.innerHTML);
  return theirs !== null && theirs !== ours;
}

function readReloads(): number[] {
  const stored: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
  return Array.isArray(stored) ? stored.filter((at): at is number => typeof at === 'number') : [];
}

/** @returns false where nothing is kept: without a memory it would go round in circles */
function keepReload(reloads: readonly number[]): boolean {
  sessionStorage.setItem(KEY, JSON.stringify(reloads.slice(-KEPT)));
  return sessionStorage.getItem(KEY) !== null;
}
