import { readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuild } from './lib/build.mjs';
import { findProgram } from './lib/database-program.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { ensureElectron } from './lib/electron.mjs';
import { ScriptError, say, step } from './lib/log.mjs';
import { ownFormats, packageApp, pinnedElectron } from './lib/package-app.mjs';
import { runProgram } from './lib/program.mjs';
import { checkNodeVersion, packageJson, ROOT } from './lib/repository.mjs';
import { mustRun } from './lib/run.mjs';

/** @typedef {import('./lib/package-app.mjs').Arch} Arch */

const HELP = `npm run package                 every format of this system, into dist/
npm run package -- --dir        only the unpacked program
npm run package -- deb tar.gz   only these formats
npm run package -- --arch arm64 for another processor

ORDERDECK_UPDATE_URL   where new versions will lie; without, the program looks for none unless its settings say where
ORDERDECK_MAINTAINER   name and address for the package formats that ask for one: "Name <name@host>"
ORDERDECK_HOMEPAGE     likewise
CSC_LINK, CSC_KEY_PASSWORD and others: see "Packaging" in README.md`;

/** What electron-builder downloads for a format, and a program of the system that spares it that. */
const TOOLS = new Map([
  ['AppImage', { needs: "electron-builder's AppImage tools, or their folder in APPIMAGE_TOOLS_PATH", own: null }],
  ['deb', { needs: 'fpm: install it ("gem install fpm") so that it is on the PATH', own: 'fpm' }],
  ['nsis', { needs: "electron-builder's NSIS", own: null }],
  ['portable', { needs: "electron-builder's NSIS", own: null }],
  ['dmg', { needs: "electron-builder's DMG tools", own: null }],
]);

await runProgram(async () => {
  const { formats, arch, help } = readOptions();
  if (help) {
    say(HELP);
    return 0;
  }
  checkNodeVersion();
  await ensureDependencies();
  await ensureBuild();
  const output = join(ROOT, 'dist');
  const electron = arch === process.arch ? await ensureElectron() : null;
  const pinned = pinnedElectron();
  const isPinned = electron === null || electron.version === pinned;
  if (!isPinned)
    say(
      `  Electron ${pinned} is out of reach: packaging ${electron.name}, which is for trying out, not for giving away`,
    );
  if (findProgram('fpm') !== null) process.env.USE_SYSTEM_FPM = 'true';
  const asked = formats.length > 0;
  let failed = 0;
  for (const format of asked ? formats : ownFormats()) {
    const tool = TOOLS.get(format);
    const has = tool === undefined || (tool.own !== null && findProgram(tool.own) !== null);
    if (!isPinned && !asked && !has) {
      // Electron's download lies where these lie.
      say(`  ${format}: not built, it takes ${tool.needs}`);
      continue;
    }
    try {
      await step(`Packaging ${format} for ${arch}`, async () => {
        if (format === 'tar.gz' && !isPinned) await packTar({ arch, output, electron });
        else await packageApp({ formats: [format], arch, output, electron });
      });
    } catch (error) {
      if (!(error instanceof ScriptError)) throw error;
      failed++;
      say(`  ${reasonIn(error.message)}${tool === undefined ? '' : `\n  ${format} takes ${tool.needs}`}`);
    }
  }
  say(`\n${relative(process.cwd(), output)}/ holds: ${madeIn(output).join(', ')}`);
  return failed === 0 ? 0 : 1;
});

/**
 * The archive as electron-builder would make it, which downloads 7-Zip first.
 *
 * @param {Omit<import('./lib/package-app.mjs').Packing, 'formats'>} packing
 */
async function packTar(packing) {
  await packageApp({ formats: ['dir'], ...packing });
  const { output, arch } = packing;
  const folder = `${packing.arch === 'x64' ? 'linux' : `linux-${arch}`}-unpacked`;
  const name = `Orderdeck-${packageJson().version}-linux-${arch}`;
  const args = ['-czf', `${name}.tar.gz`, `--transform=s,^${folder},${name},`, '--owner=0', '--group=0', folder];
  await mustRun('Packaging', 'tar', args, { cwd: output });
}

/** @throws ScriptError for an option there is not */
function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        dir: { type: 'boolean', default: false },
        arch: { type: 'string', default: process.arch },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.arch !== 'x64' && values.arch !== 'arm64') throw new Error('--arch takes x64 or arm64');
    const arch = /** @type {Arch} */ (values.arch);
    return { formats: values.dir ? ['dir'] : positionals, arch, help: values.help };
  } catch (error) {
    throw new ScriptError(`${/** @type {Error} */ (error).message}\n\n${HELP}`);
  }
}

/**
 * What electron-builder says of its failure begins with a cross; its traces help nobody here.
 *
 * @param {string} message
 */
function reasonIn(message) {
  const line = message.split('\n').find((text) => text.includes('⨯'));
  return line === undefined ? message : line.trim().replace(/ failedTask=.*/, '');
}

/** @param {string} output */
function madeIn(output) {
  return readdirSync(resolve(output)).filter((name) => !/^builder-|\.blockmap$/.test(name));
}
