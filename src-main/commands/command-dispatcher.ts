import type { Command, CommandOf, CommandResult } from '../../src-shared/command.ts';
import { permissionsOf } from '../../src-shared/permission.ts';
import { authorize } from '../auth/authorize.ts';
import type { Principal } from '../auth/principal.ts';
import { AppError } from '../base/app-error.ts';
import type { CommandHandler } from './command-handler.ts';
import { createOrder } from './create-order.ts';
import { createOrders } from './create-orders.ts';
import { deleteOrder } from './delete-order.ts';
import { deleteOrders } from './delete-orders.ts';
import type { OrderRepository } from './order-repository.ts';
import { setStatus } from './set-status.ts';
import { undo } from './undo.ts';
import { updateOrder } from './update-order.ts';

/** The one way to change orders, whichever transport the command came by. */
export interface CommandDispatcher {
  /**
   * Carries out a command that its edge has validated. Everything a client may see is a `problem` result.
   *
   * @throws whatever is no AppError, for the edge to log and answer as `internal-error`
   */
  dispatch(command: Command, principal: Principal): Promise<CommandResult>;
}

/** Every command there is; a new one does not compile until it stands here. */
export const COMMAND_HANDLERS: { readonly [Type in Command['type']]: CommandHandler<CommandOf<Type>> } = {
  'create-order': createOrder,
  'update-order': updateOrder,
  'delete-order': deleteOrder,
  'set-status': setStatus,
  undo,
  'delete-orders': deleteOrders,
  'create-orders': createOrders,
};

/** @param deps.onCommitted called after each committed write, so that the reader of the log looks at once */
export function createCommandDispatcher(deps: {
  readonly orders: OrderRepository;
  readonly onCommitted: (result: CommandResult) => void;
}): CommandDispatcher {
  return {
    async dispatch(command, principal) {
      // The handler found under a command's own type takes that command; the compiler sees only the union of both.
      const handler: CommandHandler<Command> = COMMAND_HANDLERS[command.type];
      try {
        authorize(principal, permissionsOf(command));
        const result = await handler.run(command, {
          orders: deps.orders,
          actor: principal.actor,
          role: principal.role,
        });
        if (wroteSomething(result)) deps.onCommitted(result);
        return result;
      } catch (error) {
        if (error instanceof AppError) return { kind: 'problem', problem: error.problem };
        throw error;
      }
    },
  };
}

function wroteSomething(result: CommandResult): boolean {
  switch (result.kind) {
    case 'order':
    case 'deleted':
      return true;
    case 'bulk':
      return result.outcome.updated.length + result.outcome.deleted.length > 0;
    case 'undone':
      return result.outcome.restored.length > 0 || result.outcome.deleted.length > 0;
    case 'created':
      return !result.repeated;
    case 'problem':
      return false;
  }
}
