import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findElectron } from '../../scripts/lib/electron.mjs';
import { configFor, packageApp } from '../../scripts/lib/package-app.mjs';
import { packageJson, ROOT } from '../../scripts/lib/repository.mjs';
import { run } from '../../scripts/lib/run.mjs';
import { type AsarFile, readAsar, sha256Of } from '../support/asar-archive.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { DesktopApp, prepareLaunch } from '../support/desktop-app.ts';
import { desktopSmoke } from '../support/desktop-smoke.ts';
import { eventually } from '../support/eventually.ts';
import { listeningSockets } from '../support/listening-sockets.ts';
import { PackagedApp } from '../support/packaged-app.ts';

const output = mkdtempSync(join(tmpdir(), 'orderdeck-packaged-'));
const folder = join(output, 'linux-unpacked');
const program = join(folder, 'orderdeck');
let database: TestDatabase;
let electron: NonNullable<Awaited<ReturnType<typeof findElectron>>>;

beforeAll(async () => {
  const found = await findElectron();
  if (found === null) throw new Error('No Electron was found: run the tests with `npm test`');
  electron = found;
  await packageApp({ formats: ['dir'], arch: process.arch === 'arm64' ? 'arm64' : 'x64', output, electron });
  database = await createTestDatabase();
}, 180_000);
afterAll(async () => {
  await database?.drop();
  rmSync(output, { recursive: true, force: true, maxRetries: 10 });
});

describe('the archive', () => {
  let files: AsarFile[];
  beforeAll(() => {
    files = readAsar(join(folder, 'resources/app.asar'));
  });

  it('[PACK-1] holds the build and its description, and nothing else', () => {
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['package.json', 'out/main/main.js', 'out/preload/preload.js']));
    const expected =
      /^(package\.json|out\/(main|preload|renderer)\/[^.][\w./-]*\.(html|svg|png|woff2|(js|css)(\.(br|gz))?))$/;
    expect(paths.filter((path) => !expected.test(path))).toEqual([]);
    expect(existsSync(join(folder, 'resources/app.asar.unpacked'))).toBe(false);
  });

  it('[PACK-1] says who it is, and what it was made with stays at home', () => {
    const description = JSON.parse(contentOf('package.json'));
    expect(description).toMatchObject({ name: 'orderdeck', productName: 'Orderdeck', main: 'out/main/main.js' });
    expect(Object.keys(description)).not.toEqual(expect.arrayContaining(['scripts']));
    expect(description).not.toHaveProperty('dependencies');
    expect(description).not.toHaveProperty('devDependencies');
  });

  it('[PACK-2] names the hash of each file, and it is the right one', () => {
    expect(files.length).toBeGreaterThan(5);
    for (const { path, content, hash } of files) expect([path, hash]).toEqual([path, sha256Of(content)]);
  });

  it('[PACK-3] tells nothing of the machine it was made on', () => {
    const told = [ROOT.replace(/\/$/, ''), process.env.HOME ?? ''].filter((path) => path.length > 1);
    const found = files.flatMap(({ path, content }) =>
      told.filter((word) => content.includes(`${word}/`)).map((word) => `${path}: ${word}`),
    );
    expect(found).toEqual([]);
  });

  it('[PACK-4] comes with the licences of the program, of what is bundled and of Electron', () => {
    expect(readFileSync(join(folder, 'LICENSE.orderdeck.txt'), 'utf8')).toContain('MIT License');
    const bundled = readFileSync(join(folder, 'LICENSES.packages.txt'), 'utf8');
    for (const name of Object.keys(packageJson().dependencies)) expect(bundled).toContain(`\n${name} `);
    expect(existsSync(join(folder, 'LICENSES.chromium.html'))).toBe(true);
  });

  function contentOf(path: string): string {
    const file = files.find((one) => one.path === path);
    if (file === undefined) throw new Error(`The archive has no ${path}`);
    return file.content.toString();
  }
});

