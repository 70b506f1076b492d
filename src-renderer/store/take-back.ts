import type { CommandSender } from '../ui/command-sender.ts';
import { NOTHING_UNDONE, type UndoRef, type UndoReport } from './undo-ref.ts';

/** Takes at most MAX_BULK_ORDERS changes back, as far as nobody changed the same fields since. */
export async function takeBack(sender: CommandSender, refs: readonly UndoRef[]): Promise<UndoReport> {
  const changes = refs.map(({ id, version, change }) => ({ id, version, change }));
  const outcome = await sender.execute({ type: 'undo', changes });
  if (outcome.kind !== 'undone') return { ...NOTHING_UNDONE, failed: refs.map(({ id }) => id), trouble: outcome };
  return { ...NOTHING_UNDONE, ...outcome.outcome };
}
