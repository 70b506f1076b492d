import { run } from './run.mjs';
import { installSystemPackage } from './system-packages.mjs';

// What Chromium needs and a bare system lacks. Newer systems name some of them after their 64-bit time.
const PACKAGES = ['libnss3', 'libgbm1', 'libxss1', 'libxtst6', 'libgtk-3-0', 'libasound2', 'libatk-bridge2.0-0'];
const RENAMED = new Set(['libgtk-3-0', 'libasound2', 'libatk-bridge2.0-0']);

/**
 * Installs the shared libraries that a Linux program of Chromium's kind misses.
 *
 * @param {string} program
 * @returns {Promise<string | null>} `null` when nothing is missing, else in plain words what is
 */
export async function installMissingLibraries(program) {
  if (process.platform !== 'linux') return null;
  if ((await missingLibraries(program)).length === 0) return null;
  const renamed = PACKAGES.map((name) => (RENAMED.has(name) ? `${name}t64` : name));
  const reason = (await installSystemPackage(...PACKAGES)) && (await installSystemPackage(...renamed));
  const missing = await missingLibraries(program);
  if (missing.length === 0) return null;
  const why = reason === null ? '' : ` (${reason})`;
  return `${program} lacks ${missing.join(', ')}${why}. Install: ${PACKAGES.join(' ')}`;
}

/**
 * @param {string} program
 * @returns {Promise<string[]>}
 */
async function missingLibraries(program) {
  const { output } = await run('ldd', [program], { timeoutMs: 20_000 });
  return missingIn(output);
}

/** @param {string} output of `ldd` */
export function missingIn(output) {
  return [...output.matchAll(/^\s*(\S+) => not found/gm)].map(([, name = '']) => name);
}
