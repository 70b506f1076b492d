import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Config, ConfigError } from '../../src-main/config/config.ts';
import { DesktopStore } from '../../src-main/electron/desktop-store.ts';
import { DesktopCallError } from '../../src-main/electron/ipc/desktop-call-error.ts';
import { SecretBox } from '../../src-main/electron/settings/secret-box.ts';
import { SecretsFile } from '../../src-main/electron/settings/secrets-file.ts';
import { SettingsFile } from '../../src-main/electron/settings/settings-file.ts';
import { SettingsKeeper } from '../../src-main/electron/settings/settings-keeper.ts';
import { CoreSetup } from '../../src-main/electron/setup/core-setup.ts';
import { DemoDatabase } from '../../src-main/electron/setup/demo-database.ts';
import { howToGetDemo } from '../../src-main/electron/setup/demo-how-to.ts';
import type { DesktopState } from '../../src-shared/desktop-bridge.ts';
import { DEFAULT_DESKTOP_SETTINGS, type DesktopSettings } from '../../src-shared/desktop-settings.ts';
import { FakeKeyring } from '../support/fake-keyring.ts';
import { recordingLogger } from '../support/recording-logger.ts';

const SERVER = { host: 'db', port: 3306, user: 'app', name: 'shop', tls: 'off', setupUser: '' } as const;
const NO_ENVIRONMENT = { environment: {}, environmentError: null };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'orderdeck-core-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A core and a demo that write down what is done to them; settings and passwords are real. */
async function rig(
  settings: Partial<DesktopSettings>,
  sources: { environment: object; environmentError: ConfigError | null } = NO_ENVIRONMENT,
) {
  const done: string[] = [];
  const failing = { core: false, demo: false };
  const keeper = new SettingsKeeper(new SettingsFile({ folder, now: () => 0 }), {
    ...DEFAULT_DESKTOP_SETTINGS,
    ...settings,
  });
  const secrets = new SecretBox(new SecretsFile(folder), new FakeKeyring());
  await secrets.load();
  const store = new DesktopStore({ notices: [], settings: DEFAULT_DESKTOP_SETTINGS } as unknown as DesktopState);
  const setup = new CoreSetup({
    settings: keeper,
    secrets,
    environment: sources.environment as Record<string, string>,
    environmentError: sources.environmentError,
    store,
    logger: recordingLogger(),
    demo: {
      logFile: '/demo/server.log',
      async start() {
        done.push('demo starts');
        if (failing.demo) throw new DesktopCallError('The demo database did not start: no room.');
        return { port: 20_001, name: 'MariaDB 10.11.1' };
      },
      async stop() {
        done.push('demo stops');
      },
    },
    core: {
      async use(config: Config | null) {
        if (failing.core) throw new Error('core broke');
        done.push(config === null ? 'no core' : `core on ${config.DB_HOST}:${config.DB_PORT}, port ${config.PORT}`);
      },
    },
  });
  setup.begin();
  return { setup, keeper, secrets, store, done, failing };
}

const ids = (store: DesktopStore) => store.current.notices.map(({ id }) => id);
const password = (text: string) => [{ user: SERVER.user, host: SERVER.host, password: text }];

