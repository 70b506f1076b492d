import type { Logger } from '../../observability/logger.ts';

export interface ExitOnCrashDeps {
  readonly logger: Logger;
  /** Keeps what happened. @returns the file */
  readonly report: (error: unknown) => string;
  /** Resolves when the log is on disk. */
  readonly flush: () => Promise<void>;
  readonly exit: (code: number) => void;
  readonly process?: NodeJS.EventEmitter;
}

/** An error that nobody expected leaves a state that nobody knows: it is written down, and the program ends. */
export function exitOnCrash({ logger, report, flush, exit, process: own = process }: ExitOnCrashDeps): void {
  let isEnding = false;
  const crash = (error: unknown): void => {
    if (isEnding) return;
    isEnding = true;
    logger.error({ error, ...reported(error, report) }, 'The program failed in a way it cannot continue from');
    void flush().then(() => exit(1));
  };
  own.on('uncaughtException', crash);
  own.on('unhandledRejection', crash);
}

function reported(error: unknown, report: ExitOnCrashDeps['report']): object {
  try {
    return { report: report(error) };
  } catch (problem) {
    return { reportFailed: (problem as Error).message };
  }
}
