import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ICNS_TYPES } from '../../scripts/lib/icon-files.mjs';
import { builderConfig, configFor, ownFormats, pinnedElectron } from '../../scripts/lib/package-app.mjs';
import { ROOT } from '../../scripts/lib/repository.mjs';
import { textOf } from '../support/repository-files.ts';

const ICONS = join(ROOT, 'src-main/electron/icons');

afterEach(() => vi.unstubAllEnvs());

describe('the packages', () => {
  it('[PACK-20] are the formats that each system installs from', () => {
    expect(ownFormats('linux')).toEqual(['AppImage', 'deb', 'tar.gz']);
    expect(ownFormats('win32')).toEqual(['nsis', 'portable']);
    expect(ownFormats('darwin')).toEqual(['dmg', 'zip']);
  });

  it('[PACK-20] open addresses of orders, and files that hold one', () => {
    expect(builderConfig().protocols).toEqual([expect.objectContaining({ schemes: ['orders'] })]);
    expect(builderConfig().fileAssociations).toEqual([expect.objectContaining({ ext: 'orderdeck' })]);
  });

  it('[PACK-20] go by the name that the program has on Windows, without which it may not notify', () => {
    const { appId } = builderConfig();
    expect(textOf('src-main/electron/main.ts')).toContain(`app.setAppUserModelId('${appId}')`);
  });

  it('[PACK-21] announce new versions nowhere unless an address was given', () => {
    vi.stubEnv('ORDERDECK_UPDATE_URL', '');
    expect(builderConfig().publish).toBeNull();
    vi.stubEnv('ORDERDECK_UPDATE_URL', 'http://127.0.0.1/new');
    expect(builderConfig().publish).toEqual({ provider: 'generic', url: 'http://127.0.0.1/new' });
  });

  it('[PACK-22] leave out the fuses that an older Electron does not have, and no other', () => {
    const all = Object.keys(builderConfig().electronFuses);
    expect(Object.keys(configFor(pinnedElectron()).electronFuses)).toEqual(all);
    const older = Object.keys(configFor('22.3.25').electronFuses);
    expect(all.filter((fuse) => !older.includes(fuse))).toEqual(['grantFileProtocolExtraPrivileges']);
  });
});

describe('the icons', () => {
  it.each([16, 24, 32, 48, 64, 128, 256, 512])('[PACK-23] for Linux have one of %d pixels', (size) => {
    expect(widthOf(readFileSync(join(ICONS, `linux/${size}x${size}.png`)))).toBe(size);
  });

  it('[PACK-23] for Windows hold the pictures that their directory tells', () => {
    const ico = readFileSync(join(ICONS, 'icon.ico'));
    const sizes = Array.from({ length: ico.readUInt16LE(4) }, (_, index) => {
      const at = 6 + 16 * index;
      const offset = ico.readUInt32LE(at + 12);
      expect(offset + ico.readUInt32LE(at + 8)).toBeLessThanOrEqual(ico.length);
      expect(widthOf(ico.subarray(offset))).toBe(ico[at] || 256);
      return ico[at] || 256;
    });
    expect(sizes).toEqual([16, 24, 32, 48, 64, 128, 256]);
  });

  it('[PACK-23] for macOS hold each picture in the size of its type', () => {
    const icns = readFileSync(join(ICONS, 'icon.icns'));
    expect(icns.readUInt32BE(4)).toBe(icns.length);
    const found: Record<string, number> = {};
    for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) {
      found[icns.toString('latin1', at, at + 4)] = widthOf(icns.subarray(at + 8));
    }
    expect(found).toEqual(ICNS_TYPES);
  });
});

/** @throws Error when it is no PNG */
function widthOf(png: Buffer): number {
  if (png.toString('latin1', 1, 4) !== 'PNG') throw new Error('This is no PNG');
  return png.readUInt32BE(16);
}
