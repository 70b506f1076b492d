import { z } from 'zod';
import { type DatabaseTls, databaseTlsSchema } from '../../src-shared/database-check.ts';
import { isLoopback } from '../base/loopback-address.ts';
import { ALERT_VARIABLES } from './alert-config.ts';
import { BUS_VARIABLES } from './bus-config.ts';
import { flag, list, minutes, port, text, whole } from './config-values.ts';
import type { RawConfig } from './env.ts';
import { LARGE_VARIABLES } from './large-config.ts';
import { OBSERVING_VARIABLES } from './observing-config.ts';
import { REPLICA_VARIABLES } from './replica-config.ts';

/**
 * Every variable, its default and its unit. The README's table repeats this one; a test holds them equal.
 * `PORT=0` and `WS_PORT=0` let the system choose a free port.
 */
export const CONFIG_VARIABLES = {
  DB_HOST: {
    schema: text('a host name or address'),
    fallback: 'localhost',
    about: 'MySQL or MariaDB server',
  },
  DB_PORT: { schema: whole(1, 65_535), fallback: '3306', about: 'its port' },
  DB_USER: {
    schema: text('a user name'),
    fallback: 'root',
    about: 'user at run time (needs SELECT, INSERT, UPDATE, DELETE)',
  },
  DB_PASSWORD: { schema: z.string(), fallback: '', about: 'its password' },
  DB_NAME: {
    schema: z.string().regex(/^[A-Za-z0-9_$-]{1,64}$/, 'takes 1 to 64 letters, digits, _, $ or -'),
    fallback: 'realtime_orders',
    about: 'database; created when missing and allowed',
  },
  DB_SETUP_USER: {
    schema: z.string(),
    fallback: '',
    about: 'user that may create and upgrade the schema; empty: DB_USER does it',
  },
  DB_SETUP_PASSWORD: {
    schema: z.string(),
    fallback: '',
    about: 'its password',
  },
  DB_TLS: {
    schema: z.enum(['auto', ...databaseTlsSchema.options], { error: 'takes auto, off, verify or no-verify' }),
    fallback: 'auto',
    about:
      'encryption: off, verify (the certificate is checked), no-verify (any will do); auto: off on this machine, else verify',
  },
  DB_TLS_CA: {
    schema: z.string(),
    fallback: '',
    about: 'PEM file of the authority that signed it; empty: those the system trusts',
  },
  DB_CONNECTION_LIMIT: {
    schema: whole(2, 1_000),
    fallback: '20',
    about: 'most connections in the pool',
  },
  DB_QUEUE_LIMIT: {
    schema: whole(0, 1_000_000),
    fallback: '0',
    about: 'most requests waiting for a connection; 0: no limit',
  },
  DB_CONNECT_TIMEOUT_MS: {
    schema: whole(100, 600_000),
    fallback: '5000',
    about: 'ms to wait for a connection or an answer of the change log',
  },
  ...REPLICA_VARIABLES,
  PORT: {
    schema: port,
    fallback: '3000',
    about: 'REST, console, /ws, /health',
  },
  WS_PORT: { schema: port, fallback: '8080', about: 'WebSocket alone' },
  BIND_ADDRESS: {
    schema: text('an IP address or host name'),
    fallback: '127.0.0.1',
    about: 'address to listen on; the default is this machine only',
  },
  ALLOWED_HOSTS: {
    schema: list,
    fallback: '',
    about: 'further host names browsers may use, separated by commas',
  },
  TLS: {
    schema: z.enum(['auto', 'on', 'off'], { error: 'takes auto, on or off' }),
    fallback: 'auto',
    about: 'HTTPS and WSS on both ports: auto (when BIND_ADDRESS is open to the network), on or off',
  },
  TLS_CERT_FILE: {
    schema: z.string(),
    fallback: '',
    about: 'PEM file of the certificate and those up to its authority; empty: one of its own is made and renewed',
  },
  TLS_KEY_FILE: { schema: z.string(), fallback: '', about: 'PEM file of its private key' },
  STATE_DIR: {
    schema: text('a folder'),
    fallback: '.orderdeck/server',
    about: 'folder for the certificate it makes and for messages that wait to be sent; made when needed',
  },
  INSECURE_NO_LOGIN: {
    schema: flag,
    fallback: '0',
    about: 'nobody signs in, whoever reaches the server may do everything; said on every screen and in the log',
  },
  JWT_SECRET: {
    schema: z.string().refine((value) => value === '' || value.length >= 32, { error: 'takes at least 32 characters' }),
    fallback: '',
    about: 'key of the access tokens; empty: one of the database, which all its servers share',
  },
  ...BUS_VARIABLES,
  NODE_ENV: {
    schema: z.enum(['development', 'production', 'test'], {
      error: 'takes development, production or test',
    }),
    fallback: 'development',
    about: 'production: log lines as JSON',
  },
  DEBUG: { schema: flag, fallback: '0', about: 'debug log' },
  MYSQL_DEBUG: {
    schema: flag,
    fallback: '0',
    about: 'log every SQL statement with its time',
  },
  ...OBSERVING_VARIABLES,
  SAMPLE_DATA: {
    schema: flag,
    fallback: '0',
    about: 'put three sample orders into an empty, new database',
  },
  POLL_BUSY_MS: {
    schema: whole(1, 60_000),
    fallback: '25',
    about: 'ms between reads of the log while changes come',
  },
  POLL_WATCHED_MS: {
    schema: whole(1, 60_000),
    fallback: '50',
    about: 'ms between reads while somebody is looking',
  },
  POLL_IDLE_MS: {
    schema: whole(1, 60_000),
    fallback: '500',
    about: 'ms between reads while nobody is',
  },
  GAP_ABSENT_MS: {
    schema: whole(100, 3_600_000),
    fallback: '3000',
    about: 'ms an id must stay absent before it counts as rolled back',
  },
  MAX_GAPS: {
    schema: whole(10, 1_000_000),
    fallback: '10000',
    about: 'most open gaps before the reader waits for transactions to end',
  },
  BINLOG_HINT: {
    schema: z.enum(['auto', 'off'], { error: 'takes auto or off' }),
    fallback: 'auto',
    about: 'be told of commits by the binary log where DB_USER may read it, so that changes come sooner; off: never',
  },
  LOG_RETENTION_ROWS: {
    schema: whole(1, 1_000_000_000),
    fallback: '1000',
    about: 'delivered rows kept in the change log',
  },
  HISTORY_RETENTION_DAYS: {
    schema: whole(0, 36_500),
    fallback: '90',
    about: 'days changes can be looked up and taken back after they left the log; 0: not at all',
  },
  AUDIT_RETENTION_DAYS: {
    schema: whole(7, 36_500),
    fallback: '365',
    about: 'days the record of sign-ins, refusals, exports and changes of rights is kept',
  },
  ...LARGE_VARIABLES,
  CLEANUP_INTERVAL_MS: {
    schema: whole(100, 86_400_000),
    fallback: '5000',
    about: 'ms between clean-ups of the log',
  },
  AUDIT_INTERVAL_MS: {
    schema: whole(500, 86_400_000),
    fallback: '10000',
    about: 'ms between comparisons of the table with what was delivered',
  },
  READER_TIMEOUT_MS: {
    schema: whole(1_000, 86_400_000),
    fallback: '60000',
    about: 'ms without a heartbeat after which a server no longer holds up the clean-up',
  },
  WINDOW_BYTES: {
    schema: whole(65_536, 1_073_741_824),
    fallback: '4194304',
    about: 'bytes of recent changes kept in memory for clients that come back',
  },
  CLIENT_BUFFER_BYTES: {
    schema: whole(16_384, 1_073_741_824),
    fallback: '1048576',
    about: 'unread bytes after which a client is sent nothing more until it has read',
  },
  CLIENT_STALL_MS: {
    schema: whole(1_000, 3_600_000),
    fallback: '30000',
    about: 'ms without reading after which a client is closed',
  },
  RATE_LIMIT_PER_MINUTE: {
    schema: whole(0, 10_000_000),
    fallback: '6000',
    about: 'requests to /api per minute of each person and device, and of each address without a sign-in; 0: no limit',
  },
  SIGN_IN_FAILURES_PER_MINUTE: {
    schema: whole(1, 1_000_000),
    fallback: '60',
    about: 'wrong passwords, PINs and badges per minute and address before it has to wait',
  },
  MAX_CONNECTIONS: {
    schema: whole(10, 1_000_000),
    fallback: '5000',
    about: 'most connections at once, on both ports',
  },
  MAX_CONNECTIONS_PER_ADDRESS: {
    schema: whole(10, 1_000_000),
    fallback: '2000',
    about: 'most of one address; behind one router, or a proxy, all have the same',
  },
  MAX_STRANGERS: {
    schema: whole(10, 1_000_000),
    fallback: '1000',
    about: 'most of clients that have not shown who they are; the one silent for longest makes room',
  },
  PENDING_WARN_MINUTES: {
    schema: minutes,
    fallback: '60',
    about: 'minutes after which a pending order is shown in amber',
  },
  PENDING_LATE_MINUTES: {
    schema: minutes,
    fallback: '240',
    about: 'minutes after which it is shown in red',
  },
  SHIPPED_WARN_MINUTES: {
    schema: minutes,
    fallback: '2880',
    about: 'minutes after which a shipped order is shown in amber',
  },
  SHIPPED_LATE_MINUTES: {
    schema: minutes,
    fallback: '7200',
    about: 'minutes after which it is shown in red',
  },
  ...ALERT_VARIABLES,
} as const;

