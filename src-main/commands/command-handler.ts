import type { Command, CommandResult } from '../../src-shared/command.ts';
import type { Principal } from '../auth/principal.ts';
import type { OrderRepository } from './order-repository.ts';

/** What a command may use. */
export interface CommandContext {
  readonly orders: OrderRepository;
  /** Written to the change log. */
  readonly actor: string;
}

/** How one kind of command is carried out, and who may ask for it. */
export interface CommandHandler<C extends Command> {
  readonly roles: readonly Principal['role'][];
  /** @throws AppError when nothing was written */
  run(command: C, context: CommandContext): Promise<CommandResult>;
}

export const WRITERS: readonly Principal['role'][] = ['operator', 'admin'];
