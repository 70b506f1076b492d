import 'ag-grid-community/styles/ag-grid.css';
import 'ag-grid-community/styles/ag-theme-quartz.css';
import './orders-grid.css';
import type { CellClickedEvent, CellKeyDownEvent, GridApi, IRowNode, RowClassRules } from 'ag-grid-community';
import { AgGridReact } from 'ag-grid-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Order } from '../../../src-shared/order.ts';
import { type Density, preferences } from '../../store/preferences.ts';
import { text } from '../../strings.ts';
import { useLiveConsole } from '../../ui/console-context.tsx';
import { registerGridModules } from './grid-modules.ts';
import { type GridSync, keepGridInStep } from './grid-sync.ts';
import { NewAbove } from './new-above.tsx';
import { columnDefinitions } from './order-columns.tsx';
import { matches, type OrderFilter, wordsOf } from './order-filter.ts';

registerGridModules();

const ROW_HEIGHT: Record<Density, number> = { compact: 28, normal: 36, touch: 44 };
const SELECTION_COLUMN = 'ag-Grid-SelectionColumn';

export interface OrdersGridProps {
  readonly filter: OrderFilter;
  readonly openId: number | null;
  readonly onOpen: (id: number) => void;
  readonly onReady: (api: GridApi<Order>) => void;
  /** Rows shown, rows selected, or rows among these changed. */
  readonly onModel: (api: GridApi<Order>) => void;
}

/** The live list. Rows come from the store by differences (see `keepGridInStep`), never as a new list. */
export function OrdersGrid({ filter, openId, onOpen, onReady, onModel }: OrdersGridProps) {
  const { store } = useLiveConsole();
  const density = useStore(preferences, (state) => state.density);
  const hiddenColumns = useStore(preferences, (state) => state.hiddenColumns);
  const columns = useMemo(() => columnDefinitions(hiddenColumns, preferences.getState().sort), [hiddenColumns]);
  const frame = useRef<HTMLDivElement>(null);
  const grid = useRef<GridApi<Order> | null>(null);
  const sync = useRef<GridSync | null>(null);
  const [above, setAbove] = useState<ReadonlySet<number>>(new Set());

  const active = useRef({ status: filter.status, words: wordsOf(filter.search) });
  useEffect(() => {
    active.current = { status: filter.status, words: wordsOf(filter.search) };
    grid.current?.onFilterChanged();
    setAbove(new Set());
  }, [filter]);

  const open = useRef(openId);
  useEffect(() => {
    const nodes = [open.current, openId].flatMap((id) => rowOf(grid.current, id));
    open.current = openId;
    grid.current?.redrawRows({ rowNodes: nodes });
  }, [openId]);
  useEffect(() => () => sync.current?.stop(), []);

  const start = (api: GridApi<Order>): void => {
    const viewport = frame.current?.querySelector<HTMLElement>('.ag-grid-viewport');
    if (viewport === null || viewport === undefined) throw new Error('The grid has no viewport to scroll.');
    grid.current = api;
    viewport.addEventListener('scroll', () => {
      if (viewport.scrollTop <= 0) setAbove((ids) => (ids.size === 0 ? ids : new Set()));
    });
    sync.current = keepGridInStep(api, viewport, store, (ids) => setAbove((known) => new Set([...known, ...ids])));
    onReady(api);
  };

  return (
    <div className="ag-theme-quartz orders-grid" ref={frame} data-density={density}>
      <AgGridReact<Order>
        theme="legacy"
        columnDefs={columns}
        defaultColDef={DEFAULT_COLUMN}
        getRowId={({ data }) => String(data.id)}
        rowHeight={ROW_HEIGHT[density]}
        headerHeight={34}
        rowSelection={SELECTION}
        selectionColumnDef={SELECTION_COLUMN_DEF}
        rowClassRules={useMemo(() => rulesFor(open), [])}
        isExternalFilterPresent={() => active.current.status !== null || active.current.words.length > 0}
        doesExternalFilterPass={({ data }) =>
          data !== undefined && matches(data, active.current.status, active.current.words)
        }
        cellFlashDuration={0}
        cellFadeDuration={700}
        animateRows={false}
        deltaSort
        suppressOverlays={['loading', 'noRows', 'noMatchingRows']}
        suppressScrollOnNewData
        aria-label={text.orders.grid}
        onGridReady={({ api }) => start(api)}
        onModelUpdated={({ api }) => onModel(api)}
        onSelectionChanged={({ api }) => onModel(api)}
        onRowDataUpdated={({ api }) => onModel(api)}
        onSortChanged={({ api }) => rememberSort(api)}
        onCellClicked={(event) => openClicked(event, onOpen)}
        onCellKeyDown={(event) => openFocused(event, onOpen)}
      />
      <NewAbove count={above.size} onShow={() => grid.current?.ensureIndexVisible(0, 'top')} />
    </div>
  );
}

const DEFAULT_COLUMN = { resizable: true, sortable: true, enableCellChangeFlash: true, suppressHeaderMenuButton: true };
const SELECTION = {
  mode: 'multiRow',
  checkboxes: true,
  headerCheckbox: true,
  selectAll: 'filtered',
  enableClickSelection: false,
} as const;
const SELECTION_COLUMN_DEF = {
  width: 44,
  minWidth: 44,
  maxWidth: 44,
  resizable: false,
  suppressHeaderMenuButton: true,
};

function rulesFor(open: { readonly current: number | null }): RowClassRules<Order> {
  return { 'order-open': ({ data }) => data !== undefined && data.id === open.current };
}

function rowOf(api: GridApi<Order> | null, id: number | null): IRowNode<Order>[] {
  const node = id === null ? undefined : api?.getRowNode(String(id));
  return node === undefined ? [] : [node];
}

function openClicked({ column, data }: CellClickedEvent<Order>, onOpen: (id: number) => void): void {
  if (data !== undefined && column.getColId() !== SELECTION_COLUMN) onOpen(data.id);
}

function openFocused(event: object, onOpen: (id: number) => void): void {
  const { event: key, data } = event as CellKeyDownEvent<Order>;
  if (key instanceof KeyboardEvent && key.key === 'Enter' && data !== undefined) onOpen(data.id);
}

function rememberSort(api: GridApi<Order>): void {
  const sorted = api.getColumnState().find((column) => column.sort === 'asc' || column.sort === 'desc');
  if (sorted === undefined || (sorted.sort !== 'asc' && sorted.sort !== 'desc')) return;
  preferences.setState({ sort: { column: sorted.colId, direction: sorted.sort } });
}
