import type { OrderWindow } from '../../src-shared/order-window.ts';
import { holdsAll } from './window-counts.ts';
import { type Workspace, workspace } from './workspace.ts';

type Filter = Pick<Workspace, 'search' | 'status'>;

/** Pure: whether orders that a window leaves out may pass the filter. */
export function reachesBeyond({ search, status }: Filter, window: OrderWindow | null): boolean {
  if (search.trim() === '' && status === null) return false;
  return !holdsAll(window, status);
}

/** Has the server search the whole table by what the list is filtered by now. */
export function searchWhole(): void {
  workspace.setState(({ search, status }) => ({ whole: { search, status } }));
}

/** Back to what the list holds. */
export function leaveWhole(): void {
  workspace.setState({ whole: null });
}

/** Pure: whether the whole table is searched; not any more once the filter is another one. */
export function isWholeSearched({ search, status, whole }: Workspace): boolean {
  return whole !== null && whole.search === search && whole.status === status;
}
