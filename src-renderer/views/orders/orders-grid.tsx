import 'ag-grid-community/styles/ag-grid.css';
import 'ag-grid-community/styles/ag-theme-quartz.css';
import './orders-grid.css';
import { createGrid, type GridApi, type IRowNode } from 'ag-grid-community';
import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useStore } from 'zustand';
import { ORDER_STATUSES, type Order } from '../../../src-shared/order.ts';
import { DEFAULT_ORDER_LIMITS } from '../../../src-shared/order-limits.ts';
import { wordsOf } from '../../../src-shared/order-search.ts';
import { type Density, preferences } from '../../store/preferences.ts';
import { text } from '../../strings.ts';
import { useConsole, useLiveConsole } from '../../ui/console-context.tsx';
import { NewAbove } from '../../ui/new-above.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { registerGridModules } from './grid-modules.ts';
import { type BulkWish, gridOptions } from './grid-options.ts';
import { type GridSync, keepGridInStep } from './grid-sync.ts';
import { columnDefinitions, type Room, roomOf } from './order-columns.tsx';
import { matches, type OrderFilter } from './order-filter.ts';
import { SelectAll } from './select-all.tsx';

registerGridModules();

const ROW_HEIGHT: Record<Density, number> = { compact: 28, normal: 36, touch: 44 };

export interface OrdersGridProps {
  readonly filter: OrderFilter;
  readonly openId: number | null;
  readonly onOpen: (id: number) => void;
  readonly onReady: (api: GridApi<Order>) => void;
  /** Rows came, went, moved or changed. */
  readonly onModel: (api: GridApi<Order>) => void;
  readonly onSelection: (api: GridApi<Order>) => void;
  readonly onAsk: (what: BulkWish, focused: Order) => void;
}

