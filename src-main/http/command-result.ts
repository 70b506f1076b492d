import type { CommandResult } from '../../src-shared/command.ts';
import { AppError } from '../base/app-error.ts';

type ResultOf<Kind extends CommandResult['kind']> = Extract<CommandResult, { kind: Kind }>;

/**
 * The result of the kind that the command has when it succeeds.
 *
 * @throws AppError when the result is a problem
 */
export function resultOrThrow<Kind extends CommandResult['kind']>(result: CommandResult, kind: Kind): ResultOf<Kind> {
  if (isKind(result, kind)) return result;
  if (result.kind !== 'problem') throw new Error(`Expected a result of kind ${kind}, got ${result.kind}`);
  const { code, detail, errors, current } = result.problem;
  throw new AppError(code, detail, { ...(errors && { errors }), ...(current && { current }) });
}

function isKind<Kind extends CommandResult['kind']>(result: CommandResult, kind: Kind): result is ResultOf<Kind> {
  return result.kind === kind;
}
