import { useEffect, useMemo, useState } from 'react';
import type { Order } from '../../../src-shared/order.ts';
import { useConsole, useLiveConsole } from '../../ui/console-context.tsx';
import { idToFind } from '../orders/whole-search-path.ts';
import { OrderHits } from './order-hits.ts';

/** After the last digit the server is asked for a number that is not in the picture, in milliseconds. */
const TYPED_MS = 200;

/** What matches, looked for when the query changes and not with every change of an order; each as it is now. */
export function useOrderHits(query: string): readonly Order[] {
  const { store } = useLiveConsole();
  const complete = useConsole((state) => state.picture.complete);
  const shown = useConsole((state) => state.shown);
  const [, setSlices] = useState(0);
  // What is still arriving is looked through again once all is there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `complete` asks for a new search.
  const search = useMemo(() => new OrderHits(store.getState().shown, query), [store, query, complete]);
  useEffect(() => {
    let timer = 0;
    const goOn = (): void => {
      search.goOn();
      setSlices((slices) => slices + 1);
      if (!search.done) timer = window.setTimeout(goOn, 0);
    };
    if (!search.done) timer = window.setTimeout(goOn, 0);
    return () => window.clearTimeout(timer);
  }, [search]);
  const beyond = useOrderBeyond(idToFind(query));
  const hits = search.hits.map((order) => shown.get(order.id) ?? order);
  return beyond === null || hits.some(({ id }) => id === beyond.id) ? hits : [beyond, ...hits];
}

/** The order of a number that the window leaves out; `null` while it is not known, and where there is none. */
function useOrderBeyond(id: number | null): Order | null {
  const { lookup } = useLiveConsole();
  const isUnknown = useConsole(
    ({ picture: { window, orders }, followed }) =>
      id !== null && window !== null && id < window.from && orders.get(id) === undefined && !followed.has(id),
  );
  useEffect(() => {
    if (!isUnknown || id === null) return undefined;
    const timer = window.setTimeout(() => void lookup.find(id), TYPED_MS);
    return () => window.clearTimeout(timer);
  }, [isUnknown, id, lookup]);
  return useConsole((state) => (id === null ? null : (state.followed.get(id) ?? null)));
}
