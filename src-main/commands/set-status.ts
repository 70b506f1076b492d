import type { CommandOf } from '../../src-shared/command.ts';
import type { CommandHandler } from './command-handler.ts';

/** Orders that are gone or were changed by somebody else are part of the outcome, not a failure of the others. */
export const setStatus: CommandHandler<CommandOf<'set-status'>> = {
  async run({ orders: targets, status }, { orders, actor }) {
    return { kind: 'bulk', outcome: await orders.setStatus(targets, status, actor) };
  },
};
