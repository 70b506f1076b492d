import { createStore } from 'zustand/vanilla';
import type { OrderStatus } from '../../src-shared/order.ts';

/** What this person is doing at the moment; gone with the tab. */
export interface Workspace {
  readonly search: string;
  /** `null`: every status. */
  readonly status: OrderStatus | null;
  /** The filter by which the whole table is searched, beyond what the list holds; `null`: it is not. */
  readonly whole: { readonly search: string; readonly status: OrderStatus | null } | null;
  readonly newOrderOpen: boolean;
  /** What the dialog of a new order begins with. */
  readonly newOrderStatus: OrderStatus;
  /** The import is open, with the file that was dropped for it; `running` while it sends or takes back. */
  readonly importing: { readonly file: File | null; readonly running?: boolean } | null;
  /** Names of editors that hold unsaved work: the console does not reload itself under somebody's hands. */
  readonly unsaved: ReadonlySet<string>;
}

export const workspace = createStore<Workspace>()(() => ({
  search: '',
  status: null,
  whole: null,
  newOrderOpen: false,
  newOrderStatus: 'pending',
  importing: null,
  unsaved: new Set<string>(),
}));

export function setUnsaved(editor: string, isUnsaved: boolean): void {
  workspace.setState(({ unsaved }) => {
    if (unsaved.has(editor) === isUnsaved) return {};
    const next = new Set(unsaved);
    if (isUnsaved) next.add(editor);
    else next.delete(editor);
    return { unsaved: next };
  });
}

export function setImportRunning(running: boolean): void {
  workspace.setState(({ importing }) => (importing === null ? {} : { importing: { ...importing, running } }));
}
