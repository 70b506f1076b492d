import { Button } from '@mantine/core';
import { IconAlertTriangle, IconDatabaseSearch } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { isWholeSearched, reachesBeyond, searchWhole } from '../../store/whole-search.ts';
import { workspace } from '../../store/workspace.ts';
import { text } from '../../strings.ts';
import { announce } from '../../ui/announcer.ts';
import { useConsole } from '../../ui/console-context.tsx';
import type { OrderFilter } from './order-filter.ts';
import styles from './row-count.module.css';

/** After the last key of a search, in milliseconds. */
const SETTLED_MS = 600;

interface RowCountProps {
  /** Rows in the grid; `null` until it is there. */
  readonly shown: number | null;
  readonly filter: OrderFilter;
}

/**
 * How many orders are listed, and of a large table that these are not all of them. Read out when the person asked for
 * other orders, not whenever one comes or goes.
 */
export function RowCount({ shown, filter }: RowCountProps) {
  const all = useConsole((state) => state.shown.size);
  const complete = useConsole((state) => state.picture.complete);
  const window = useConsole((state) => state.picture.window);
  const isFiltered = filter.status !== null || filter.search.trim() !== '';
  const isCut = window !== null && !window.open;
  const words = complete && shown !== null ? wordsOf() : null;
  useSaid(words, filter);
  if (words === null) return null;
  return (
    <>
      <span className={styles.count} data-cut={isCut}>
        {isCut && !isFiltered && <IconAlertTriangle size={16} aria-hidden />}
        {words}
      </span>
      {window !== null && reachesBeyond(filter, window) && <SearchAll total={window.total} />}
    </>
  );

  function wordsOf(): string {
    if (window === null) return text.orders.count(isFiltered ? (shown ?? 0) : all, all);
    if (isFiltered) return text.window.found(shown ?? 0, all);
    return window.open ? text.window.held(all, window.total) : text.window.newestOnly(all, window.total);
  }
}

/** Goes on where the list ends. */
export function SearchAll({ total, primary = false }: { readonly total: number; readonly primary?: boolean }) {
  return (
    <Button
      className={styles.searchAll ?? ''}
      variant={primary ? 'filled' : 'default'}
      size={primary ? 'sm' : 'compact-sm'}
      title={text.window.searchAllKey}
      leftSection={<IconDatabaseSearch size={16} aria-hidden />}
      onClick={searchWhole}
    >
      {text.window.searchAll(total)}
    </Button>
  );
}

function useSaid(words: string | null, filter: OrderFilter): void {
  const latest = useRef(words);
  latest.current = words;
  const asked = useRef(filter);
  useEffect(() => {
    if (asked.current === filter) return undefined;
    asked.current = filter;
    const timer = setTimeout(() => {
      // Whoever searches the whole table is told of that.
      if (latest.current !== null && !isWholeSearched(workspace.getState())) announce(latest.current);
    }, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [filter]);
}
