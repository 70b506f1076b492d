import type { CommandOf } from '../../src-shared/command.ts';
import type { CommandHandler } from './command-handler.ts';
import { writtenOrder } from './written-order.ts';

export const deleteOrder: CommandHandler<CommandOf<'delete-order'>> = {
  async run({ id, expectedVersion }, { orders, actor }) {
    const outcome = await orders.delete({ id, expectedVersion }, actor);
    return { kind: 'deleted', order: writtenOrder(id, outcome) };
  },
};
