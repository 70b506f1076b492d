import type { CommandOf } from '../../src-shared/command.ts';
import { type CommandHandler, WRITERS } from './command-handler.ts';

export const createOrder: CommandHandler<CommandOf<'create-order'>> = {
  roles: WRITERS,
  async run({ order }, { orders, actor }) {
    return { kind: 'order', order: await orders.create(order, actor) };
  },
};
