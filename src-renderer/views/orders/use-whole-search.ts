import { useCallback, useEffect, useRef, useState } from 'react';
import { z } from 'zod';
import { type Order, orderSchema } from '../../../src-shared/order.ts';
import type { Problem } from '../../../src-shared/problem.ts';
import { callApiPage } from '../../connection/api-call.ts';
import { useConsole, useLiveConsole } from '../../ui/console-context.tsx';
import type { OrderFilter } from './order-filter.ts';
import { wholeSearchPath } from './whole-search-path.ts';

export interface WholeSearchState {
  /** As they were when they were found. */
  readonly hits: readonly Order[];
  readonly step:
    | { readonly kind: 'searching' }
    | { readonly kind: 'more'; readonly next: string }
    | { readonly kind: 'done' }
    /** `problem`: what the server said; `null` when it gave no answer. `path`: what to ask for again. */
    | { readonly kind: 'failed'; readonly problem: Problem | null; readonly path: string };
}

const hitsSchema = z.array(orderSchema);

/**
 * Searches the whole table by the server, page by page. What is found follows the changes from then on; where the table
 * was read anew the search begins again.
 */
export function useWholeSearch(filter: OrderFilter): WholeSearchState & { readonly ask: (path: string) => void } {
  const { lookup } = useLiveConsole();
  const readings = useConsole((state) => state.picture.readings);
  const [state, setState] = useState<WholeSearchState>({ hits: [], step: { kind: 'searching' } });
  const abort = useRef<AbortController | null>(null);
  const ask = useCallback(
    (path: string): void => {
      abort.current?.abort();
      const mine = new AbortController();
      abort.current = mine;
      setState(({ hits }) => ({ hits, step: { kind: 'searching' } }));
      void callApiPage(hitsSchema, { method: 'GET', path, signal: mine.signal }).then((answer) => {
        if (mine.signal.aborted) return;
        if (!answer.ok) {
          setState(({ hits }) => ({ hits, step: { kind: 'failed', problem: answer.problem, path } }));
          return;
        }
        const { value, next } = answer.value;
        lookup.follow(new Map(value.map((order) => [order.id, order])));
        setState(({ hits }) => ({
          hits: withNew(hits, value),
          step: next === null ? { kind: 'done' } : { kind: 'more', next },
        }));
      });
    },
    [lookup],
  );
  const { search, status } = filter;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `readings` begins again, since what was found is not followed any more
  useEffect(() => {
    setState({ hits: [], step: { kind: 'searching' } });
    ask(wholeSearchPath({ search, status }));
    return () => abort.current?.abort();
  }, [ask, search, status, readings]);
  return { ...state, ask };
}

/** An order that moved between two pages is listed once. */
function withNew(hits: readonly Order[], found: readonly Order[]): readonly Order[] {
  const known = new Set(hits.map(({ id }) => id));
  return [...hits, ...found.filter(({ id }) => !known.has(id))];
}