describe('the core follows the choice', () => {
  it('[SETUP-30] is told before anything slow is asked', async () => {
    const { store, done } = await rig({ database: { kind: 'server', ...SERVER } });
    expect(store.current).toMatchObject({ setup: 'done', database: 'shop on db:3306' });
    expect(done).toEqual([]);
  });

  it('[SETUP-31] is there with its password, and not without', async () => {
    const { setup, store, secrets, done } = await rig({ database: { kind: 'server', ...SERVER } });
    await setup.apply();
    expect(store.current.setup).toBe('password-needed');
    await secrets.keep(password('one'));
    await setup.apply();
    expect(store.current.setup).toBe('done');
    expect(done).toEqual(['no core', 'demo stops', 'core on db:3306, port 3000', 'demo stops']);
  });

  it('[SETUP-32] is replaced when its configuration changes, and left alone otherwise', async () => {
    const { setup, keeper, secrets, store, done } = await rig({ database: { kind: 'server', ...SERVER } });
    await secrets.keep(password('one'));
    await setup.apply();
    const cores = () => done.filter((what) => what.startsWith('core'));
    await keeper.change({ closeToTray: true });
    await setup.apply();
    expect(store.current.settings.closeToTray).toBe(true);
    expect(cores()).toHaveLength(1);
    await keeper.change({ ports: { port: 4000, wsPort: 4001 } });
    await setup.apply();
    await keeper.change({ sharing: true });
    await setup.apply();
    await secrets.keep(password('two'));
    await setup.apply();
    expect(cores()).toHaveLength(4);
  });

  it('[SETUP-33] lets go of the demo before the demo is stopped', async () => {
    const { setup, keeper, store, done } = await rig({ database: { kind: 'demo' } });
    await setup.apply();
    expect(store.current.database).toBe('the demo database of this program (MariaDB 10.11.1)');
    await keeper.change({ database: { kind: 'none' } });
    await setup.apply();
    expect(store.current).toMatchObject({ setup: 'needed', database: null });
    expect(done.slice(0, 4)).toEqual(['demo starts', 'core on 127.0.0.1:20001, port 3000', 'no core', 'demo stops']);
  });

  it('[SETUP-34] says when the demo does not run, and takes it back when it does', async () => {
    const { setup, store, done, failing } = await rig({ database: { kind: 'demo' } });
    failing.demo = true;
    await setup.apply();
    expect(store.current.notices).toMatchObject([{ id: 'demo-failed', file: '/demo/server.log', dismissible: true }]);
    expect(store.current.setup).toBe('done');
    failing.demo = false;
    await setup.apply();
    expect(ids(store)).toEqual([]);
    expect(done).toContain('core on 127.0.0.1:20001, port 3000');
  });

  it('[SETUP-35] says when it cannot start, and tries again with the next change', async () => {
    const { setup, keeper, secrets, store, done, failing } = await rig({ database: { kind: 'server', ...SERVER } });
    await secrets.keep(password('one'));
    failing.core = true;
    await setup.apply();
    expect(ids(store)).toEqual(['core-failed']);
    failing.core = false;
    await keeper.change({ closeToTray: true });
    await setup.apply();
    expect(ids(store)).toEqual([]);
    expect(done).toContain('core on db:3306, port 3000');
  });

  it('[SETUP-36] does not start on an environment that could not be read, which might name another database', async () => {
    const environmentError = new ConfigError('.env: cannot be read (EACCES)');
    const { setup, store, done } = await rig({ database: { kind: 'demo' } }, { environment: {}, environmentError });
    await setup.apply();
    expect(store.current.notices).toMatchObject([{ id: 'core-failed', message: /^\.env: cannot be read/ }]);
    expect(done).toEqual([]);
  });

  it('[SETUP-37] ends before its demo, and nothing starts them again', async () => {
    const { setup, keeper, done } = await rig({ database: { kind: 'demo' } });
    await setup.apply();
    const stopped = setup.stop();
    await keeper.change({ sharing: true });
    await Promise.all([stopped, setup.apply()]);
    expect(done).toEqual(['demo starts', 'core on 127.0.0.1:20001, port 3000', 'no core', 'demo stops']);
  });
});

it('[SETUP-40] the demo ends even if the core could not be ended', async () => {
  const { setup, done, failing } = await rig({ database: { kind: 'demo' } });
  await setup.apply();
  failing.core = true;
  await expect(setup.stop()).rejects.toThrow('core broke');
  expect(done.at(-1)).toBe('demo stops');
});

describe('where no demo can be started', () => {
  it.each([
    ['linux', /apt-get install mariadb-server/],
    ['darwin', /brew install mariadb/],
    ['win32', /dev\.mysql\.com\/downloads\/installer/],
    ['freebsd', /mariadb\.org\/download/],
  ])('[DEMO-4] says how to get one on %s', (platform, how) => {
    const { available, message, howTo } = howToGetDemo(platform);
    expect(available).toBe(false);
    expect(howTo.join('\n')).toMatch(how);
    expect(message).toMatch(/Install/);
  });

  it('[DEMO-5] promises nothing on Windows that cannot be kept there', async () => {
    const demo = new DemoDatabase(folder, 'win32', recordingLogger());
    expect(await demo.offer()).toEqual(howToGetDemo('win32'));
    await expect(demo.start()).rejects.toThrow(howToGetDemo('win32').message);
    await demo.stop();
  });
});
