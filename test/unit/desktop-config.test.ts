import { describe, expect, it } from 'vitest';
import {
  type ConfigSources,
  chooseDatabase,
  databaseInWords,
  databaseNames,
  demoVariables,
  desktopConfig,
  overridingNames,
} from '../../src-main/electron/settings/desktop-config.ts';
import { DEFAULT_DESKTOP_SETTINGS, type DesktopSettings } from '../../src-shared/desktop-settings.ts';

const SERVER: DesktopSettings = {
  ...DEFAULT_DESKTOP_SETTINGS,
  database: {
    kind: 'server',
    host: 'db.example',
    port: 3310,
    user: 'app',
    name: 'shop',
    tls: 'verify',
    setupUser: 'admin',
  },
};
const DEMO: DesktopSettings = { ...DEFAULT_DESKTOP_SETTINGS, database: { kind: 'demo' } };

/** Passwords of the accounts at `db.example`. */
const passwords =
  (kept: Readonly<Record<string, string>>): ConfigSources['passwordOf'] =>
  ({ user, host }) =>
    kept[`${user}@${host}`] ?? null;
const BOTH = passwords({ 'app@db.example': 'one', 'admin@db.example': 'two' });

const choose = (settings: DesktopSettings, environment = {}, passwordOf = BOTH) =>
  chooseDatabase({ settings, environment, passwordOf });

/** The configuration of a choice that leads to one. */
function configOf(settings: DesktopSettings, environment = {}, passwordOf = BOTH) {
  const choice = choose(settings, environment, passwordOf);
  if (choice.kind !== 'server') throw new Error(choice.kind);
  return desktopConfig(settings, environment, choice.variables);
}

describe('settings, passwords and environment', () => {
  it('[SET-40] become the configuration of the core', () => {
    expect(configOf({ ...SERVER, ports: { port: 4000, wsPort: 4001 } })).toMatchObject({
      DB_HOST: 'db.example',
      DB_PORT: 3310,
      DB_USER: 'app',
      DB_PASSWORD: 'one',
      DB_NAME: 'shop',
      DB_TLS: 'verify',
      DB_SETUP_USER: 'admin',
      DB_SETUP_PASSWORD: 'two',
      PORT: 4000,
      WS_PORT: 4001,
      BIND_ADDRESS: '127.0.0.1',
      SAMPLE_DATA: false,
    });
  });

  it('[SET-41] listen on this machine alone until sharing is switched on', () => {
    expect(configOf({ ...SERVER, sharing: true }).BIND_ADDRESS).toBe('0.0.0.0');
    expect(configOf({ ...SERVER, sharing: true }, { BIND_ADDRESS: '127.0.0.2' }).BIND_ADDRESS).toBe('127.0.0.2');
  });

  it('[SET-42] ask when nothing was chosen, and when the password is not there', () => {
    expect(choose(DEFAULT_DESKTOP_SETTINGS)).toEqual({ kind: 'needed' });
    expect(choose(DEMO)).toEqual({ kind: 'demo' });
    expect(choose(SERVER, {}, passwords({})).kind).toBe('password-needed');
    expect(choose(SERVER, {}, passwords({ 'app@db.example': '' })).kind).toBe('server');
  });

  it('[SET-43] do without the setup user when its password is not there', () => {
    const config = configOf(SERVER, {}, passwords({ 'app@db.example': 'one' }));
    expect([config.DB_SETUP_USER, config.DB_SETUP_PASSWORD]).toEqual(['', '']);
  });

  it.each([DEFAULT_DESKTOP_SETTINGS, DEMO])(
    '[SET-44] ask nothing when the environment names a database',
    (settings) => {
      const config = configOf(settings, { DB_HOST: 'env.example' }, passwords({}));
      expect(config).toMatchObject({ DB_HOST: 'env.example', DB_USER: 'root', DB_PASSWORD: '', SAMPLE_DATA: false });
    },
  );

  it('[SET-45] stand below the environment, variable by variable', () => {
    const environment = { DB_NAME: 'other', DB_PASSWORD: 'env', PORT: '5000', POLL_BUSY_MS: '30', HOME: '/root' };
    expect(configOf(SERVER, environment)).toMatchObject({
      DB_HOST: 'db.example',
      DB_NAME: 'other',
      DB_PASSWORD: 'env',
      PORT: 5000,
      WS_PORT: 8080,
      POLL_BUSY_MS: 30,
    });
    expect(overridingNames(environment)).toEqual(['DB_PASSWORD', 'DB_NAME', 'PORT']);
    expect(databaseNames(environment)).toEqual(['DB_PASSWORD', 'DB_NAME']);
  });

  it('[SET-46] send a kept password to no host and no user that the environment put in place of its own', () => {
    expect(configOf(SERVER, { DB_HOST: 'env.example' })).toMatchObject({ DB_PASSWORD: '', DB_SETUP_PASSWORD: '' });
    expect(configOf(SERVER, { DB_USER: 'somebody' }).DB_PASSWORD).toBe('');
  });

  it('[SET-47] name the wrong value of the environment in one line', () => {
    expect(() => configOf(SERVER, { PORT: 'abc' })).toThrow('PORT: got "abc", takes a whole number from 0 to 65535');
  });

  it('[SET-48] put sample orders into the demo alone', () => {
    expect(desktopConfig(DEMO, { DB_TLS: 'verify', DB_SETUP_USER: 'x' }, demoVariables(20_001))).toMatchObject({
      DB_HOST: '127.0.0.1',
      DB_PORT: 20_001,
      DB_TLS: 'off',
      DB_SETUP_USER: '',
      SAMPLE_DATA: true,
    });
  });

  it('[LIMIT-4] give the limits of the ages, which the environment stands above', () => {
    const limits = {
      pendingWarnMinutes: 5,
      pendingLateMinutes: 10,
      shippedWarnMinutes: 20,
      shippedLateMinutes: 20,
    };
    expect(configOf({ ...SERVER, limits }, { PENDING_LATE_MINUTES: '30' })).toMatchObject({
      PENDING_WARN_MINUTES: 5,
      PENDING_LATE_MINUTES: 30,
      SHIPPED_WARN_MINUTES: 20,
      SHIPPED_LATE_MINUTES: 20,
    });
    expect(overridingNames({ PENDING_LATE_MINUTES: '30' })).toEqual(['PENDING_LATE_MINUTES']);
    expect(() => configOf({ ...SERVER, limits }, { SHIPPED_LATE_MINUTES: '19' })).toThrow(
      'SHIPPED_WARN_MINUTES: got 20, takes at most SHIPPED_LATE_MINUTES, which is 19',
    );
  });

  it('[SET-49] say where the orders are', () => {
    expect(databaseInWords({})).toBe('realtime_orders on localhost:3306');
    expect(databaseInWords({ DB_HOST: '::1', DB_PORT: '1', DB_NAME: 'shop' })).toBe('shop on [::1]:1');
  });
});
