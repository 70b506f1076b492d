import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { step } from './log.mjs';
import { ROOT } from './repository.mjs';
import { mustRun } from './run.mjs';

/** Installs what package-lock.json lists, unless exactly that is installed already. */
export async function ensureDependencies() {
  if (areDependenciesCurrent()) return;
  await step('Installing dependencies', () => {
    // npm passes its own path down; without npm around us the one on the PATH serves.
    const npm = process.env.npm_execpath;
    const [program, first] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
    // No package needs its install script, and none is let run one.
    const options = ['--include=dev', '--ignore-scripts', '--no-fund', '--no-audit'];
    return mustRun('Installing dependencies', program, [...first, 'ci', ...options], {
      cwd: ROOT,
      timeoutMs: 900_000,
    });
  });
}

/**
 * Compares the lockfile with the list npm leaves inside node_modules: by content, since a fresh checkout gives every
 * file a new date. What somebody installed besides stays.
 */
export function areDependenciesCurrent(root = ROOT) {
  const wanted = readPackages(join(root, 'package-lock.json'));
  const installed = readPackages(join(root, 'node_modules', '.package-lock.json'));
  if (wanted === null || installed === null) return false;
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue;
    const have = installed[path];
    // Optional packages are for one platform each, so most are rightly absent.
    if (have === undefined ? entry.optional !== true : have.version !== entry.version) return false;
  }
  return true;
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }> | null}
 */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return null;
    throw error;
  }
}
