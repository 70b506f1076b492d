import type { CellKeyDownEvent, GridApi, GridOptions } from 'ag-grid-community';
import type { Order, OrderStatus } from '../../../src-shared/order.ts';
import { preferences } from '../../store/preferences.ts';
import { gridWords } from './grid-words.ts';
import { headerPlace } from './header-place.ts';
import type { GridContext } from './status-cell.ts';

const SELECTION_COLUMN = 'ag-Grid-SelectionColumn';

/** What the grid asks or tells; each is looked up when it happens, so the options never change. */
export interface GridHandlers {
  /** Whether anything is filtered at all. */
  readonly isFiltered: () => boolean;
  readonly passes: (order: Order) => boolean;
  readonly isOpen: (order: Order) => boolean;
  readonly badgeOf: GridContext['badgeOf'];
  readonly isUnconfirmed: GridContext['isUnconfirmed'];
  readonly limits: GridContext['limits'];
  /** Where the box above the boxes belongs; `null` when the grid is gone. */
  readonly onSelectAllPlace: (place: HTMLElement | null) => void;
  readonly onStart: (api: GridApi<Order>) => void;
  readonly onModel: (api: GridApi<Order>) => void;
  readonly onSelection: (api: GridApi<Order>) => void;
  readonly onOpen: (id: number) => void;
  /** A key that asks for something to be done to the selected orders, or to this one when none is selected. */
  readonly onAsk: (what: BulkWish, focused: Order) => void;
}

/** What can be asked for many orders at once. */
export type BulkWish = OrderStatus | 'remove';

const WISHES: Readonly<Record<string, BulkWish>> = { s: 'shipped', d: 'delivered', p: 'pending', delete: 'remove' };

/** Keys with another one held down belong to somebody else; letters can be switched off. */
function wishOf(key: KeyboardEvent): BulkWish | undefined {
  if (key.ctrlKey || key.metaKey || key.altKey || key.shiftKey || key.defaultPrevented) return undefined;
  if (key.key.length === 1 && !preferences.getState().singleKeys) return undefined;
  return WISHES[key.key.toLowerCase()];
}

/**
 * The options that hold for the grid's whole life. The grid compares options by reference and filters all rows anew
 * when a filter function is another one, so these must be made once.
 */
export function gridOptions(handlers: GridHandlers): GridOptions<Order> {
  return {
    theme: 'legacy',
    localeText: gridWords(),
    context: {
      badgeOf: handlers.badgeOf,
      isUnconfirmed: handlers.isUnconfirmed,
      limits: handlers.limits,
    } satisfies GridContext,
    defaultColDef: { resizable: true, sortable: true, enableCellChangeFlash: true, suppressHeaderMenuButton: true },
    getRowId: ({ data }) => String(data.id),
    headerHeight: 34,
    rowSelection: {
      mode: 'multiRow',
      checkboxes: true,
      // The grid's own one looks through all rows at every change; see SelectAll.
      headerCheckbox: false,
      selectAll: 'filtered',
      enableClickSelection: false,
    },
    selectionColumnDef: {
      width: 44,
      minWidth: 44,
      maxWidth: 44,
      resizable: false,
      sortable: false,
      suppressHeaderMenuButton: true,
      headerComponent: headerPlace(handlers.onSelectAllPlace),
    },
    rowClassRules: { 'order-open': ({ data }) => data !== undefined && handlers.isOpen(data) },
    isExternalFilterPresent: handlers.isFiltered,
    doesExternalFilterPass: ({ data }) => data !== undefined && handlers.passes(data),
    cellFlashDuration: 0,
    cellFadeDuration: 700,
    animateRows: false,
    // Rows out of view cost as much to draw as those in view; a wheel's turn is three.
    rowBuffer: 3,
    // Rows are drawn whole at once: spread over frames, a search is answered by two or three of them, one after another.
    suppressAnimationFrame: true,
    deltaSort: true,
    suppressOverlays: ['loading', 'noRows', 'noMatchingRows'],
    suppressScrollOnNewData: true,
    onGridReady: ({ api }) => handlers.onStart(api),
    onModelUpdated: ({ api }) => handlers.onModel(api),
    onSelectionChanged: ({ api }) => handlers.onSelection(api),
    onSortChanged: ({ api }) => rememberSort(api),
    onCellClicked: ({ column, data }) => {
      if (data !== undefined && column.getColId() !== SELECTION_COLUMN) handlers.onOpen(data.id);
    },
    onCellKeyDown: (event) => {
      const { event: key, data } = event as CellKeyDownEvent<Order>;
      if (!(key instanceof KeyboardEvent) || data === undefined) return;
      const wish = wishOf(key);
      if (key.key === 'Enter') handlers.onOpen(data.id);
      else if (wish !== undefined) handlers.onAsk(wish, data);
    },
  };
}

function rememberSort(api: GridApi<Order>): void {
  const sorted = api.getColumnState().flatMap(({ colId, sort }) => {
    return sort === 'asc' || sort === 'desc' ? [{ column: colId, direction: sort }] : [];
  });
  preferences.setState({ sort: sorted[0] ?? null });
}
