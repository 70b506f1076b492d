import { useEffect, useState } from 'react';
import { type OrderHistory, orderHistorySchema } from '../../../src-shared/rest-api.ts';
import { Kept } from '../../store/kept.ts';

export type HistoryState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded'; readonly history: OrderHistory }
  | { readonly kind: 'failed' };

export interface HistoryAccess {
  readonly state: HistoryState;
  readonly retry: () => void;
}

/** Of so many orders that were opened the history is there again before the server has answered, or without it. */
const KEPT_HISTORIES = 50;
const histories = new Kept<number, OrderHistory>(KEPT_HISTORIES);

/**
 * The changes of one order, from `GET /api/orders/:id/history`; asked for again whenever `version` changes. What was
 * loaded stays in place until the new answer is there.
 * @param version of the row now; `null` when it is deleted
 */
export function useHistory(id: number, version: number | null): HistoryAccess {
  const [state, setState] = useState<HistoryState>(() => keptState(id, version === null));
  const [asked, setAsked] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` and `asked` say when to ask again
  useEffect(() => {
    const abort = new AbortController();
    loadHistory(id, abort.signal).then(
      (history) => {
        histories.set(id, history);
        setState({ kind: 'loaded', history });
      },
      () => {
        if (!abort.signal.aborted) setState((loaded) => (loaded.kind === 'loaded' ? loaded : { kind: 'failed' }));
      },
    );
    return () => abort.abort();
  }, [id, version, asked]);
  const retry = (): void => {
    setState({ kind: 'loading' });
    setAsked((count) => count + 1);
  };
  return { state, retry };
}

/** What is kept from before an order was deleted says nothing of one that is. */
function keptState(id: number, isDeleted: boolean): HistoryState {
  const history = histories.get(id);
  if (history === undefined || (isDeleted && history.changes[0]?.type !== 'DELETE')) return { kind: 'loading' };
  return { kind: 'loaded', history };
}

async function loadHistory(id: number, signal: AbortSignal): Promise<OrderHistory> {
  const response = await fetch(`/api/orders/${id}/history`, { headers: { accept: 'application/json' }, signal });
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  return orderHistorySchema.parse(await response.json());
}
