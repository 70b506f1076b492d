import type { Logger } from '../../src-main/observability/logger.ts';

export interface LogRecord {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly facts: object;
  readonly message: string;
}

/** A logger that keeps what it is told, for tests to look at. */
export function recordingLogger(): Logger & { readonly entries: LogRecord[] } {
  const entries: LogRecord[] = [];
  const record = (level: LogRecord['level']) => (facts: object, message: string) => {
    entries.push({ level, facts, message });
  };
  const logger = {
    entries,
    debug: record('debug'),
    info: record('info'),
    warn: record('warn'),
    error: record('error'),
    child: () => logger,
  };
  return logger;
}
