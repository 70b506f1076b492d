import { text } from '../../strings.ts';
import type { CommandSender } from '../../ui/command-sender.ts';
import { outcomeText } from '../../ui/outcome-text.ts';
import type { ScanResult } from './scan-result.ts';

/** A change that a scan made: the order and the version that came of it. */
export interface MadeChange {
  readonly id: number;
  readonly version: number;
}

/** Takes back one change. Never rejects. */
export type UndoScan = (made: MadeChange) => Promise<ScanResult>;

/** Undo by the server, which sets nothing back that somebody else changed since. */
export function undoThrough(sender: CommandSender): UndoScan {
  return async ({ id, version }) => {
    const outcome = await sender.execute({ type: 'undo', changes: [{ id, version, change: 'UPDATE' }] });
    const failed = (detail: string): ScanResult => ({ kind: 'undo-failed', id, detail });
    if (outcome.kind !== 'undone') return failed(outcomeText(outcome));
    const { restored, conflicts, gone } = outcome.outcome;
    const [order] = restored;
    if (order !== undefined) return { kind: 'undone', order };
    if (conflicts.length > 0) return failed(text.scan.undoConflict);
    return failed(gone.length > 0 ? text.scan.undoGone : text.scan.undoExpired);
  };
}
