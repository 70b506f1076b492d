import type { CommandOf } from '../../src-shared/command.ts';
import type { CommandHandler } from './command-handler.ts';
import { writtenOrder } from './written-order.ts';

export const updateOrder: CommandHandler<CommandOf<'update-order'>> = {
  async run({ id, expectedVersion, changes }, { orders, actor }) {
    const outcome = await orders.update({ id, expectedVersion }, changes, actor);
    return { kind: 'order', order: writtenOrder(id, outcome) };
  },
};