type Variables = typeof CONFIG_VARIABLES;
export type ConfigName = keyof Variables;
export type Config = {
  readonly [Name in Exclude<ConfigName, 'DB_TLS'>]: z.output<Variables[Name]['schema']>;
} & {
  readonly DB_TLS: DatabaseTls;
  /** By the same setting, for the host of the replica. */
  readonly DB_REPLICA_TLS: DatabaseTls;
};

/** A wrong setting, in one line: the variable, what it got and what it takes. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const SECRET = /PASSWORD|SECRET|TOKEN|HEADERS|REDIS_URL/;

/**
 * Raw text to a validated configuration. An empty value counts as set only where empty text is allowed.
 *
 * @throws ConfigError naming the first wrong variable
 */
export function loadConfig(raw: RawConfig): Config {
  const config: Record<string, unknown> = {};
  for (const name of Object.keys(CONFIG_VARIABLES) as ConfigName[]) {
    const { schema, fallback } = CONFIG_VARIABLES[name];
    const value = raw[name] ?? fallback;
    const parsed = schema.safeParse(value);
    if (!parsed.success) {
      const got = SECRET.test(name) ? `${value.length} characters` : JSON.stringify(value);
      throw new ConfigError(`${name}: got ${got}, ${parsed.error.issues[0]?.message ?? 'which is not allowed'}`);
    }
    config[name] = parsed.data;
  }
  const { DB_TLS } = config;
  // What leaves this machine can be read, and answered, by others on the way.
  const tlsTo = (host: unknown) => (DB_TLS !== 'auto' ? DB_TLS : isLoopback(String(host)) ? 'off' : 'verify');
  config.DB_TLS = tlsTo(config.DB_HOST);
  config.DB_REPLICA_TLS = tlsTo(config.DB_REPLICA_HOST);
  checkLimits(config as Config);
  checkCertificate(config as Config);
  checkWebhooks(config as Config);
  return config as Config;
}

