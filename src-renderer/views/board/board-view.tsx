import { lazy, Suspense, useCallback, useEffect, useRef } from 'react';
import { text } from '../../strings.ts';
import { goTo } from '../../ui/route.ts';
import { StatusFilter } from '../orders/status-filter.tsx';
import { BoardBlank } from './board-blank.tsx';
import { BoardLanes, type LanesHandle } from './board-lanes.tsx';
import styles from './board-view.module.css';

const OrderDrawer = lazy(() => import('../order/order-drawer.tsx').then((m) => ({ default: m.OrderDrawer })));

/** The orders as cards in three columns and, beside them, the one that is open. */
export function BoardView({ orderId }: { readonly orderId: number | null }) {
  const lanes = useRef<LanesHandle>(null);
  const open = useCallback((id: number) => goTo({ view: 'board', orderId: id }), []);
  const close = useCallback(() => goTo({ view: 'board' }), []);
  // The keyboard goes back to the card whose order was open, however it was closed.
  const opened = useRef(orderId);
  useEffect(() => {
    if (orderId === null && opened.current !== null) lanes.current?.focus(opened.current);
    opened.current = orderId;
  }, [orderId]);
  return (
    <div className={styles.view} data-drawer={orderId === null ? 'closed' : 'open'}>
      <section className={styles.board} aria-label={text.board.title}>
        <div className={styles.tools}>
          <StatusFilter />
        </div>
        <div className={styles.body}>
          <BoardLanes ref={lanes} openId={orderId} onOpen={open} />
          <BoardBlank />
        </div>
      </section>
      {orderId !== null && (
        <Suspense fallback={<aside className={styles.drawerPlace} aria-busy="true" />}>
          <OrderDrawer key={orderId} id={orderId} onClose={close} />
        </Suspense>
      )}
    </div>
  );
}
