import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { ScriptError } from './log.mjs';
import { licencesDocument } from './package-licences.mjs';
import { packageJson, ROOT } from './repository.mjs';
import { mustRun } from './run.mjs';

/**
 * @typedef {import('./electron.mjs').Electron} Electron
 * @typedef {'x64' | 'arm64'} Arch
 * @typedef {{ from: string, to: string }} ExtraFile
 * @typedef {Record<string, unknown> & { electronFuses: Record<string, boolean>, extraFiles: ExtraFile[] }} BuilderConfig
 *
 * @typedef {object} Packing
 * @property {readonly string[]} formats for example `dir` or `deb`, as electron-builder calls them
 * @property {Arch} arch
 * @property {string} output folder for what is made
 * @property {Electron | null} electron goes into the package; `null`: electron-builder fetches the pinned one
 */

const SYSTEMS = new Map([
  ['linux', '--linux'],
  ['darwin', '--mac'],
  ['win32', '--win'],
]);
const BUILDER = 'node_modules/electron-builder/cli.js';
const TIMEOUT_MS = 1_200_000;
const COPY_ATTEMPTS = 5;
/** What each fuse needs; an older Electron refuses to be given one that it does not have. */
const FUSES_SINCE = new Map([['grantFileProtocolExtraPrivileges', 29]]);

/** @returns {BuilderConfig} `.electron-builder.cjs`, for the environment as it is now */
export function builderConfig() {
  const require = createRequire(import.meta.url);
  const file = join(ROOT, '.electron-builder.cjs');
  delete require.cache[file];
  return require(file);
}

/** @returns {string} the version in package.json */
export function pinnedElectron() {
  const version = packageJson().devDependencies.electron;
  if (version === undefined) throw new Error('package.json names no Electron');
  return version;
}

/** @returns {string[]} the formats that are made for this system, for example `AppImage`, `deb` and `tar.gz` */
export function ownFormats(platform = process.platform) {
  const key = platform === 'darwin' ? 'mac' : platform === 'win32' ? 'win' : 'linux';
  const system = /** @type {{ target: { target: string }[] }} */ (builderConfig()[key]);
  return system.target.map(({ target }) => target);
}

/**
 * Packages the build in `out/` for this system.
 *
 * @param {Packing} packing
 * @returns {Promise<string>} what electron-builder said
 * @throws ScriptError with its last words when it fails
 */
export async function packageApp({ formats, arch, output, electron }) {
  const system = SYSTEMS.get(process.platform);
  if (system === undefined) throw new ScriptError(`There are no packages for ${process.platform}.`);
  const work = mkdtempSync(join(tmpdir(), 'orderdeck-package-'));
  const clean = () => rmSync(work, { recursive: true, force: true });
  process.once('exit', clean);
  try {
    const licences = join(work, 'LICENSES.packages.txt');
    writeFileSync(licences, licencesDocument());
    const base = configFor(electron?.version ?? pinnedElectron());
    const config = {
      ...base,
      extraFiles: [...base.extraFiles, { from: licences, to: basename(licences) }],
      directories: { output, app: stageApp(work), buildResources: 'src-main/electron/icons' },
      ...(electron === null ? {} : { electronDist: stageElectron(work, electron) }),
    };
    const file = join(work, 'electron-builder.json');
    writeFileSync(file, JSON.stringify(config, null, 2));
    const args = [BUILDER, system, ...formats, `--${arch}`, `--config=${file}`, '--publish=never'];
    return await mustRun('Packaging', process.execPath, args, {
      cwd: ROOT,
      env: { NO_COLOR: '1' },
      timeoutMs: TIMEOUT_MS,
    });
  } finally {
    clean();
    process.off('exit', clean);
  }
}

/**
 * The configuration for this Electron: fuses that it does not have are left out.
 *
 * @param {string} version
 */
export function configFor(version) {
  const major = Number.parseInt(version, 10);
  const { electronFuses, ...config } = builderConfig();
  const known = Object.entries(electronFuses).filter(([fuse]) => major >= (FUSES_SINCE.get(fuse) ?? 0));
  return { ...config, electronVersion: version, electronFuses: Object.fromEntries(known) };
}

/**
 * A copy of the build, so that the next one may start meanwhile, beside a package.json that names no dependencies:
 * everything is bundled, and what is not there cannot get into the package.
 *
 * @param {string} work
 * @returns {string} its folder
 */
function stageApp(work) {
  const app = join(work, 'app');
  mkdirSync(app);
  const { name, version, description, license, main } = packageJson();
  // The package formats ask for an author and a home; those who publish it set them.
  const identity = {
    author: process.env.ORDERDECK_MAINTAINER ?? 'Orderdeck <orderdeck@localhost>',
    homepage: process.env.ORDERDECK_HOMEPAGE ?? 'http://localhost/',
  };
  const fields = { name, version, description, license, main, ...identity };
  writeFileSync(join(app, 'package.json'), `${JSON.stringify(fields, null, 2)}\n`);
  for (let attempt = 1; ; attempt++) {
    const before = listing(join(ROOT, 'out'));
    rmSync(join(app, 'out'), { recursive: true, force: true });
    try {
      cpSync(join(ROOT, 'out'), join(app, 'out'), { recursive: true });
      if (before.includes('main/main.js') && before === listing(join(ROOT, 'out'))) return app;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT') throw error;
    }
    if (attempt === COPY_ATTEMPTS) throw new ScriptError('out/ holds no complete build: run "npm run build" first.');
  }
}

/**
 * @param {string} folder
 * @returns {string} what lies in it, and since when
 */
function listing(folder) {
  if (!existsSync(folder)) return '';
  const names = readdirSync(folder, { recursive: true }).map(String).sort();
  return names
    .map((name) => {
      const entry = statSync(join(folder, name), { throwIfNoEntry: false });
      return `${name} ${entry?.size} ${entry?.mtimeMs}`;
    })
    .join('\n');
}

/**
 * The distribution that this program belongs to, without what would make it start something else than the app.
 *
 * @param {string} work
 * @param {Electron} electron
 * @returns {string} its folder
 */
function stageElectron(work, { path }) {
  const source = process.platform === 'darwin' ? join(dirname(path), '../../..') : dirname(path);
  const starter = join(source, 'resources/app');
  if (!existsSync(starter)) return source;
  const copy = join(work, 'electron');
  cpSync(source, copy, { recursive: true, filter: (from) => from !== starter && !basename(from).startsWith('.') });
  return copy;
}