/** @throws ConfigError naming both when an order would be late before it is due */
function checkLimits(config: Config): void {
  const pairs = [
    ['PENDING_WARN_MINUTES', 'PENDING_LATE_MINUTES'],
    ['SHIPPED_WARN_MINUTES', 'SHIPPED_LATE_MINUTES'],
  ] as const;
  for (const [warn, late] of pairs) {
    if (config[warn] <= config[late]) continue;
    throw new ConfigError(`${warn}: got ${config[warn]}, takes at most ${late}, which is ${config[late]}`);
  }
}

/** @throws ConfigError when messages to other programs could not be signed */
function checkWebhooks({ ALERT_WEBHOOK_URLS, ALERT_WEBHOOK_SECRET }: Config): void {
  if (ALERT_WEBHOOK_URLS.length === 0 || ALERT_WEBHOOK_SECRET !== '') return;
  throw new ConfigError('ALERT_WEBHOOK_SECRET: got "", takes at least 24 characters when ALERT_WEBHOOK_URLS is set');
}

/** @throws ConfigError when one of a certificate and its key is given without the other */
function checkCertificate({ TLS_CERT_FILE, TLS_KEY_FILE }: Config): void {
  if (TLS_CERT_FILE !== '' && TLS_KEY_FILE === '')
    throw new ConfigError('TLS_KEY_FILE: got "", takes the file with the key of TLS_CERT_FILE');
  if (TLS_CERT_FILE === '' && TLS_KEY_FILE !== '')
    throw new ConfigError('TLS_CERT_FILE: got "", takes the file with the certificate of TLS_KEY_FILE');
}
