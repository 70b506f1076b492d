import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { workspace } from '../../store/workspace.ts';
import { useConsole } from '../../ui/console-context.tsx';

const RELOADED_FOR = 'orderdeck.reloaded-for';

/**
 * Whether the server was updated since this page was loaded. Reloads by itself when nobody has unsaved work, once for
 * each version, so that two servers of different versions behind one address do not make the page go round in circles.
 */
export function useServerUpdate(): boolean {
  const version = useConsole((state) => state.server?.version ?? null);
  const first = useRef<string | null>(null);
  if (first.current === null) first.current = version;
  const updated = version !== null && version !== first.current;
  const busy = useStore(workspace, (state) => state.unsaved.size > 0 || state.newOrderOpen);
  useEffect(() => {
    if (!updated || busy || sessionStorage.getItem(RELOADED_FOR) === version) return;
    sessionStorage.setItem(RELOADED_FOR, version ?? '');
    window.location.reload();
  }, [updated, busy, version]);
  return updated;
}
