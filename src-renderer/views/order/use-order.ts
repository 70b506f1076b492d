import { useEffect, useState } from 'react';
import type { Order } from '../../../src-shared/order.ts';
import { canSend } from '../../connection/connection-state.ts';
import { useConsole, useLiveConsole } from '../../ui/console-context.tsx';

export type OrderNow =
  | { readonly kind: 'there'; readonly order: Order }
  /** The picture is not here yet, or the server is being asked. */
  | { readonly kind: 'seeking' }
  | { readonly kind: 'absent' }
  /** It may exist, and the server gave no answer. */
  | { readonly kind: 'unread'; readonly retry: () => void };

/** An order as it is now, also one that the window leaves out: that one is fetched, and follows the changes from then on. */
export function useOrder(id: number): OrderNow {
  const { lookup } = useLiveConsole();
  const order = useConsole(
    // An order that this person is deleting is there until it is gone.
    ({ shown, unconfirmed, picture }) => shown.get(id) ?? (unconfirmed.has(id) ? picture.orders.get(id) : undefined),
  );
  // `undefined`: not known.
  const followed = useConsole((state) => state.followed.get(id));
  const complete = useConsole((state) => state.picture.complete);
  const mayBeLeftOut = useConsole(({ picture }) => picture.window !== null && id < picture.window.from);
  const connected = useConsole((state) => canSend(state.connection));
  const [failed, setFailed] = useState(false);
  const [asked, setAsked] = useState(0);
  const isUnknown = complete && mayBeLeftOut && followed === undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `asked` asks once more, and so does a connection that is back
  useEffect(() => {
    if (!isUnknown) return undefined;
    let isOver = false;
    setFailed(false);
    void lookup.find(id).then((found) => {
      if (!isOver) setFailed(!found);
    });
    return () => {
      isOver = true;
    };
  }, [isUnknown, lookup, id, connected, asked]);

  if (order !== undefined) return { kind: 'there', order };
  if (!complete) return { kind: 'seeking' };
  if (!mayBeLeftOut) return { kind: 'absent' };
  if (followed === undefined) {
    return failed ? { kind: 'unread', retry: () => setAsked((count) => count + 1) } : { kind: 'seeking' };
  }
  return followed === null ? { kind: 'absent' } : { kind: 'there', order: followed };
}
