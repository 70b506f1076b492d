import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FileOperations } from '../../src-main/electron/settings/atomic-file.ts';
import { SecretBox } from '../../src-main/electron/settings/secret-box.ts';
import { SecretsFile } from '../../src-main/electron/settings/secrets-file.ts';
import { SettingsFile } from '../../src-main/electron/settings/settings-file.ts';
import { SettingsKeeper } from '../../src-main/electron/settings/settings-keeper.ts';
import { databaseHandlers } from '../../src-main/electron/setup/database-handlers.ts';
import type { DatabaseCandidate, DatabaseCheck } from '../../src-shared/database-check.ts';
import { DEFAULT_DESKTOP_SETTINGS } from '../../src-shared/desktop-settings.ts';
import { failingFiles } from '../support/failing-files.ts';
import { FakeKeyring } from '../support/fake-keyring.ts';

const USABLE: DatabaseCheck = { server: 'MySQL 9.7.1', steps: [], next: 'use', orders: 0 };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'orderdeck-choice-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const candidate = (host: string): DatabaseCandidate => ({
  host,
  port: 3306,
  user: 'app',
  password: `password on ${host}`,
  name: 'shop',
  tls: 'off',
  setupUser: '',
  setupPassword: null,
});

/** What the window may do; settings and passwords are real, each server can be used. */
async function rig(files: { readonly settings?: FileOperations; readonly secrets?: FileOperations } = {}) {
  const { settings: settingsFiles } = files;
  const file = new SettingsFile({ folder, now: () => 0, ...(settingsFiles ? { files: settingsFiles } : {}) });
  const settings = new SettingsKeeper(file, DEFAULT_DESKTOP_SETTINGS);
  const secrets = new SecretBox(new SecretsFile(folder, files.secrets), new FakeKeyring());
  await secrets.load();
  const applied: string[] = [];
  const handlers = databaseHandlers({
    settings,
    secrets,
    environment: {},
    demo: {
      offer: async () => ({ available: true, program: 'MariaDB 10.11.1' }),
      start: async () => ({ port: 20_001, name: 'MariaDB 10.11.1' }),
    },
    core: {
      async apply() {
        applied.push(settings.current.database.kind);
      },
    },
    check: async () => USABLE,
    prepare: async () => USABLE,
  });
  return { handlers, settings, secrets, applied };
}

describe('the choice of a database', () => {
  it('[SETUP-38] is one after the other: the settings and the password kept are those of the last', async () => {
    const { handlers, settings, secrets } = await rig();
    const hosts = Array.from({ length: 8 }, (_, index) => `db${index}`);
    await Promise.all(hosts.map((host) => handlers['use-database'](candidate(host))));
    expect(settings.current.database).toMatchObject({ kind: 'server', host: 'db7' });
    expect(secrets.passwordOf({ user: 'app', host: 'db7' })).toBe('password on db7');
    const onDisk = JSON.parse(readFileSync(join(folder, 'secrets.json'), 'utf8')) as { readonly passwords: object };
    expect(Object.keys(onDisk.passwords)).toEqual(['app@db7']);
  });

  it('[SETUP-39] that cannot be written changes nothing, and what is told is what failed first', async () => {
    const { handlers, settings, secrets } = await rig({
      settings: failingFiles('write', 'ENOSPC'),
      secrets: failingLater(1),
    });
    await expect(handlers['use-database'](candidate('db'))).rejects.toThrow(
      /^The settings were not changed: the disk is full/,
    );
    expect(settings.current.database).toEqual({ kind: 'none' });
    expect(secrets.passwordOf({ user: 'app', host: 'db' })).toBeNull();
  });

  it('[WIN-6] takes the lock off the window, since the people are in the other database; the same one keeps it', async () => {
    const { handlers, settings } = await rig();
    const lock = () => settings.change({ windowLock: true });
    await handlers['use-database'](candidate('db1'));
    await lock();
    await handlers['use-database']({ ...candidate('db1'), user: 'other' });
    expect(settings.current).toMatchObject({ windowLock: true, database: { user: 'other' } });
    await handlers['use-database'](candidate('db2'));
    expect(settings.current.windowLock).toBe(false);
    await lock();
    await handlers['use-demo'](undefined);
    expect(settings.current.windowLock).toBe(false);
    await lock();
    await handlers['use-demo'](undefined);
    expect(settings.current.windowLock).toBe(true);
  });

  it('[SETUP-39] a demo that cannot be chosen is not left running', async () => {
    const { handlers, applied } = await rig({ settings: failingFiles('write', 'EACCES') });
    await expect(handlers['use-demo'](undefined)).rejects.toThrow(/no right to write there/);
    expect(applied).toEqual(['none']);
  });
});

/** The real file system, that refuses to write after so many files. */
function failingLater(count: number): FileOperations {
  let written = 0;
  return {
    rename: fs.rename,
    rm: fs.rm,
    async open(path, flags, mode) {
      if (flags === 'w' && written++ >= count) throw Object.assign(new Error('EIO: injected'), { code: 'EIO' });
      return fs.open(path, flags, mode);
    },
  };
}
