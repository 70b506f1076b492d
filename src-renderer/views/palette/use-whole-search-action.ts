import { useMemo } from 'react';
import { reachesBeyond, searchWhole } from '../../store/whole-search.ts';
import { workspace } from '../../store/workspace.ts';
import { text } from '../../strings.ts';
import { useConsole } from '../../ui/console-context.tsx';
import { goTo } from '../../ui/route.ts';
import type { PaletteAction } from './palette-action.ts';

/** Searches all orders for what was typed; `null` where the list holds all of them. */
export function useWholeSearchAction(query: string): PaletteAction | null {
  const search = query.trim();
  const total = useConsole(({ picture: { window } }) =>
    reachesBeyond({ search, status: null }, window) ? (window?.total ?? null) : null,
  );
  return useMemo(() => {
    if (total === null) return null;
    const run = (): void => {
      workspace.setState({ search, status: null });
      searchWhole();
      goTo({ view: 'orders', orderId: null });
    };
    return { id: 'search-all', label: text.window.searchAllFor(total, search), run };
  }, [total, search]);
}
