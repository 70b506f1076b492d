import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { step } from './log.mjs';
import { ROOT } from './repository.mjs';
import { mustRun } from './run.mjs';

const SOURCES = [
  'src-main',
  'src-shared',
  'src-renderer',
  'src-preload',
  'sql',
  'electron.vite.config.ts',
  '.tsconfig.base.json',
  'package.json',
  'package-lock.json',
];
/** What the build must leave: the headless program, the desktop program, its bridge and the console. */
const PRODUCTS = ['out/main/server.js', 'out/main/main.js', 'out/preload/preload.js', 'out/renderer/index.html'];
const STAMP = 'out/.build';

/** Builds `out/`, unless it was built from exactly these sources. */
export async function ensureBuild() {
  const sources = hashOfSources();
  if (isBuildCurrent(sources)) return;
  await step('Building', async () => {
    await mustRun('Building', process.execPath, ['node_modules/electron-vite/bin/electron-vite.js', 'build'], {
      cwd: ROOT,
      env: { NODE_ENV: 'production', NO_COLOR: '1' },
      timeoutMs: 600_000,
    });
    // The hash from before the build: what was edited meanwhile is built the next time.
    writeFileSync(join(ROOT, STAMP), stamp(sources));
  });
}

/** By content, not by date: a checkout or a copy gives every file a new date. */
export function isBuildCurrent(sources = hashOfSources()) {
  const file = join(ROOT, STAMP);
  const isThere = [...PRODUCTS, STAMP].every((path) => existsSync(join(ROOT, path)));
  return isThere && readFileSync(file, 'utf8') === stamp(sources);
}

/** Names the sources and what came of them, so that another build over this one does not count as this one. */
function stamp(/** @type {string} */ sources) {
  const products = createHash('sha256');
  for (const path of PRODUCTS) products.update(readFileSync(join(ROOT, path)));
  return `${sources}\n${products.digest('hex')}\n`;
}

function hashOfSources() {
  const hash = createHash('sha256');
  for (const source of SOURCES) addToHash(hash, source);
  return hash.digest('hex');
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} path relative to the repository
 */
function addToHash(hash, path) {
  const file = join(ROOT, path);
  if (!existsSync(file)) return;
  if (statSync(file).isDirectory()) {
    for (const name of readdirSync(file).sort()) addToHash(hash, `${path}/${name}`);
    return;
  }
  hash.update(`${path}\0`).update(readFileSync(file)).update('\0');
}
