import { z } from 'zod';
import { text } from './config-values.ts';
import type { RawConfig } from './env.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const DECIMAL = /^(0|1|0?\.\d{1,9}|1\.0{1,9})$/;
const optional = (takes: string, isGood: (value: string) => boolean) =>
  z.string().refine((value) => value === '' || isGood(value), { error: takes });

/** What tells an operator, and other programs, how the server is. */
export const OBSERVING_VARIABLES = {
  LOG_LEVEL: {
    schema: z.enum(LOG_LEVELS, { error: 'takes debug, info, warn or error' }),
    fallback: 'info',
    about: 'least level of a line to be logged; DEBUG and MYSQL_DEBUG show theirs whatever it is',
  },
  METRICS_TOKEN: {
    schema: optional('takes at least 32 letters, digits and marks', (value) => /^[\x21-\x7e]{32,}$/.test(value)),
    fallback: '',
    about: 'opens /metrics to a Prometheus that does not sign in; empty: nothing does',
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    schema: optional('takes the URL of a collector', isHttpUrl),
    fallback: '',
    about: 'collector of traces, which are sent to its /v1/traces as OTLP/HTTP with JSON; empty: none are made',
  },
  OTEL_EXPORTER_OTLP_HEADERS: {
    schema: optional('takes name=value, separated by commas', (value) => parseHeaders(value) !== null),
    fallback: '',
    about: 'headers the collector asks for, as name=value with percent signs for what is special',
  },
  OTEL_TRACES_SAMPLER_ARG: {
    schema: text('a share from 0 to 1').regex(DECIMAL, 'takes a share from 0 to 1').transform(Number),
    fallback: '1',
    about: 'share of the changes that are traced, from 0 to 1',
  },
} as const;

/** From which level on lines are logged: whoever asks for debug lines or for SQL wants to see them. */
export function effectiveLogLevel(config: {
  readonly LOG_LEVEL: LogLevel;
  readonly DEBUG: boolean;
  readonly MYSQL_DEBUG: boolean;
}): LogLevel {
  if (config.DEBUG) return 'debug';
  const isQuiet = LOG_LEVELS.indexOf(config.LOG_LEVEL) > LOG_LEVELS.indexOf('info');
  return config.MYSQL_DEBUG && isQuiet ? 'info' : config.LOG_LEVEL;
}

/** The same before the settings have been looked at, so that what is wrong with them can be logged. */
export function logLevelOf(raw: RawConfig): LogLevel {
  const isOn = (value = '') => ['1', 'true'].includes(value);
  return effectiveLogLevel({
    LOG_LEVEL: LOG_LEVELS.find((level) => level === raw.LOG_LEVEL) ?? 'info',
    DEBUG: isOn(raw.DEBUG),
    MYSQL_DEBUG: isOn(raw.MYSQL_DEBUG),
  });
}

/** @returns `null` when it is no list of headers */
export function parseHeaders(value: string): Readonly<Record<string, string>> | null {
  const headers: Record<string, string> = {};
  for (const item of value.split(',').filter((part) => part.trim() !== '')) {
    const [, name, encoded] = /^\s*([!#$%&'*+.^_`|~\w-]+)\s*=\s*([\x21-\x7e]*)\s*$/.exec(item) ?? [];
    const decoded = encoded === undefined ? null : decodedText(encoded);
    if (name === undefined || decoded === null || /[^\x20-\x7e]/.test(decoded)) return null;
    headers[name] = decoded;
  }
  return headers;
}

function decodedText(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function isHttpUrl(value: string): boolean {
  try {
    return /^https?:$/.test(new URL(value).protocol);
  } catch {
    return false;
  }
}
