import type { OrderStatus } from '../../../src-shared/order.ts';
import type { UndoRef, UndoReport } from '../../store/undo-ref.ts';
import { text } from '../../strings.ts';
import { outcomeText } from '../../ui/outcome-text.ts';
import type { ScanResult } from './scan-result.ts';

/** A change that a scan made: the order, the version that came of it, and the status before. */
export interface MadeChange {
  readonly id: number;
  readonly version: number;
  readonly from: OrderStatus;
}

export function undoRefOfScan({ id, version, from }: MadeChange): UndoRef {
  return { id, version, change: 'UPDATE', back: { kind: 'change', changes: { status: from } } };
}

/** What became of taking one scan back. */
export function undoneScan(id: number, { restored, conflicts, gone, trouble }: UndoReport): ScanResult {
  const failed = (detail: string): ScanResult => ({ kind: 'undo-failed', id, detail });
  if (trouble !== null) return failed(outcomeText(trouble));
  const [order] = restored;
  if (order !== undefined) return { kind: 'undone', order };
  if (conflicts.length > 0) return failed(text.scan.undoConflict);
  return failed(gone.length > 0 ? text.scan.undoGone : text.scan.undoExpired);
}
