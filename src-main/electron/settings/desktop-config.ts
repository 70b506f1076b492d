import type { DatabaseChoice, DesktopSettings, LimitSettings } from '../../../src-shared/desktop-settings.ts';
import { type Config, type ConfigName, loadConfig } from '../../config/config.ts';
import type { RawConfig } from '../../config/env.ts';
import { words } from '../words/words.ts';
import type { Account } from './secret-box.ts';

/** Which database the core is to follow. */
export type CoreChoice =
  | { readonly kind: 'needed' }
  | { readonly kind: 'demo' }
  | { readonly kind: 'password-needed'; readonly variables: RawConfig }
  | { readonly kind: 'server'; readonly variables: RawConfig };

export interface ConfigSources {
  readonly settings: DesktopSettings;
  /** The environment and, where it counts, `.env`: both stand above the settings. */
  readonly environment: RawConfig;
  readonly passwordOf: (account: Account) => string | null;
}

/** Any of these in the environment names a database, as it does for `npm start`. */
const NAMES_DATABASE: readonly ConfigName[] = ['DB_HOST', 'DB_PORT', 'DB_USER', 'DB_PASSWORD', 'DB_NAME'];
const DATABASE: readonly ConfigName[] = [...NAMES_DATABASE, 'DB_TLS', 'DB_SETUP_USER', 'DB_SETUP_PASSWORD'];
/** Everything the settings have a say in. */
const LIMITS = [
  'PENDING_WARN_MINUTES',
  'PENDING_LATE_MINUTES',
  'SHIPPED_WARN_MINUTES',
  'SHIPPED_LATE_MINUTES',
] as const satisfies readonly ConfigName[];
const SETTINGS: readonly ConfigName[] = [...DATABASE, 'PORT', 'WS_PORT', 'BIND_ADDRESS', ...LIMITS];

/** One window is all that looks at the log here, and a person sits before it: look again sooner than a server does. */
const POLL_BUSY_MS = 5;
const THIS_MACHINE = '127.0.0.1';
const EVERYWHERE = '0.0.0.0';

/** The variables that stand above a setting. */
export function overridingNames(environment: RawConfig): readonly ConfigName[] {
  return SETTINGS.filter((name) => environment[name] !== undefined);
}

/** Those among them that name the database, so that it cannot be chosen in the window. */
export function databaseNames(environment: RawConfig): readonly ConfigName[] {
  return NAMES_DATABASE.filter((name) => environment[name] !== undefined);
}

/** The database of the environment, else of the settings, with the passwords there are. */
export function chooseDatabase({ settings, environment, passwordOf }: ConfigSources): CoreChoice {
  const { database } = settings;
  const isNamed = databaseNames(environment).length > 0;
  if (!isNamed && database.kind !== 'server') return { kind: database.kind === 'none' ? 'needed' : 'demo' };
  const variables = { ...ofServer(database), ...only(DATABASE, environment) };
  const { DB_HOST: host = 'localhost', DB_USER: user = 'root', DB_SETUP_USER: setupUser = '' } = variables;
  // A password is for its own account: one that the environment puts in its place does not get it.
  const password = variables.DB_PASSWORD ?? passwordOf({ user, host });
  if (password === null) return { kind: isNamed ? 'server' : 'password-needed', variables };
  const setup = setupUser === '' ? null : (variables.DB_SETUP_PASSWORD ?? passwordOf({ user: setupUser, host }));
  return {
    kind: 'server',
    variables: {
      ...variables,
      DB_PASSWORD: password,
      // Without its password the other user is as good as none, and the schema is looked at by the first.
      ...(setup === null ? { DB_SETUP_USER: '' } : { DB_SETUP_PASSWORD: setup }),
    },
  };
}

/** The demo database: root without a password, on this machine alone, with three sample orders when it is new. */
export function demoVariables(port: number): RawConfig {
  return {
    DB_HOST: THIS_MACHINE,
    DB_PORT: String(port),
    DB_USER: 'root',
    DB_PASSWORD: '',
    DB_NAME: 'realtime_orders',
    DB_TLS: 'off',
    DB_SETUP_USER: '',
    SAMPLE_DATA: '1',
  };
}

/**
 * Settings, environment and database as one configuration of the core.
 *
 * @throws ConfigError naming the first wrong variable, which only the environment can hold
 */
export function desktopConfig(settings: DesktopSettings, environment: RawConfig, database: RawConfig): Config {
  return loadConfig({
    PORT: String(settings.ports.port),
    WS_PORT: String(settings.ports.wsPort),
    BIND_ADDRESS: settings.sharing ? EVERYWHERE : THIS_MACHINE,
    POLL_BUSY_MS: String(POLL_BUSY_MS),
    ...ofLimits(settings.limits),
    ...environment,
    ...database,
  });
}

/** Where the orders are, in words. */
export function databaseInWords(variables: RawConfig): string {
  const { DB_HOST = 'localhost', DB_PORT = '3306', DB_NAME = 'realtime_orders' } = variables;
  return words.calls.database.place(DB_NAME, `${DB_HOST.includes(':') ? `[${DB_HOST}]` : DB_HOST}:${DB_PORT}`);
}

function ofServer(database: DatabaseChoice): RawConfig {
  if (database.kind !== 'server') return {};
  return {
    DB_HOST: database.host,
    DB_PORT: String(database.port),
    DB_USER: database.user,
    DB_NAME: database.name,
    DB_TLS: database.tls,
    DB_SETUP_USER: database.setupUser,
  };
}

function ofLimits(limits: LimitSettings): Record<(typeof LIMITS)[number], string> {
  return {
    PENDING_WARN_MINUTES: String(limits.pendingWarnMinutes),
    PENDING_LATE_MINUTES: String(limits.pendingLateMinutes),
    SHIPPED_WARN_MINUTES: String(limits.shippedWarnMinutes),
    SHIPPED_LATE_MINUTES: String(limits.shippedLateMinutes),
  };
}

function only(names: readonly ConfigName[], raw: RawConfig): RawConfig {
  return Object.fromEntries(names.flatMap((name) => (raw[name] === undefined ? [] : [[name, raw[name]]])));
}
