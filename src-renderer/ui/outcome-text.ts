import type { CommandOutcome } from '../connection/pending-commands.ts';
import { text } from '../strings.ts';
import { problemText } from './problem-text.ts';

/** What to tell a person whose command did not succeed. */
export function outcomeText(outcome: CommandOutcome): string {
  switch (outcome.kind) {
    case 'unsent':
      return text.outcome.unsent;
    case 'unknown':
      return text.outcome.unknown;
    case 'problem':
      return `${text.outcome.failed}: ${problemText(outcome.problem)}`;
    case 'order':
    case 'deleted':
    case 'bulk':
    case 'undone':
    case 'created':
      return text.outcome.failed;
  }
}
