import type { CommandOf } from '../../src-shared/command.ts';
import type { CommandHandler } from './command-handler.ts';

export const createOrder: CommandHandler<CommandOf<'create-order'>> = {
  async run({ order }, { orders, actor }) {
    return { kind: 'order', order: await orders.create(order, actor) };
  },
};
