import { type DestinationStream, pino } from 'pino';

/** Structured log: an object of facts first, then one plain sentence. Secrets never go in. */
export interface Logger {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
  child(facts: object): Logger;
}

export interface LoggerOptions {
  /** Also the entries of level debug. */
  readonly debug: boolean;
  readonly version: string;
  /** Where the lines go; without it to standard output, which every collector reads. */
  readonly destination?: DestinationStream;
}

/** One JSON line per entry. */
export function createLogger(options: LoggerOptions): Logger {
  const settings = {
    level: options.debug ? 'debug' : 'info',
    base: { version: options.version },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: ['password', '*.password', 'authorization', '*.authorization', 'token', '*.token'],
      censor: '[redacted]',
    },
    // Without this an error would be written as {}: its message and stack are not among its own visible fields.
    serializers: { err: errorFacts, error: errorFacts },
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return options.destination === undefined ? pino(settings) : pino(settings, options.destination);
}

/** The driver hangs the statement on its errors; the values in it are what people typed, and secrets. */
function errorFacts(error: unknown): unknown {
  return error instanceof Error ? { ...pino.stdSerializers.err(error), sql: undefined } : error;
}
