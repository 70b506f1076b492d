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
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FileOperations } from '../../src-main/electron/settings/atomic-file.ts';
import { brokenSettingsNotice } from '../../src-main/electron/settings/broken-settings-notice.ts';
import { SettingsFile } from '../../src-main/electron/settings/settings-file.ts';
import { SettingsKeeper } from '../../src-main/electron/settings/settings-keeper.ts';
import { DEFAULT_DESKTOP_SETTINGS, type DesktopSettings } from '../../src-shared/desktop-settings.ts';
import { failingFiles, WRITE_STEPS } from '../support/failing-files.ts';

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);
const ASIDE = 'settings.broken-2026-01-02T03-04-05-000Z.json';
const OTHER: DesktopSettings = { ...DEFAULT_DESKTOP_SETTINGS, sharing: true, ports: { port: 4000, wsPort: 4001 } };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'orderdeck-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (files?: FileOperations) =>
  new SettingsFile({ folder, now: () => NOW, ...(files === undefined ? {} : { files }) });
const write = (text: string, name = 'settings.json') => writeFileSync(join(folder, name), text);
const read = (name = 'settings.json') => readFileSync(join(folder, name), 'utf8');

describe('the settings file', () => {
  it('[SET-1] gives the defaults where there is none, and says nothing of it', () => {
    expect(open().load()).toEqual({ settings: DEFAULT_DESKTOP_SETTINGS, broken: null, unknown: [], stale: false });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('[SET-2] keeps what was saved, readable by its owner alone, and nothing else beside it but the copy', async () => {
    await open().save(OTHER);
    expect(open().load()).toEqual({ settings: OTHER, broken: null, unknown: [], stale: false });
    expect(readdirSync(folder).sort()).toEqual(['settings.json', 'settings.previous.json']);
    expect(statSync(join(folder, 'settings.json')).mode & 0o777).toBe(0o600);
  });

  it('[SET-3] fills what an older version did not write from the defaults', () => {
    const database = { kind: 'server', host: 'db', port: 3306, user: 'app', name: 'orders' };
    write(JSON.stringify({ database, ports: { port: 4000 }, notifications: {} }));
    const { settings, broken } = open().load();
    expect(broken).toBeNull();
    expect(settings).toEqual({
      ...DEFAULT_DESKTOP_SETTINGS,
      database: { ...database, tls: 'off', setupUser: '' },
      ports: { port: 4000, wsPort: 8080 },
    });
  });

  it('[SET-4] leaves out fields of a newer version, and names them', () => {
    write(JSON.stringify({ ...OTHER, theme: 'dark', updates: { check: false, channel: 'beta' } }));
    const { settings, unknown } = open().load();
    expect(unknown).toEqual(['theme', 'updates.channel']);
    expect(settings).toEqual({ ...OTHER, updates: { check: false, feedUrl: '' } });
  });

  it('[SET-4] nor does one of the database set the file aside, and its value is shown nowhere', () => {
    const database = { kind: 'server', host: 'db', port: 3306, user: 'app', name: 'orders', password: 'typed by hand' };
    write(JSON.stringify({ database }));
    const loaded = open().load();
    expect(loaded).toMatchObject({ broken: null, unknown: ['database.password'] });
    expect(loaded.settings.database).toMatchObject({ kind: 'server', host: 'db', tls: 'off' });
    expect(JSON.stringify(loaded)).not.toContain('typed by hand');
    write(JSON.stringify({ database: { kind: 'demo', flavour: 'mysql' } }));
    expect(open().load()).toMatchObject({ unknown: ['database.flavour'], settings: { database: { kind: 'demo' } } });
  });

  it('[SET-13] is read with the mark of its encoding that editors on Windows begin it with', () => {
    write(`\uFEFF${JSON.stringify(OTHER)}`);
    expect(open().load()).toMatchObject({ settings: OTHER, broken: null });
  });

  it.each([
    ['{"ports": {"port": 3000', /JSON|Unexpected|Expected/],
    ['', /The file is empty/],
    ['[]', /does not begin with \{/],
    ['{"ports": {"port": 99999}}', /^ports\.port holds 99999: /],
    ['{"ports": 3000}', /^ports holds 3000: /],
    ['{"sharing": "yes"}', /^sharing holds "yes": /],
    ['{"database": {"kind": "postgres"}}', /^database\.kind holds "postgres": /],
    ['{"notifications": {"customers": ["Ann", ""]}}', /^notifications\.customers\.1 holds "": /],
  ])('[SET-5] sets %s aside, says what is wrong and uses the last good copy', async (text, reason) => {
    await open().save(OTHER);
    write(text);
    const { settings, broken, stale } = open().load();
    expect(settings).toEqual(OTHER);
    expect(broken).toEqual({
      reason: expect.stringMatching(reason),
      file: join(folder, ASIDE),
      used: 'last good copy',
    });
    expect(read(ASIDE)).toBe(text);
    expect(stale).toBe(true);
  });

  it('[SET-6] uses the defaults where there is no good copy either', () => {
    write('{');
    write('also broken', 'settings.previous.json');
    const { settings, broken } = open().load();
    expect(settings).toEqual(DEFAULT_DESKTOP_SETTINGS);
    expect(broken?.used).toBe('defaults');
    expect(read(ASIDE)).toBe('{');
  });

  it('[SET-7] says so when the file has gone while a copy is there', async () => {
    await open().save(OTHER);
    rmSync(join(folder, 'settings.json'));
    const { settings, broken } = open().load();
    expect(settings).toEqual(OTHER);
    expect(broken).toEqual({ reason: 'The file is missing.', file: null, used: 'last good copy' });
  });

  it('[SET-8] sets aside what cannot be read at all', async () => {
    await open().save(OTHER);
    rmSync(join(folder, 'settings.json'));
    mkdirSync(join(folder, 'settings.json'));
    const { settings, broken } = open().load();
    expect(settings).toEqual(OTHER);
    expect(broken?.reason).toMatch(/cannot be read: EISDIR/);
    await open().save(OTHER);
    expect(open().load().broken).toBeNull();
  });

  it('[SET-9] takes a good file that a person wrote as the copy to fall back to', async () => {
    await open().save(DEFAULT_DESKTOP_SETTINGS);
    write(JSON.stringify(OTHER));
    const loaded = open().load();
    expect(loaded.stale).toBe(true);
    await new SettingsKeeper(open(), loaded.settings).keep();
    write('{');
    expect(open().load().settings).toEqual(OTHER);
  });

  it.each(WRITE_STEPS)(
    '[SET-10] refuses a change that cannot be written (%s), and the old file stays',
    async (step) => {
      await open().save(OTHER);
      const before = read();
      const saved = open(failingFiles(step, 'ENOSPC')).save(DEFAULT_DESKTOP_SETTINGS);
      await expect(saved).rejects.toThrow(/^The settings were not changed: the disk is full \(.*settings\.json\)/);
      expect(read()).toBe(before);
      expect(readdirSync(folder).sort()).toEqual(['settings.json', 'settings.previous.json']);
    },
  );

  it.each([
    ['EACCES', 'there is no right to write there'],
    ['EPERM', 'there is no right to write there'],
    ['EROFS', 'the disk is read-only'],
    ['EDQUOT', 'the disk is full'],
    ['EIO', 'the system said EIO'],
  ])('[SET-10] says %s in plain words', async (code, words) => {
    await expect(open(failingFiles('open', code)).save(OTHER)).rejects.toThrow(words);
  });

  it.each(WRITE_STEPS)('[SET-11] is whole after a power cut at any moment of writing it (%s)', async (step) => {
    await open().save(OTHER);
    await expect(open(failingFiles(step, 'EIO', true)).save(DEFAULT_DESKTOP_SETTINGS)).rejects.toThrow();
    const { settings, broken } = open().load();
    expect(settings).toEqual(OTHER);
    expect(broken).toBeNull();
    // What the cut left behind is in nobody's way.
    await open().save(DEFAULT_DESKTOP_SETTINGS);
    expect(open().load().settings).toEqual(DEFAULT_DESKTOP_SETTINGS);
    expect(readdirSync(folder).sort()).toEqual(['settings.json', 'settings.previous.json']);
  });

  it('[SET-12] tells the person what was wrong, what is used and where the broken file is', () => {
    const notice = brokenSettingsNotice({ reason: 'sharing holds 1.', file: '/f.json', used: 'last good copy' });
    expect(notice).toMatchObject({ id: 'settings-broken', severity: 'warning', file: '/f.json', dismissible: true });
    expect(notice.message).toMatch(/^sharing holds 1\. The last settings known to be good are in use/);
    expect(brokenSettingsNotice({ reason: '', file: null, used: 'defaults' }).message).toMatch(/defaults are in use/);
  });
});

describe('the settings in use', () => {
  it('[SET-20] count a change when it is on the disk, and tell of it then', async () => {
    const keeper = new SettingsKeeper(open(), DEFAULT_DESKTOP_SETTINGS);
    const seen: boolean[] = [];
    keeper.onChange((now, before) => {
      seen.push(now.sharing, before.sharing, (JSON.parse(read()) as DesktopSettings).sharing);
    });
    await keeper.change({ sharing: true, closeToTray: undefined });
    expect(seen).toEqual([true, false, true]);
    expect(keeper.current).toEqual({ ...DEFAULT_DESKTOP_SETTINGS, sharing: true });
  });

  it('[SET-21] stay as they are when a change cannot be written; the next one can', async () => {
    let files: FileOperations | undefined = failingFiles('write', 'ENOSPC');
    const file: Pick<SettingsFile, 'save'> = { save: (settings) => open(files).save(settings) };
    const keeper = new SettingsKeeper(file, OTHER);
    const seen: unknown[] = [];
    keeper.onChange((now) => seen.push(now));
    await expect(keeper.change({ sharing: false })).rejects.toThrow('the disk is full');
    expect(keeper.current).toEqual(OTHER);
    expect(seen).toEqual([]);
    files = undefined;
    await keeper.change({ sharing: false });
    expect(keeper.current.sharing).toBe(false);
  });

  it('[SET-22] lose no change of many at once', async () => {
    const keeper = new SettingsKeeper(open(), DEFAULT_DESKTOP_SETTINGS);
    await Promise.all([
      keeper.change({ sharing: true }),
      keeper.change({ closeToTray: true }),
      keeper.change({ startAtLogin: true }),
      keeper.change({ ports: { port: 1, wsPort: 2 } }),
    ]);
    const expected = { sharing: true, closeToTray: true, startAtLogin: true, ports: { port: 1, wsPort: 2 } };
    expect(open().load().settings).toEqual({ ...DEFAULT_DESKTOP_SETTINGS, ...expected });
  });

  it('[SET-23] are not written, and nobody is told, when nothing has changed', async () => {
    const keeper = new SettingsKeeper(open(), OTHER);
    keeper.onChange(() => expect.unreachable('nothing has changed'));
    await keeper.change({ sharing: OTHER.sharing, ports: { ...OTHER.ports } });
    expect(existsSync(join(folder, 'settings.json'))).toBe(false);
  });
});
