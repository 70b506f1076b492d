import type { Command } from '../../src-shared/command.ts';
import type { CommandOutcome } from '../connection/pending-commands.ts';

/** The part of the connection that views act through. */
export interface CommandSender {
  execute(command: Command): Promise<CommandOutcome>;
}
