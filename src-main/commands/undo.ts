import type { CommandOf } from '../../src-shared/command.ts';
import type { CommandHandler } from './command-handler.ts';

/** Changes that cannot be taken back any more are part of the outcome, not a failure of the others. */
export const undo: CommandHandler<CommandOf<'undo'>> = {
  async run({ changes }, { orders, actor }) {
    return { kind: 'undone', outcome: await orders.undo(changes, actor) };
  },
};
