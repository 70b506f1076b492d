import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { CONFIG_VARIABLES, type ConfigName } from '../../src-main/config/config.ts';
import { createTestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { ServerProcess } from '../support/server-process.ts';
import { eventuallyEqualTable } from '../support/table.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { V1Client } from '../support/v1-client.ts';

/** One value that each variable refuses; `null` for those that take any text. */
const WRONG: Record<ConfigName, string | null> = {
  DB_HOST: '',
  DB_PORT: 'abc',
  DB_USER: '',
  DB_PASSWORD: null,
  DB_NAME: 'a`b',
  DB_SETUP_USER: null,
  DB_SETUP_PASSWORD: null,
  DB_TLS: 'on',
  DB_TLS_CA: null,
  DB_CONNECTION_LIMIT: '1',
  DB_QUEUE_LIMIT: '-1',
  DB_CONNECT_TIMEOUT_MS: '99',
  DB_REPLICA_HOST: null,
  DB_REPLICA_PORT: '0',
  DB_REPLICA_USER: null,
  DB_REPLICA_PASSWORD: null,
  PORT: '65536',
  WS_PORT: '80.5',
  BIND_ADDRESS: '',
  ALLOWED_HOSTS: null,
  TLS: 'yes',
  TLS_CERT_FILE: null,
  TLS_KEY_FILE: null,
  STATE_DIR: '',
  INSECURE_NO_LOGIN: 'yes',
  // Its value is not repeated: see AUTH-1.
  JWT_SECRET: null,
  // Its value may hold a password and is not repeated: see BUS-1.
  REDIS_URL: null,
  REDIS_CLUSTER: 'on',
  REDIS_PREFIX: '{a}',
  NODE_ENV: 'prod',
  DEBUG: 'yes',
  MYSQL_DEBUG: '2',
  LOG_LEVEL: 'trace',
  // Their values are not repeated: see MET-2.
  METRICS_TOKEN: null,
  OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318',
  OTEL_EXPORTER_OTLP_HEADERS: null,
  OTEL_TRACES_SAMPLER_ARG: '1.1',
  SAMPLE_DATA: 'on',
  POLL_BUSY_MS: '0',
  POLL_WATCHED_MS: '1e3',
  POLL_IDLE_MS: '60001',
  GAP_ABSENT_MS: ' 3000',
  MAX_GAPS: '9',
  BINLOG_HINT: 'on',
  LOG_RETENTION_ROWS: '-1',
  HISTORY_RETENTION_DAYS: '36501',
  LOG_PARTITION_ROWS: '999',
  SNAPSHOT_ROWS: '0',
  CONSOLE_WINDOW_ORDERS: '1000001',
  AUDIT_RETENTION_DAYS: '6',
  CLEANUP_INTERVAL_MS: '50ms',
  AUDIT_INTERVAL_MS: '',
  READER_TIMEOUT_MS: '999',
  WINDOW_BYTES: '4MB',
  CLIENT_BUFFER_BYTES: '0x10000',
  CLIENT_STALL_MS: 'Infinity',
  RATE_LIMIT_PER_MINUTE: 'NaN',
  SIGN_IN_FAILURES_PER_MINUTE: '0',
  MAX_CONNECTIONS: '9',
  MAX_CONNECTIONS_PER_ADDRESS: 'many',
  MAX_STRANGERS: '-1',
  PENDING_WARN_MINUTES: '0',
  PENDING_LATE_MINUTES: '525601',
  SHIPPED_WARN_MINUTES: '1.5',
  SHIPPED_LATE_MINUTES: '2d',
  ALERT_DATABASE_AWAY_SECONDS: '10s',
  ALERT_LAG_MS: '-1',
  ALERT_GAP_AGE_SECONDS: '5m',
  ALERT_ERRORS_PER_MINUTE: 'many',
  ALERT_DRIFT: 'yes',
  ALERT_LOG_MB: '1GB',
  ALERT_WEBHOOK_URLS: 'ftp://127.0.0.1/hook',
  // Its value is not repeated: see ALRT-8.
  ALERT_WEBHOOK_SECRET: null,
  ALERT_WEBHOOK_HOURS: '0',
};

it('[CONF-1] each variable set wrong ends the start with exit code 1 and one line that names it, what it got and what it takes', async () => {
  expect(Object.keys(WRONG).sort()).toEqual(Object.keys(CONFIG_VARIABLES).sort());
  const cases = Object.entries(WRONG).filter((entry): entry is [string, string] => entry[1] !== null);
  const worker = async () => {
    for (let next = cases.shift(); next !== undefined; next = cases.shift()) {
      const [name, value] = next;
      const secret = { DB_PASSWORD: 'do-not-tell', DB_SETUP_PASSWORD: 'do-not-tell' };
      const { code, lines } = await ServerProcess.runToEnd({ ...secret, [name]: value });
      expect({ name, code, lines }).toEqual({
        name,
        code: 1,
        lines: [expect.stringMatching(new RegExp(`^${name}: got ${escaped(JSON.stringify(value))}, takes \\S.*[^.]$`))],
      });
      expect(lines.join()).not.toContain('do-not-tell');
    }
  };
  await Promise.all([worker(), worker()]);
});

it('[LIMIT-2] a limit that comes before the one it warns of ends the start with one line that names both', async () => {
  const pending = await ServerProcess.runToEnd({ DB_PORT: '1', PENDING_WARN_MINUTES: '300' });
  expect([pending.code, pending.lines]).toEqual([
    1,
    ['PENDING_WARN_MINUTES: got 300, takes at most PENDING_LATE_MINUTES, which is 240'],
  ]);
  const shipped = await ServerProcess.runToEnd({ DB_PORT: '1', SHIPPED_LATE_MINUTES: '2879' });
  expect([shipped.code, shipped.lines]).toEqual([
    1,
    ['SHIPPED_WARN_MINUTES: got 2880, takes at most SHIPPED_LATE_MINUTES, which is 2879'],
  ]);
});

it('[CONF-2] a port in use ends the start with exit code 1 and one line that names its variable', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  try {
    for (const name of ['PORT', 'WS_PORT'] as const) {
      const { code, lines } = await ServerProcess.runToEnd({ DB_PORT: '1', [name]: String(port) });
      expect([code, lines]).toEqual([
        1,
        [`${name}: got ${port}, which another program uses; takes a free port, or 0 for any`],
      ]);
    }
    const same = await ServerProcess.runToEnd({ DB_PORT: '1', PORT: String(port + 1), WS_PORT: String(port + 1) });
    expect([same.code, same.lines]).toEqual([1, [expect.stringMatching(/^WS_PORT: got \d+, which is PORT already/)]]);
  } finally {
    taken.close();
  }
});

