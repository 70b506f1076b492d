import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from './database-program.mjs';
import { ROOT } from './repository.mjs';
import { run } from './run.mjs';
import { installSystemPackage } from './system-packages.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** @typedef {{ path: string, name: string }} Browser */

/**
 * The browser for the tests: CHROMIUM_PATH, else one of the system, else one installed from the system's packages,
 * else playwright's own download.
 *
 * @returns {Promise<Browser | null>} `null` when none can be had
 */
export async function ensureChromium() {
  const found = await findChromium();
  if (found !== null) return found;
  await installSystemPackage('chromium');
  return (await findChromium()) ?? (await downloadChromium());
}

/** @returns {Promise<Browser | null>} */
export async function findChromium() {
  const paths = [process.env.CHROMIUM_PATH, ...NAMES.map(findProgram)];
  for (const path of paths) {
    const browser = path === undefined || path === null ? null : await inspect(path);
    if (browser !== null) return browser;
  }
  return null;
}

/** @returns {Promise<Browser | null>} */
async function downloadChromium() {
  await run(process.execPath, [join(ROOT, 'node_modules/playwright-core/cli.js'), 'install', 'chromium'], {
    cwd: ROOT,
    timeoutMs: 300_000,
  });
  const { chromium } = await import('playwright-core');
  const path = chromium.executablePath();
  return existsSync(path) ? inspect(path) : null;
}

/**
 * @param {string} path
 * @returns {Promise<Browser | null>} `null` when it does not run
 */
async function inspect(path) {
  const { code, output } = await run(path, ['--version'], { timeoutMs: 20_000 });
  return code === 0 ? { path, name: output.trim().split('\n').at(-1) ?? path } : null;
}
