import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';

export interface Crash {
  readonly at: Date;
  readonly error: unknown;
  /** Names and versions of what ran. */
  readonly about: Readonly<Record<string, string>>;
  /** The end of the log. */
  readonly lastLines: readonly string[];
}

const KEPT = 20;
const NAME = /^\d{4}-\d\d-\d\dT[\d-]+Z\.txt$/;

/**
 * Writes what a developer needs to know. At once and to the end: nothing else may run any more.
 *
 * @returns the file
 * @throws Error when it cannot be written
 */
export function writeCrashReport(folder: string, crash: Crash): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, nameOf(crash.at));
  writeFileSync(file, crashText(crash), { mode: 0o600 });
  for (const old of reportsIn(folder).slice(0, -KEPT)) rmSync(join(folder, old), { force: true });
  return file;
}

/** The newest report that is not older; `null` when there is none. */
export function newestCrashReport(folder: string, since: Date): string | null {
  const newest = reportsIn(folder).pop();
  return newest === undefined || newest < nameOf(since) ? null : join(folder, newest);
}

export function crashText({ at, error, about, lastLines }: Crash): string {
  const text = [
    'Orderdeck ended because of a fault in its main process.',
    '',
    `time: ${at.toISOString()}`,
    ...Object.entries(about).map(([name, value]) => `${name}: ${value}`),
    '',
    inspect(error, { depth: 3 }),
    '',
    'The end of the log:',
    ...lastLines,
    '',
  ].join('\n');
  return withoutSecrets(text);
}

/** Passwords and tokens in addresses, assignments and JSON give way to a word. */
export function withoutSecrets(text: string): string {
  return text
    .replace(/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s/@]+@/gi, '$1[redacted]@')
    .replace(
      /((?:password|passwd|secret|token|authorization)["']?\s*[:=]\s*)("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?:Bearer\s+)?[^\s,;}]+)/gi,
      '$1[redacted]',
    );
}

// Sorted by name they are sorted by time.
function nameOf(at: Date): string {
  return `${at.toISOString().replace(/[:.]/g, '-')}.txt`;
}

function reportsIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => NAME.test(name))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
