import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import mysql, { type Connection } from 'mysql2/promise';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../../src-main/config/config.ts';
import { migrate } from '../../src-main/mysql/migrate.ts';
import { classifyMysqlError, toAppError } from '../../src-main/mysql/mysql-error.ts';
import { plainWords } from '../../src-main/mysql/plain-words.ts';
import { createDatabase } from '../../src-main/mysql/pool.ts';
import type { TlsSettings } from '../../src-main/mysql/tls-options.ts';
import { TestAuthority } from '../support/certificates.ts';
import { mysqlGreeting, startFakePeer } from '../support/fake-peer.ts';
import { type OwnDatabaseServer, startOwnDatabaseServer } from '../support/private-database.ts';
import { recordingLogger } from '../support/recording-logger.ts';

let authority: TestAuthority;
let own: OwnDatabaseServer;
let admin: Connection;

beforeAll(async () => {
  authority = TestAuthority.create();
  const { certificate, key } = authority.issue('server', 'DNS:localhost,IP:127.0.0.1');
  own = await startOwnDatabaseServer([
    `--ssl-cert=${certificate}`,
    `--ssl-key=${key}`,
    `--ssl-ca=${authority.certificate}`,
  ]);
  admin = await mysql.createConnection({ uri: own.url, multipleStatements: true });
  await admin.query(`CREATE USER 'sealed'@'%' IDENTIFIED BY 'secret' REQUIRE SSL;
    CREATE USER 'plain'@'%' IDENTIFIED BY 'secret';
    GRANT ALL ON \`od\\_sealed\`.* TO 'sealed'@'%'; GRANT SELECT, INSERT, UPDATE, DELETE ON \`od\\_sealed\`.* TO 'plain'@'%'`);
}, 120_000);
afterAll(async () => {
  await admin?.end();
  await own?.remove();
  authority?.remove();
});

const address = () => ({ host: '127.0.0.1', port: own.port, user: 'plain', database: 'mysql' });

/** The cipher of a connection of the program's own; empty when it is not encrypted. */
async function cipherOf(tls: TlsSettings, options: { host?: string; port?: number; user?: string } = {}) {
  const database = createDatabase({
    ...address(),
    ...options,
    database: 'information_schema',
    password: 'secret',
    tls,
    connectionLimit: 1,
    queueLimit: 0,
    connectTimeoutMs: 5_000,
    logger: recordingLogger(),
    sqlDebug: false,
  });
  try {
    const [row] = await database.use((connection) => connection.rows("SHOW SESSION STATUS LIKE 'Ssl_cipher'"));
    return String(row?.[1]);
  } finally {
    await database.end();
  }
}

const verify = (caFile = authority.certificate): TlsSettings => ({ mode: 'verify', caFile });
const words = async (attempt: Promise<unknown>) => {
  const error = await attempt.then(
    (value) => expect.fail(`no error but ${value}`),
    (thrown: unknown) => thrown,
  );
  expect(classifyMysqlError(error)).toBe('tls');
  expect(toAppError(error).problem.code).toBe('database-unavailable');
  return plainWords(error, address());
};

/** Has the server show another certificate from now on: over the files it was started with. */
async function present(names: string): Promise<void> {
  authority.issue('server', names);
  await admin.query(own.name.startsWith('MariaDB') ? 'FLUSH SSL' : 'ALTER INSTANCE RELOAD TLS');
}

test('[TLS-1] a connection is encrypted when asked to be, and only then', async () => {
  expect(await cipherOf({ mode: 'off', caFile: '' })).toBe('');
  expect(await cipherOf({ mode: 'no-verify', caFile: '' })).toMatch(/^(TLS|ECDHE)/);
  expect(await cipherOf(verify())).toMatch(/^(TLS|ECDHE)/);
  expect(await cipherOf(verify(), { host: 'localhost' })).toMatch(/^(TLS|ECDHE)/);
});

