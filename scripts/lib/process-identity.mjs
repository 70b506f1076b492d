import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/**
 * Whether the process exists and was started with `argument`. A number in a file that a crash left behind may belong
 * to anybody by now.
 *
 * @param {number} pid
 * @param {string} argument one whole argument of its command line
 */
export function isProcessWith(pid, argument) {
  const commandLine = commandLineOf(pid);
  return commandLine?.includes(argument) ?? false;
}

/**
 * When the process began, in the system's own words: with the number it names one process for good.
 *
 * @param {number} pid
 * @returns {string | null} `null` when there is no such process
 */
export function beginningOf(pid) {
  if (existsSync('/proc/self/stat')) {
    const stat = readIfThere(`/proc/${pid}/stat`);
    // The second field is the program's name in brackets and may hold spaces; the beginning is field 22.
    const [state, ...rest] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
    // A zombie has ended; in a container it may wait for ever for somebody to ask how.
    return state === 'Z' || state === 'X' ? null : (rest[18] ?? null);
  }
  return ps(pid, 'lstart=');
}

/**
 * @param {number} pid
 * @returns {readonly string[] | null}
 */
function commandLineOf(pid) {
  if (existsSync('/proc/self/cmdline')) return readIfThere(`/proc/${pid}/cmdline`)?.split('\0') ?? null;
  return ps(pid, 'args=')?.split(' ') ?? null;
}

/**
 * @param {number} pid
 * @param {string} column
 */
function ps(pid, column) {
  const text = spawnSync('ps', ['-p', String(pid), '-o', column], { encoding: 'utf8' }).stdout?.trim() ?? '';
  return text === '' ? null : text;
}

/** @param {string} file */
function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = /** @type {NodeJS.ErrnoException} */ (error).code;
    // ESRCH: the process ended between opening and reading.
    if (code === 'ENOENT' || code === 'ESRCH') return null;
    throw error;
  }
}
