import type { ErrorCode } from '../../src-shared/error-code.ts';
import { type Problem, problemOf } from '../../src-shared/problem.ts';

export interface AppErrorExtra extends Pick<Problem, 'errors' | 'current'> {
  readonly cause?: unknown;
  readonly retryAfterSeconds?: number;
}

/** An error that a client may see. Everything else is logged whole and answered as `internal-error`. */
export class AppError extends Error {
  readonly problem: Problem;
  /** When to try again; `null` where that is not known. */
  readonly retryAfterSeconds: number | null;

  /**
   * @param detail what happened and what to do, in plain words; shown to the person
   * @param extra per-field messages, or the current row of a conflict
   */
  constructor(code: ErrorCode, detail: string, extra: AppErrorExtra = {}) {
    const { cause, retryAfterSeconds = null, ...rest } = extra;
    super(detail, cause === undefined ? undefined : { cause });
    this.name = 'AppError';
    this.problem = problemOf(code, detail, rest);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
