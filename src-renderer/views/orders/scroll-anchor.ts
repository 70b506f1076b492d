import type { GridApi } from 'ag-grid-community';
import type { Order } from '../../../src-shared/order.ts';

/** The rows somebody looks at, with their distance from the upper edge, topmost first. */
export type Anchor = readonly { readonly id: string; readonly offset: number }[];

const KEPT_ROWS = 60;

/**
 * Notes what is in view. Empty at the very top, where new rows are meant to push the others down.
 * @param scrollTop of the grid's viewport, in pixels
 */
export function takeAnchor(api: GridApi<Order>, scrollTop: number): Anchor {
  if (scrollTop <= 0) return [];
  const anchor: { id: string; offset: number }[] = [];
  const first = api.getFirstDisplayedRowIndex();
  for (let index = first; index >= 0 && index < first + KEPT_ROWS; index += 1) {
    const row = api.getDisplayedRowAtIndex(index);
    if (row === undefined) break;
    if (row.id !== undefined && row.rowTop !== null && row.rowTop >= scrollTop) {
      anchor.push({ id: row.id, offset: row.rowTop - scrollTop });
    }
  }
  return anchor;
}

/** Where to scroll so that the first row that is still there stands where it stood; `null`: stay. */
export function restoredScrollTop(api: GridApi<Order>, anchor: Anchor): number | null {
  for (const { id, offset } of anchor) {
    const row = api.getRowNode(id);
    if (row?.displayed === true && row.rowTop !== null) return Math.max(0, row.rowTop - offset);
  }
  return null;
}
