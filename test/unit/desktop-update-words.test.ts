import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ownAppImage } from '../../src-main/electron/system/own-app-image.ts';
import { releaseNotes } from '../../src-main/electron/update/release-notes.ts';
import { byHand, updateFailure } from '../../src-main/electron/update/update-failure.ts';
import { updateSource } from '../../src-main/electron/update/update-source.ts';

const coded = (code: string, message = 'Something.\n    at somewhere') => Object.assign(new Error(message), { code });

describe('failures of an update', () => {
  it.each([
    [new Error('net::ERR_CONNECTION_REFUSED'), 'nothing answers at its address'],
    [new Error('net::ERR_NAME_NOT_RESOLVED'), 'no computer has the name'],
    [new Error('net::ERR_INTERNET_DISCONNECTED'), 'no network at the moment'],
    [new Error('net::ERR_CERT_AUTHORITY_INVALID'), 'certificate is not trusted'],
    [new Error('net::ERR_EMPTY_RESPONSE'), 'the connection failed (empty response)'],
    [coded('HTTP_ERROR_503'), 'answered with error 503'],
    [new Error('Cannot download "http://x/y", status 404: Not Found'), 'answered with error 404'],
    [coded('ERR_UPDATER_CHANNEL_FILE_NOT_FOUND'), 'no feed of new versions for this system'],
    [coded('ERR_UPDATER_INVALID_VERSION'), 'cannot be understood'],
    [new TypeError("Cannot read properties of null (reading 'version')"), 'cannot be understood'],
    [coded('ERR_CHECKSUM_MISMATCH'), 'its checksum differs'],
    [coded('ENOSPC'), 'not enough space on the disk'],
    [coded('EROFS'), 'no right to'],
  ])('[UPD-9] are told in plain words: %s', (error, words) => {
    const told = updateFailure(error);
    expect(told).toContain(words);
    expect(told).toMatch(/\.$/);
    expect(told).not.toMatch(/net::|ERR_|ENOSPC|EROFS|\n/);
  });

  it('[UPD-9] of an unknown kind are told without what only a programmer reads', () => {
    expect(updateFailure(new Error('It broke.\n    at file.js:1'))).toBe('The new version could not be had: It broke.');
    expect(updateFailure('torn')).toBe('The new version could not be had: torn');
  });

  it('[UPD-7] by hand: from the address, or where this copy came from', () => {
    expect(byHand('2.0.0', 'http://x/')).toContain('Download version 2.0.0 from http://x/ and install it by hand');
    expect(byHand('2.0.0', null)).toContain('where you got this one');
  });
});

describe('where new versions are announced', () => {
  const appImage = {
    platform: 'linux',
    isPackaged: true,
    environment: {},
    appImage: '/x.AppImage',
    hasPackedFeed: true,
  };

  it('[UPD-2] is the address of the settings before that of the package', () => {
    expect(updateSource('http://x/', appImage)).toEqual({ kind: 'feed', url: 'http://x/', replacesItself: true });
    expect(updateSource('', appImage)).toEqual({ kind: 'feed', url: null, replacesItself: true });
  });

  it('[UPD-2] is nowhere without an address, and for a program that runs from its source', () => {
    expect(updateSource('', { ...appImage, hasPackedFeed: false })).toMatchObject({ kind: 'off' });
    const source = { ...appImage, isPackaged: false, appImage: null };
    expect(updateSource('http://x/', source)).toMatchObject({ kind: 'off', reason: expect.stringContaining('source') });
  });

  it('[UPD-7] tells packages that cannot replace themselves from those that can', () => {
    const replaces = (platform: string, environment = {}) => {
      const found = updateSource('http://x/', { ...appImage, appImage: null, platform, environment });
      return found.kind === 'feed' && found.replacesItself;
    };
    expect(replaces('linux')).toBe(false);
    expect(replaces('win32')).toBe(true);
    expect(replaces('win32', { PORTABLE_EXECUTABLE_FILE: 'C:\\x.exe' })).toBe(false);
    expect(replaces('darwin')).toBe(true);
  });
});

describe('the file of the AppImage that the program runs from', () => {
  const folder = mkdtempSync(join(tmpdir(), 'orderdeck-mount-'));
  const program = join(folder, 'mount/orderdeck');
  mkdirSync(join(folder, 'mount'));
  mkdirSync(join(folder, 'other'));
  writeFileSync(program, '');
  symlinkSync(join(folder, 'mount'), join(folder, 'link'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const found = (APPDIR: string | null) =>
    ownAppImage({ APPIMAGE: '/x.AppImage', ...(APPDIR === null ? {} : { APPDIR }) }, program);

  it('[UPD-28] is the one it was started from', () => {
    expect(found(join(folder, 'mount'))).toBe('/x.AppImage');
    expect(found(`${join(folder, 'link')}/`)).toBe('/x.AppImage');
  });

  it('[UPD-28] is not that of another program, whose variables it has inherited', () => {
    for (const other of [null, '', join(folder, 'other'), join(folder, 'gone'), join(folder, 'mou')]) {
      expect([other, found(other)]).toEqual([other, null]);
    }
    expect(ownAppImage({}, program)).toBeNull();
  });
});

describe('release notes', () => {
  it('[UPD-10] are plain text, whatever the feed holds', () => {
    expect(releaseNotes('<h2>2.0</h2><ul><li>Faster</li><li>a &lt; b &amp;amp; c</li></ul>')).toBe(
      '2.0\n- Faster\n- a < b &amp; c',
    );
    expect(releaseNotes('<script>alert(1)</script>Hello<img src=x onerror=alert(1)>\u0007')).toBe('Hello');
    expect(releaseNotes('1 < 2 and\n\n\n\n3 > 2')).toBe('1 < 2 and\n\n3 > 2');
  });

  it('[UPD-10] of several versions stand below each other', () => {
    const notes = [{ version: '2.0.1', note: 'Fixed' }, { version: '2.0.0', note: null }, 7];
    expect(releaseNotes(notes)).toBe('2.0.1\nFixed');
  });

  it.each([null, undefined, '', '  <br> ', 7, { html: 'x' }, []])('[UPD-10] are none: %j', (notes) => {
    expect(releaseNotes(notes)).toBeNull();
  });

  it('[UPD-10] have an end', () => {
    expect(releaseNotes('x'.repeat(100_000))).toHaveLength(4_000);
  });
});