/** The live list. Rows come from the store by differences (see `keepGridInStep`), never as a new list. */
export function OrdersGrid(props: OrdersGridProps) {
  const { filter, openId } = props;
  const { store, clock } = useLiveConsole();
  const density = useStore(preferences, (state) => state.density);
  const hiddenColumns = useStore(preferences, (state) => state.hiddenColumns);
  // Under what is said in place of the rows nobody is to come upon heads and boxes of nothing.
  const complete = useConsole((state) => state.picture.complete);
  const frame = useRef<HTMLDivElement>(null);
  const room = useRoom(frame);
  const columns = useMemo(
    () => columnDefinitions(hiddenColumns, preferences.getState().sort, room),
    [hiddenColumns, room],
  );
  const badges = useRef<HTMLDivElement>(null);
  const grid = useRef<GridApi<Order> | null>(null);
  const sync = useRef<GridSync | null>(null);
  const [above, setAbove] = useState<ReadonlySet<number>>(new Set());
  const [selectAllPlace, setSelectAllPlace] = useState<HTMLElement | null>(null);
  const latest = useRef(props);
  latest.current = props;

  const active = useRef({ status: filter.status, words: wordsOf(filter.search) });
  useEffect(() => {
    active.current = { status: filter.status, words: wordsOf(filter.search) };
    grid.current?.onFilterChanged();
    setAbove((ids) => (ids.size === 0 ? ids : new Set()));
  }, [filter]);

  // The row of what is open is brought into view once, when it is there.
  const unseen = useRef<number | null>(openId);
  const reveal = useCallback((): void => {
    const [row] = rowOf(grid.current, unseen.current);
    if (typeof row?.rowIndex !== 'number') return;
    unseen.current = null;
    grid.current?.ensureIndexVisible(row.rowIndex);
  }, []);
  const open = useRef(openId);
  useEffect(() => {
    const before = rowOf(grid.current, open.current);
    const nodes = [...before, ...rowOf(grid.current, openId)];
    open.current = openId;
    unseen.current = openId;
    reveal();
    if (nodes.length > 0) grid.current?.redrawRows({ rowNodes: nodes });
    if (openId === null) focusRow(grid.current, before[0]);
  }, [openId, reveal]);

  const options = useMemo(() => {
    const isShown = (order: Order): boolean => matches(order, active.current.status, active.current.words);
    const start = (api: GridApi<Order>): void => {
      const viewport = frame.current?.querySelector<HTMLElement>('.ag-grid-viewport');
      if (viewport === null || viewport === undefined) throw new Error('The grid has no viewport to scroll.');
      viewport.setAttribute('aria-label', text.orders.grid);
      viewport.addEventListener('scroll', () => {
        if (viewport.scrollTop <= 0) setAbove((ids) => (ids.size === 0 ? ids : new Set()));
      });
      grid.current = api;
      const onArrived = (ids: readonly number[]): void => setAbove((known) => new Set([...known, ...ids]));
      sync.current = keepGridInStep({ api, viewport, store, clock, isShown, onArrived });
      latest.current.onReady(api);
    };
    return gridOptions({
      isFiltered: () => active.current.status !== null || active.current.words.length > 0,
      passes: isShown,
      isOpen: ({ id }) => id === open.current,
      isUnconfirmed: (id) => store.getState().unconfirmed.has(id),
      limits: () => store.getState().status?.limits ?? DEFAULT_ORDER_LIMITS,
      badgeOf: (status) => badges.current?.querySelector(`[data-status=${status}]`)?.firstElementChild ?? null,
      onSelectAllPlace: setSelectAllPlace,
      onStart: start,
      onModel: (api) => {
        reveal();
        latest.current.onModel(api);
      },
      onSelection: (api) => latest.current.onSelection(api),
      onOpen: (id) => latest.current.onOpen(id),
      onAsk: (what, focused) => latest.current.onAsk(what, focused),
    });
  }, [store, clock, reveal]);

  const settings = useRef({ columnDefs: columns, rowHeight: ROW_HEIGHT[density] });
  useEffect(() => {
    if (frame.current === null) return undefined;
    const api = createGrid<Order>(frame.current, { ...options, ...settings.current });
    return () => {
      sync.current?.stop();
      grid.current = null;
      api.destroy();
    };
  }, [options]);
  useEffect(() => {
    settings.current = { ...settings.current, columnDefs: columns };
    grid.current?.setGridOption('columnDefs', columns);
  }, [columns]);
  useEffect(() => {
    const rowHeight = ROW_HEIGHT[density];
    settings.current = { ...settings.current, rowHeight };
    grid.current?.setGridOption('rowHeight', rowHeight);
  }, [density]);

  return (
    <div className="ag-theme-quartz orders-grid" data-density={density} inert={!complete}>
      <div className="grid-place" ref={frame} />
      {selectAllPlace !== null &&
        grid.current !== null &&
        createPortal(<SelectAll api={grid.current} />, selectAllPlace)}
      <div ref={badges} hidden>
        {ORDER_STATUSES.map((status) => (
          <span key={status} data-status={status}>
            <StatusBadge status={status} />
          </span>
        ))}
      </div>
      {above.size > 0 && (
        <NewAbove label={text.orders.newAbove(above.size)} onShow={() => grid.current?.ensureIndexVisible(0, 'top')} />
      )}
    </div>
  );
}

/** Follows the width of the list, which an open order and a turned tablet change. */
function useRoom(frame: RefObject<HTMLElement | null>): Room {
  const [room, setRoom] = useState<Room>('wide');
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const measure = (): void => setRoom((before) => (element.clientWidth === 0 ? before : roomOf(element.clientWidth)));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame]);
  return room;
}

/** The order was closed with the focus in it: the person goes on from its row. */
function focusRow(api: GridApi<Order> | null, row: IRowNode<Order> | undefined): void {
  const isLost = document.activeElement === null || document.activeElement === document.body;
  if (isLost && typeof row?.rowIndex === 'number') api?.setFocusedCell(row.rowIndex, 'id');
}

function rowOf(api: GridApi<Order> | null, id: number | null): IRowNode<Order>[] {
  const node = id === null ? undefined : api?.getRowNode(String(id));
  return node === undefined ? [] : [node];
}
