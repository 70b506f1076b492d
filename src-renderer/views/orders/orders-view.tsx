import type { GridApi } from 'ag-grid-community';
import {
  type KeyboardEvent,
  lazy,
  type ReactNode,
  Suspense,
  useCallback,
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useStore } from 'zustand';
import type { Order } from '../../../src-shared/order.ts';
import { looksOld } from '../../connection/freshness.ts';
import { may } from '../../store/session.ts';
import { isWholeSearched, leaveWhole } from '../../store/whole-search.ts';
import { workspace } from '../../store/workspace.ts';
import { text } from '../../strings.ts';
import { announce } from '../../ui/announcer.ts';
import { bulkWishes } from '../../ui/bulk-wishes.ts';
import { goTo } from '../../ui/route.ts';
import { useFreshness } from '../../ui/use-freshness.ts';
import { BulkQuestion, type BulkQuestionOf } from './bulk-question.tsx';
import { DataMenu } from './data-menu.tsx';
import { FileDrop } from './file-drop.tsx';
import type { BulkWish } from './grid-options.ts';
import { OrdersBlank } from './orders-blank.tsx';
import styles from './orders-view.module.css';
import { RowCount } from './row-count.tsx';
import { deselect, isLive, isSameSelection, NO_SELECTION, selectedOrders, selectionOf } from './selection.ts';
import { StatusFilter } from './status-filter.tsx';
import { ViewOptions } from './view-options.tsx';

// Half of all code is the grid: the frame and the connection do not wait for it.
const OrdersGrid = lazy(() => import('./orders-grid.tsx').then((m) => ({ default: m.OrdersGrid })));
const SelectionBar = lazy(() => import('./selection-bar.tsx').then((m) => ({ default: m.SelectionBar })));
const WholeSearch = lazy(() => import('./whole-search.tsx').then((m) => ({ default: m.WholeSearch })));
const OrderDrawer = lazy(() => import('../order/order-drawer.tsx').then((m) => ({ default: m.OrderDrawer })));

/** The list and, beside it, the order that is open. */
export function OrdersView({ orderId }: { readonly orderId: number | null }) {
  const search = useDeferredValue(useStore(workspace, (state) => state.search));
  const status = useStore(workspace, (state) => state.status);
  const filter = useMemo(() => ({ search, status }), [search, status]);
  const isWhole = useStore(workspace, isWholeSearched);
  const grid = useRef<GridApi<Order> | null>(null);
  // `null` until the grid is there.
  const [shown, setShown] = useState<number | null>(null);
  const [selection, setSelection] = useState(NO_SELECTION);

  const onSelection = useCallback((api: GridApi<Order>) => {
    const now = selectionOf(api);
    setSelection((before) => (isSameSelection(before, now) ? before : now));
  }, []);
  const live = useRef(selection);
  live.current = selection;
  const onModel = useCallback(
    (api: GridApi<Order>) => {
      setShown(api.getDisplayedRowCount());
      if (isLive(live.current)) onSelection(api);
    },
    [onSelection],
  );
  const onReady = useCallback((api: GridApi<Order>) => {
    grid.current = api;
  }, []);
  const [asked, setAsked] = useState<BulkQuestionOf | null>(null);
  const ask = useCallback((what: BulkWish, focused: Order | null): void => {
    const selected = grid.current === null ? [] : selectedOrders(grid.current);
    const meant = selected.length === 0 && focused !== null ? [focused] : selected;
    const orders = meant.filter((order) => order.status !== what);
    if (!may(what === 'remove' ? 'orders:delete' : 'orders:set-status')) return;
    if (orders.length > 1 && !may('orders:bulk')) announce(text.bulk.adminsOnly);
    else setAsked({ what, orders });
  }, []);
  useEffect(() => {
    const { count, changeable } = selection;
    bulkWishes.setState({ selected: count === 0 ? null : { count, changeable, ask: (what) => ask(what, null) } });
    return () => bulkWishes.setState({ selected: null });
  }, [selection, ask]);
  const open = useCallback((id: number) => goTo({ view: 'orders', orderId: id }), []);
  const close = useCallback(() => goTo({ view: 'orders', orderId: null }), []);
  const onEscape = (event: KeyboardEvent<HTMLElement>): void => {
    const isHere = event.target instanceof Node && event.currentTarget.contains(event.target);
    if (event.key !== 'Escape' || event.defaultPrevented || !isHere) return;
    if (orderId !== null) close();
    else if (isWhole) leaveWhole();
    else grid.current?.deselectAll();
  };
  useEffect(() => {
    // Nothing is done to orders that are not seen.
    if (isWhole) grid.current?.deselectAll();
  }, [isWhole]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the key is meant for the view, wherever in it the focus is
    <div className={styles.view} data-drawer={orderId === null ? 'closed' : 'open'} onKeyDown={onEscape}>
      <FileDrop className={styles.list} label={text.orders.title}>
        <div className={styles.tools}>
          <StatusFilter />
          <div className={styles.options}>
            <DataMenu filter={filter} shown={shown} />
            <ViewOptions />
          </div>
        </div>
        <DimmedWhenOld>
          <div className={styles.grid} inert={isWhole}>
            <Suspense fallback={null}>
              <OrdersGrid
                filter={filter}
                openId={orderId}
                onOpen={open}
                onReady={onReady}
                onModel={onModel}
                onSelection={onSelection}
                onAsk={ask}
              />
            </Suspense>
            <OrdersBlank filter={filter} shown={shown} />
          </div>
          {isWhole && (
            <Suspense fallback={null}>
              <WholeSearch filter={filter} openId={orderId} onOpen={open} />
            </Suspense>
          )}
        </DimmedWhenOld>
        {!isWhole && (
          <footer className={styles.foot}>
            {selection.count > 0 && (
              <Suspense fallback={null}>
                <SelectionBar
                  selection={selection}
                  onAsk={(what) => ask(what, null)}
                  onClear={() => grid.current?.deselectAll()}
                />
              </Suspense>
            )}
            <RowCount shown={shown} filter={filter} />
          </footer>
        )}
      </FileDrop>
      <BulkQuestion
        asked={asked}
        onClose={() => setAsked(null)}
        onDone={(done) => {
          if (grid.current !== null) deselect(grid.current, done);
        }}
      />
      {orderId !== null && (
        <Suspense fallback={<aside className={styles.drawerPlace} aria-busy="true" />}>
          <OrderDrawer key={orderId} id={orderId} onClose={close} />
        </Suspense>
      )}
    </div>
  );
}

function DimmedWhenOld({ children }: { readonly children: ReactNode }) {
  const { freshness, ageMs } = useFreshness();
  return (
    <div className={styles.rows} data-old={looksOld(freshness, ageMs)}>
      {children}
    </div>
  );
}