test('[TLS-2] a certificate of an unknown authority is refused, with what to do', async () => {
  const stranger = TestAuthority.create();
  try {
    const unknown = /is signed by nobody this machine trusts.*DB_TLS_CA.*DB_TLS=no-verify/;
    expect(await words(cipherOf(verify(stranger.certificate)))).toMatch(unknown);
    expect(await words(cipherOf(verify('')))).toMatch(unknown);
  } finally {
    stranger.remove();
  }
});

test('[TLS-3] a certificate for another name or address is refused', async () => {
  const other = /was made for another name.*DB_TLS=no-verify/;
  await present('DNS:db.example,IP:192.0.2.1');
  expect(await words(cipherOf(verify()))).toMatch(other);
  expect(await words(cipherOf(verify(), { host: 'localhost' }))).toMatch(other);
  // The name alone is not enough for the address, nor the address for the name.
  await present('DNS:localhost');
  expect(await cipherOf(verify(), { host: 'localhost' })).not.toBe('');
  expect(await words(cipherOf(verify()))).toMatch(other);
  await present('IP:127.0.0.1');
  expect(await cipherOf(verify())).not.toBe('');
  expect(await words(cipherOf(verify(), { host: 'localhost' }))).toMatch(other);
  await present('DNS:localhost,IP:127.0.0.1');
});

test('[TLS-4] a certificate whose time is over is refused', async () => {
  // The authority's, since MySQL itself takes no certificate of its own that has expired.
  expect(await words(cipherOf(verify(authority.expired())))).toMatch(/has expired.*DB_TLS=no-verify/);
  expect(await cipherOf({ mode: 'no-verify', caFile: authority.expired() })).not.toBe('');
});

test('[TLS-5] a file of certificates that cannot be used is named', async () => {
  const missing = join(authority.certificate, '..', 'missing.pem');
  expect(await words(cipherOf(verify(missing)))).toBe(
    `DB_TLS_CA: the file ${missing} cannot be read (ENOENT: no such file or directory, open '${missing}').`,
  );
  const empty = join(authority.certificate, '..', 'empty.pem');
  writeFileSync(empty, 'nothing\n');
  expect(await words(cipherOf(verify(empty)))).toMatch(/holds no certificate in PEM form/);
});

test('[TLS-6] a server that takes encrypted connections only says so, and so does one that has none', async () => {
  await admin.query('SET GLOBAL require_secure_transport = ON');
  try {
    const plain = cipherOf({ mode: 'off', caFile: '' });
    // MariaDB answers as if the password were wrong.
    if (own.name.startsWith('MariaDB')) await expect(plain).rejects.toMatchObject({ errno: 1045 });
    else expect(await words(plain)).toMatch(/takes encrypted connections only.*DB_TLS=verify/);
    expect(await cipherOf(verify())).not.toBe('');
  } finally {
    await admin.query('SET GLOBAL require_secure_transport = OFF');
  }
  const without = await startFakePeer(mysqlGreeting('8.0.36'));
  try {
    for (const mode of ['verify', 'no-verify'] as const) {
      const attempt = cipherOf({ mode, caFile: '' }, { port: without.port });
      expect(await words(attempt)).toMatch(/offers no encrypted connections.*DB_TLS=off/);
    }
  } finally {
    await without.close();
  }
});

test('[TLS-7] DB_TLS and DB_TLS_CA hold for the user of the program and for the one that sets up the schema', async () => {
  const settings = {
    DB_HOST: '127.0.0.1',
    DB_PORT: String(own.port),
    DB_NAME: 'od_sealed',
    DB_USER: 'plain',
    DB_PASSWORD: 'secret',
    DB_SETUP_USER: 'sealed',
    DB_SETUP_PASSWORD: 'secret',
  };
  await admin.query('SET GLOBAL log_bin_trust_function_creators = 1');
  const run = (tls: Record<string, string>) =>
    migrate({ config: loadConfig({ ...settings, ...tls }), logger: recordingLogger() });
  // An account with REQUIRE SSL is refused as if its password were wrong.
  await expect(run({})).rejects.toMatchObject({ errno: 1045 });
  const { databaseCreated } = await run({ DB_TLS: 'verify', DB_TLS_CA: authority.certificate });
  expect(databaseCreated).toBe(true);
});
