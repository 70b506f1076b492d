import type { Order, OrderStatus } from '../../src-shared/order.ts';
import type { CommandOutcome } from '../connection/pending-commands.ts';
import type { BulkReport } from './bulk-report.ts';
import type { UndoReport } from './undo-ref.ts';

/** How something a person did came out. `undo` takes it back; it may be called once. */
export type ActionNews =
  | { readonly kind: 'status'; readonly status: OrderStatus; readonly report: BulkReport; readonly undo: () => void }
  | { readonly kind: 'removed'; readonly report: BulkReport; readonly undo: () => void }
  | { readonly kind: 'saved'; readonly order: Order; readonly undo: () => void }
  | { readonly kind: 'created'; readonly order: Order; readonly undo: () => void }
  | { readonly kind: 'refused'; readonly outcome: CommandOutcome }
  /** `again` when it was a taking back that was taken back. */
  | { readonly kind: 'undone'; readonly again: boolean; readonly report: UndoReport; readonly undo: () => void };

/** Tells a person how it came out. */
export type ActionTeller = (news: ActionNews) => void;

/** Who tells: this console by a toast (`all`, the default), or the view that asked, in part or altogether. */
export interface TellOptions {
  readonly tell?: 'all' | 'good' | 'nothing';
}
