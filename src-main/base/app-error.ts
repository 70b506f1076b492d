import type { ErrorCode } from '../../src-shared/error-code.ts';
import { type Problem, problemOf } from '../../src-shared/problem.ts';

/** An error that a client may see. Everything else is logged whole and answered as `internal-error`. */
export class AppError extends Error {
  readonly problem: Problem;

  /**
   * @param detail what happened and what to do, in plain words; shown to the person
   * @param extra per-field messages, or the current row of a conflict
   */
  constructor(code: ErrorCode, detail: string, extra: Pick<Problem, 'errors' | 'current'> & { cause?: unknown } = {}) {
    const { cause, ...rest } = extra;
    super(detail, cause === undefined ? undefined : { cause });
    this.name = 'AppError';
    this.problem = problemOf(code, detail, rest);
  }
}
