import { useEffect, useMemo, useState } from 'react';
import type { ChangeEvent } from '../../../src-shared/change-event.ts';
import { newestFirst } from '../../store/recent-changes.ts';
import { useConsole, useLiveConsole } from '../../ui/console-context.tsx';
import { EVERYTHING } from '../activity/activity-filter.ts';
import { readActivityPage } from '../activity/activity-pages.ts';

/** The newest changes, newest first: those that came over the feed, and before the first of them the server's. */
export function useLastChanges(count: number, tick: number): readonly ChangeEvent[] {
  const { store } = useLiveConsole();
  const isLive = useConsole((state) => state.connection.kind === 'live');
  const [older, setOlder] = useState<readonly ChangeEvent[] | null>(null);
  useEffect(() => {
    if (!isLive || older !== null) return;
    const abort = new AbortController();
    readActivityPage(EVERYTHING, null, abort.signal).then(
      ({ changes }) => setOlder(changes.slice(0, count)),
      // Asked again with the next connection; what comes live is shown all the same.
      () => undefined,
    );
    return () => abort.abort();
  }, [isLive, older, count]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once a tick: nobody reads a thousand lines a second
  return useMemo(() => {
    const came = newestFirst(store.getState().recent, 0, count).flatMap((entry) =>
      entry.kind === 'change' ? [entry.change] : [],
    );
    const ids = new Set(came.map(({ changeId }) => changeId));
    return [...came, ...(older ?? []).filter(({ changeId }) => !ids.has(changeId))].slice(0, count);
  }, [store, older, count, tick]);
}
