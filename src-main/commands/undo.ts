import type { ChangeEvent } from '../../src-shared/change-event.ts';
import type { CommandOf } from '../../src-shared/command.ts';
import { mayDo } from '../../src-shared/permission.ts';
import { AppError } from '../base/app-error.ts';
import type { CommandContext, CommandHandler } from './command-handler.ts';
import { alteredFields } from './undo-plan.ts';

/** Changes that cannot be taken back any more are part of the outcome, not a failure of the others. */
export const undo: CommandHandler<CommandOf<'undo'>> = {
  async run({ changes }, context) {
    const outcome = await context.orders.undo(changes, context.actor, (change) => requireOwn(change, context));
    return { kind: 'undone', outcome };
  },
};

/** A status may be set to anything anyway; all else that others did is not an operator's to take back. */
function requireOwn(change: ChangeEvent, { actor, role }: Pick<CommandContext, 'actor' | 'role'>): void {
  if (mayDo(role, 'orders:undo-others') || change.actor === actor) return;
  if (change.type === 'UPDATE' && alteredFields(change).every((field) => field === 'status')) return;
  throw new AppError(
    'forbidden',
    `Order ${change.order.id} was changed by ${change.actor ?? 'another program'}. Taking that back takes the role admin.`,
  );
}
