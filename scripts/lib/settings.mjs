import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './repository.mjs';

/**
 * The settings the server will see: the environment, and what `.env` adds to it. The server checks them; here they
 * only tell which database to look for and where the console will be.
 *
 * @param {string} [file]
 * @returns {Record<string, string>}
 */
export function readSettings(file = join(ROOT, '.env')) {
  const settings = parseEnvFile(existsSync(file) ? readFileSync(file, 'utf8') : '');
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) settings[name] = value;
  return settings;
}

/**
 * The same rules as the server's own reading of `.env`; a test holds the two equal.
 *
 * @param {string} text
 */
export function parseEnvFile(text) {
  /** @type {Record<string, string>} */
  const settings = {};
  for (const line of text.split(/\r?\n/)) {
    const [, name, value] = /^\s*(?:export\s+)?([A-Z][A-Z0-9_]*)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    settings[name] = /^(["']).*\1$/.test(value) && value.length > 1 ? value.slice(1, -1) : value;
  }
  return settings;
}

/** @param {Record<string, string>} settings */
export function namesDatabase(settings) {
  return ['DB_HOST', 'DB_PORT', 'DB_USER', 'DB_PASSWORD', 'DB_NAME'].some((name) => settings[name] !== undefined);
}
