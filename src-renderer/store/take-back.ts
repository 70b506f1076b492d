import type { CommandOutcome } from '../connection/pending-commands.ts';
import type { CommandSender } from '../ui/command-sender.ts';
import { NOTHING_UNDONE, sumUndone, type UndoRef, type UndoReport } from './undo-ref.ts';

/** Commands under way at once. */
const PARALLEL = 8;

/** Takes changes back, as far as the rows are still what the changes made them. */
export async function takeBack(sender: CommandSender, refs: readonly UndoRef[]): Promise<UndoReport> {
  let report = NOTHING_UNDONE;
  for (let start = 0; start < refs.length; start += PARALLEL) {
    const part = refs.slice(start, start + PARALLEL);
    const reports = await Promise.all(part.map((ref) => takeBackOne(sender, ref)));
    report = reports.reduce(sumUndone, report);
  }
  return report;
}

async function takeBackOne(sender: CommandSender, ref: UndoRef): Promise<UndoReport> {
  const { id, version: expectedVersion, change, back } = ref;
  if (change === 'INSERT') {
    return reportOf(id, await sender.execute({ type: 'delete-order', id, expectedVersion }));
  }
  if (change === 'UPDATE' && back?.kind === 'change') {
    const { changes } = back;
    return reportOf(id, await sender.execute({ type: 'update-order', id, expectedVersion, changes }));
  }
  return { ...NOTHING_UNDONE, expired: [id] };
}

function reportOf(id: number, outcome: CommandOutcome): UndoReport {
  if (outcome.kind === 'order') return { ...NOTHING_UNDONE, restored: [outcome.order] };
  if (outcome.kind === 'deleted') return { ...NOTHING_UNDONE, deleted: [outcome.order] };
  if (outcome.kind === 'problem' && outcome.problem.current !== undefined) {
    return { ...NOTHING_UNDONE, conflicts: [outcome.problem.current] };
  }
  if (outcome.kind === 'problem' && outcome.problem.code === 'not-found') return { ...NOTHING_UNDONE, gone: [id] };
  return { ...NOTHING_UNDONE, failed: [id], trouble: outcome };
}
