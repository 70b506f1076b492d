import { type DestinationStream, pino } from 'pino';
import type { LogLevel } from '../config/observing-config.ts';

/** Structured log: an object of facts first, then one plain sentence. Secrets never go in. */
export interface Logger {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
  child(facts: object): Logger;
}

export interface LoggerOptions {
  /** From which level on lines are written. */
  readonly level: LogLevel;
  readonly version: string;
  /** Where the lines go; without it to standard output, which every collector reads. */
  readonly destination?: DestinationStream;
}

/** Facts of these names are never written, as deep as facts go. None is meant to be logged; this is the net below. */
const SECRETS = [
  'password',
  'pin',
  'badge',
  'secret',
  'token',
  'access_token',
  'refresh_token',
  'authorization',
  'cookie',
  'set-cookie',
  'DB_PASSWORD',
  'DB_SETUP_PASSWORD',
  'JWT_SECRET',
  'METRICS_TOKEN',
  'OTEL_EXPORTER_OTLP_HEADERS',
];

/** One JSON line per entry. */
export function createLogger(options: LoggerOptions): Logger {
  const settings = {
    level: options.level,
    base: { version: options.version },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: SECRETS.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
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
