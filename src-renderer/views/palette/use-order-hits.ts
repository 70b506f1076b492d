import { useEffect, useMemo, useState } from 'react';
import type { Order } from '../../../src-shared/order.ts';
import { useConsole, useLiveConsole } from '../../ui/console-context.tsx';
import { OrderHits } from './order-hits.ts';

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
  return search.hits.map((order) => shown.get(order.id) ?? order);
}
