import type { CommandOf } from '../../src-shared/command.ts';
import type { CommandHandler } from './command-handler.ts';
import { invalidFields } from './parse-or-throw.ts';

/** All or nothing; sent again with the same key it creates nothing twice. */
export const createOrders: CommandHandler<CommandOf<'create-orders'>> = {
  async run({ batchKey, orders: wanted }, { orders, actor }) {
    const outcome = await orders.createMany(batchKey, wanted, actor);
    if (outcome.kind === 'created') return outcome;
    const message = 'was used for a batch of other orders; take a new one for these';
    throw invalidFields([{ field: 'batchKey', message }]);
  },
};