it('[CONF-3] an address that is not one of this machine is refused in the same way', async () => {
  const { code, lines } = await ServerProcess.runToEnd({ DB_PORT: '1', BIND_ADDRESS: '192.0.2.1' });
  expect([code, lines]).toEqual([1, ['BIND_ADDRESS: got "192.0.2.1", takes an address of this machine']]);
});

it('[CONF-4] with the database away it listens, says why it cannot serve, and serves when the database appears', async () => {
  const database = await createTestDatabase({ create: false });
  const wire = await TcpProxy.start({ host: database.env.DB_HOST, port: Number(database.env.DB_PORT) });
  wire.refuse();
  const address = { DB_HOST: '127.0.0.1', DB_PORT: String(wire.port) };
  const server = await ServerProcess.start({ ...database.env, ...address }, { until: 'listening' });
  try {
    await eventually('a plain reason', async () => {
      const { status, reason } = await server.health();
      return status === 'unavailable' && reason?.includes(`MySQL at 127.0.0.1:${wire.port} cannot be reached.`);
    });
    expect((await fetch(`${server.url}/health`)).status).toBe(503);
    const list = await fetch(`${server.url}/api/orders`);
    expect([list.status, (await list.json()).code]).toEqual([503, 'database-unavailable']);
    const changes = await fetch(`${server.url}/api/changes`);
    expect([changes.status, (await changes.json()).code]).toEqual([503, 'database-unavailable']);
    expect((await server.stats()).status.feed).not.toBe('live');
    wire.accept();
    await eventually('it serves', async () => (await fetch(`${server.url}/health`)).status === 200, 20_000);
    await database.query(`USE \`${database.name}\``);
    const client = await (await V1Client.connect(server.wsUrl)).ready();
    await database.query("INSERT INTO orders (customer_name, product_name) VALUES ('Ada', 'x')");
    await client.until('the change', () => client.changes.length === 1);
    await eventuallyEqualTable(database, [client]);
    await client.close();
  } finally {
    await server.stop();
    await wire.close();
    await database.drop();
  }
});

it('[CONF-5] the password is written nowhere, not with every log switched on', async () => {
  const database = await createTestDatabase();
  const password = 'pass-word-of-nobody';
  try {
    const server = await ServerProcess.start(
      { ...database.env, DB_PASSWORD: password, DEBUG: '1', MYSQL_DEBUG: '1' },
      { until: 'listening' },
    );
    await eventually('it was refused', async () => /password|denied/i.test((await server.health()).reason ?? ''));
    await server.stats();
    await server.stop();
    expect(server.lines.length).toBeGreaterThan(1);
    expect(server.lines.join('\n')).not.toContain(password);
  } finally {
    await database.drop();
  }
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