describe('the program', () => {
  it('[PACK-5] has the fuses set as they are to be, as far as its Electron knows them', async () => {
    const wire = await getCurrentFuseWire(program);
    const state = (fuse: FuseV1Options) => FuseState[wire[fuse] ?? FuseState.INHERIT];
    expect({
      runAsNode: state(FuseV1Options.RunAsNode),
      enableCookieEncryption: state(FuseV1Options.EnableCookieEncryption),
      enableNodeOptionsEnvironmentVariable: state(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      enableNodeCliInspectArguments: state(FuseV1Options.EnableNodeCliInspectArguments),
      enableEmbeddedAsarIntegrityValidation: state(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyLoadAppFromAsar: state(FuseV1Options.OnlyLoadAppFromAsar),
      loadBrowserProcessSpecificV8Snapshot: state(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
    }).toEqual({
      runAsNode: 'DISABLE',
      enableCookieEncryption: 'ENABLE',
      enableNodeOptionsEnvironmentVariable: 'DISABLE',
      enableNodeCliInspectArguments: 'DISABLE',
      enableEmbeddedAsarIntegrityValidation: 'ENABLE',
      onlyLoadAppFromAsar: 'ENABLE',
      loadBrowserProcessSpecificV8Snapshot: 'DISABLE',
    });
    // Electron has this one since 29.
    const knowsFileFuse = 'grantFileProtocolExtraPrivileges' in configFor(electron.version).electronFuses;
    const fileFuse = wire[FuseV1Options.GrantFileProtocolExtraPrivileges];
    expect(fileFuse).toBe(knowsFileFuse ? FuseState.DISABLE : undefined);
  });

  it('[PACK-6] works packaged, and nobody outside this machine can reach it', async () => {
    const app = await PackagedApp.launch(program, { env: database.env });
    const page = await app.window();
    await desktopSmoke(page, database);
    await page.screenshot({ path: join(ROOT, 'test-results/desktop/packaged.png') });
    const sockets = listeningSockets(app.pid);
    expect(sockets.length).toBeGreaterThan(0);
    expect(sockets.filter((address) => !/^(127\.0\.0\.1|\[::1\]):/.test(address))).toEqual([]);
    expect(await app.close()).toBe(0);
  });

  it('[PACK-6] works the same as it was built, not packaged', async () => {
    const app = await DesktopApp.launch({ env: database.env });
    await desktopSmoke(await app.window(), database);
    expect(await app.close()).toBe(0);
  });

  it('[PACK-7] is no Node, and neither switches nor variables run code or open a debugger', async () => {
    const marker = join(output, 'required');
    const script = join(output, 'foreign.cjs');
    writeFileSync(script, writing(marker));
    const env = { ...database.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: `--require=${script}` };
    const app = await PackagedApp.launch(program, { env, args: ['--inspect=0'] });
    const page = await app.window();
    await eventually('the console is there', async () => (await page.title()).includes('Orderdeck'));
    expect(app.output.filter((line) => line.startsWith('Debugger listening'))).toEqual([]);
    expect(await app.close()).toBe(0);
    expect(existsSync(marker)).toBe(false);
  });

  it('[PACK-8] runs no folder in place of its archive', async () => {
    const tampered = join(output, 'tampered');
    cpSync(folder, tampered, { recursive: true });
    rmSync(join(tampered, 'resources/app.asar'));
    const marker = join(output, 'ran');
    const app = join(tampered, 'resources/app');
    mkdirSync(app);
    writeFileSync(join(app, 'package.json'), '{"name": "foreign", "main": "index.js"}');
    writeFileSync(join(app, 'index.js'), `${writing(marker)}\nrequire('electron').app.exit(1);`);
    const launch = await prepareLaunch({ program: { path: join(tampered, 'orderdeck'), args: [] } });
    const { timedOut } = await run(launch.path, launch.args, { ...launch, timeoutMs: 30_000 });
    expect(timedOut).toBe(false);
    expect(existsSync(marker)).toBe(false);
  });
});

/** A program that leaves a file when somebody runs it. */
function writing(marker: string): string {
  return `require('node:fs').writeFileSync(${JSON.stringify(marker)}, '');`;
}
