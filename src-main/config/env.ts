import { readFileSync } from 'node:fs';

/** Names to raw text; what is not set is absent. */
export type RawConfig = Readonly<Record<string, string>>;

/**
 * The one place that reads `process.env`. A `.env` file beside the working directory fills in what the environment
 * leaves out; the environment always wins.
 *
 * @param envFile `null`: the environment alone
 * @throws Error when the file exists but cannot be read
 */
export function readRawConfig(envFile: string | null = '.env'): RawConfig {
  const raw: Record<string, string> = envFile === null ? {} : parseEnvFile(readIfPresent(envFile));
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) raw[name] = value;
  return raw;
}

/** `NAME=value` lines; `#` starts a comment line; a value may stand in single or double quotes. */
export function parseEnvFile(text: string): Record<string, string> {
  const raw: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*(?:export\s+)?([A-Z][A-Z0-9_]*)\s*=\s*(.*?)\s*$/.exec(line);
    const [, name, value] = match ?? [];
    if (name === undefined || value === undefined) continue;
    raw[name] = /^(["']).*\1$/.test(value) && value.length > 1 ? value.slice(1, -1) : value;
  }
  return raw;
}

function readIfPresent(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
