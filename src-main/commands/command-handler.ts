import type { Command, CommandResult } from '../../src-shared/command.ts';
import type { Role } from '../../src-shared/role.ts';
import type { OrderRepository } from './order-repository.ts';

/** What a command may use. */
export interface CommandContext {
  readonly orders: OrderRepository;
  /** Written to the change log. */
  readonly actor: string;
  readonly role: Role;
}

/** How one kind of command is carried out. */
export interface CommandHandler<C extends Command> {
  /** @throws AppError when nothing was written */
  run(command: C, context: CommandContext): Promise<CommandResult>;
}
