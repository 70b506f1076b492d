import { expect, it } from 'vitest';
import { loadConfig } from '../../src-main/config/config.ts';
import { effectiveLogLevel, logLevelOf, parseHeaders } from '../../src-main/config/observing-config.ts';
import { createLogger } from '../../src-main/observability/logger.ts';

it('[MET-10] a token for /metrics that is too short, and headers that are none, are refused and not repeated', () => {
  expect(() => loadConfig({ METRICS_TOKEN: 'do-not-tell' })).toThrow(
    'METRICS_TOKEN: got 11 characters, takes at least 32 letters, digits and marks',
  );
  expect(() => loadConfig({ OTEL_EXPORTER_OTLP_HEADERS: 'do-not-tell' })).toThrow(
    'OTEL_EXPORTER_OTLP_HEADERS: got 11 characters, takes name=value, separated by commas',
  );
  expect(parseHeaders('api-key=a%20b, x-tenant = shop')).toEqual({ 'api-key': 'a b', 'x-tenant': 'shop' });
  expect(['a', 'a b=c', 'a=%', 'a=%0d%0aX: y'].map(parseHeaders)).toEqual([null, null, null, null]);
});

it('[MET-11] DEBUG and MYSQL_DEBUG show their lines whatever LOG_LEVEL says', () => {
  const level = (raw: Record<string, string>) => [effectiveLogLevel(loadConfig(raw)), logLevelOf(raw)];
  expect(level({})).toEqual(['info', 'info']);
  expect(level({ LOG_LEVEL: 'error' })).toEqual(['error', 'error']);
  expect(level({ LOG_LEVEL: 'error', DEBUG: '1' })).toEqual(['debug', 'debug']);
  expect(level({ LOG_LEVEL: 'warn', MYSQL_DEBUG: '1' })).toEqual(['info', 'info']);
  expect(level({ LOG_LEVEL: 'debug', MYSQL_DEBUG: '1' })).toEqual(['debug', 'debug']);
  // The desktop program logs what is wrong with a setting, so it must log before it has looked.
  expect(logLevelOf({ LOG_LEVEL: 'nonsense' })).toBe('info');
});

it('[MET-12] facts named like a secret are not written, three levels deep, and lines below the level not at all', () => {
  const lines: string[] = [];
  const logger = createLogger({ level: 'warn', version: '1', destination: { write: (line) => lines.push(line) } });
  const secrets = { password: 'x7', pin: 'x7', badge: 'x7', token: 'x7', cookie: 'x7', authorization: 'x7' };
  logger.info({}, 'Not for this level');
  logger.warn({ ...secrets, request: { ...secrets, headers: { ...secrets, 'set-cookie': 'x7' } } }, 'A line');
  logger.warn({ env: { METRICS_TOKEN: 'x7', DB_PASSWORD: 'x7', OTEL_EXPORTER_OTLP_HEADERS: 'x7' } }, 'Another');
  expect(lines).toHaveLength(2);
  expect(lines.join('')).not.toContain('x7');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ msg: 'A line', level: 'warn', password: '[redacted]' });
});
