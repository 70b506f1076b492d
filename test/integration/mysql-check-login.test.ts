import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkDatabase } from '../../src-main/mysql/check-database.ts';
import type { DatabaseCandidate } from '../../src-shared/database-check.ts';
import { TestAuthority } from '../support/certificates.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { candidateFor, checkDeps, statesOf, stepOf } from '../support/database-check.ts';
import { mysqlGreeting, startFakePeer, startGateway } from '../support/fake-peer.ts';
import { type OwnDatabaseServer, startOwnDatabaseServer } from '../support/private-database.ts';

let authority: TestAuthority;
let own: OwnDatabaseServer;
let server: TestDatabase;

beforeAll(async () => {
  authority = TestAuthority.create();
  const { certificate, key } = authority.issue('server', 'DNS:localhost,IP:127.0.0.1');
  own = await startOwnDatabaseServer([
    `--ssl-cert=${certificate}`,
    `--ssl-key=${key}`,
    `--ssl-ca=${authority.certificate}`,
  ]);
  server = await createTestDatabase({ url: own.url });
}, 120_000);
afterAll(async () => {
  await server?.drop();
  await own?.remove();
  authority?.remove();
});

const NOTHING_AFTER = {
  host: 'failed skipped skipped skipped skipped skipped skipped',
  port: 'ok failed skipped skipped skipped skipped skipped',
  login: 'ok ok failed skipped skipped skipped skipped',
};
/** For what never answers: long enough for a busy machine to say what it has to say. */
const SHORT = checkDeps({ timeoutMs: 2_000 });

const check = (typed: Partial<DatabaseCandidate>, deps = checkDeps()) =>
  checkDatabase(candidateFor(server, typed), deps);

test('[CHECK-1] a host that nobody knows is named, and nothing else is looked at', async () => {
  const found = await check({ host: 'no-such-host.invalid' });
  expect(statesOf(found)).toBe(NOTHING_AFTER.host);
  expect(found).toMatchObject({ server: null, next: 'fix', orders: null });
  expect(stepOf(found, 'host')).toMatchObject({
    message: expect.stringMatching(/cannot be reached: the (host name is not known|name service does not answer)/),
    field: 'host',
  });
  const address = await check({ host: 'mysql://db.example' });
  expect(stepOf(address, 'host').message).toMatch(/Enter the name alone/);
});

test('[CHECK-2] a port that nothing listens on is told from a host that is unknown', async () => {
  const free = await startFakePeer('');
  await free.close();
  const found = await check({ port: free.port });
  expect(statesOf(found)).toBe(NOTHING_AFTER.port);
  expect(stepOf(found, 'port')).toMatchObject({
    message: expect.stringContaining(`127.0.0.1:${free.port} cannot be reached: nothing listens there.`),
    repair: expect.stringContaining('start'),
    field: 'port',
  });
});

test('[CHECK-3] a web server at the port is called one', async () => {
  const web = createServer((_request, response) => response.end('hello'));
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  try {
    const found = await check({ port: (web.address() as AddressInfo).port }, SHORT);
    expect(statesOf(found)).toBe(NOTHING_AFTER.port);
    expect(stepOf(found, 'port')).toMatchObject({ message: expect.stringContaining('a web server'), field: 'port' });
  } finally {
    web.closeAllConnections();
    web.close();
  }
});

test.each([
  ['SSH-2.0-OpenSSH_9.2\r\n', /an SSH server/],
  [Buffer.from([5, 0, 0, 0, 0x0b, 8, 5, 0x1a, 0]), /X Protocol of MySQL.*3306/],
  ['HELLO there\n', /another program, which begins with "HELLO there"/],
  ['', /says nothing/],
])(
  '[CHECK-4] %j at the port is not taken for MySQL, and ends by the deadline',
  { timeout: 30_000 },
  async (greeting, words) => {
    const peer = await startFakePeer(greeting);
    try {
      const found = await check({ port: peer.port }, SHORT);
      expect(statesOf(found)).toBe(NOTHING_AFTER.port);
      expect(stepOf(found, 'port').message).toMatch(words);
    } finally {
      await peer.close();
    }
  },
);

test('[CHECK-5] a server that stops answering after its greeting ends the look by the deadline', {
  timeout: 30_000,
}, async () => {
  const peer = await startFakePeer(mysqlGreeting('8.0.36'));
  try {
    const found = await check({ port: peer.port }, SHORT);
    expect(statesOf(found)).toBe(NOTHING_AFTER.login);
    expect(stepOf(found, 'login').message).toMatch(/no answer in time/);
  } finally {
    await peer.close();
  }
});

test('[CHECK-5] a server that stops answering in the middle fails the step it was in', {
  timeout: 30_000,
}, async () => {
  const gateway = await startGateway(own.port, { swallow: 'USE `' });
  try {
    const found = await check({ port: gateway.port });
    expect(statesOf(found)).toBe('ok ok ok ok failed skipped skipped');
    expect(found).toMatchObject({ server: own.name, next: 'fix' });
    expect(stepOf(found, 'database').message).toMatch(/no answer in time/);
  } finally {
    await gateway.close();
  }
});

test.each([
  ['5.5.62-log', 'MySQL 5.5.62'],
  ['5.5.5-10.3.39-MariaDB', 'MariaDB 10.3.39'],
])('[CHECK-6] a server as old as %s is named even where nobody can log in', async (version, name) => {
  const peer = await startFakePeer(mysqlGreeting(version));
  try {
    const found = await check({ port: peer.port }, SHORT);
    expect(statesOf(found)).toBe('ok ok skipped failed skipped skipped skipped');
    expect(found).toMatchObject({ server: name, next: 'fix' });
    expect(stepOf(found, 'version').message).toMatch(/needs MySQL 5\.7 or MariaDB 10\.4/);
  } finally {
    await peer.close();
  }
});

test('[CHECK-12] a gateway that greets as an old server is judged by the server behind it', async () => {
  const rename = (version: string) => version.replace(/^(5\.5\.5-)?\d/, (start) => `${start.slice(0, -1)}0`);
  const gateway = await startGateway(own.port, { rename });
  try {
    const found = await check({ port: gateway.port });
    expect(stepOf(found, 'port').message).toMatch(/(MySQL|MariaDB) 0\S+ answers/);
    expect(found.server).toBe(own.name);
    expect(stepOf(found, 'version').state).toBe('ok');
  } finally {
    await gateway.close();
  }
});

test('[CHECK-7] a wrong password is named, and the repair gives one that is taken', async () => {
  await server.query("CREATE USER 'ada'@'%' IDENTIFIED BY 'secret'");
  const found = await check({ user: 'ada', password: 'wrong' });
  expect(statesOf(found)).toBe(NOTHING_AFTER.login);
  const login = stepOf(found, 'login');
  expect(login).toMatchObject({
    message: expect.stringContaining('refused the password of user ada'),
    field: 'password',
  });
  expect(JSON.stringify(found)).not.toMatch(/secret|wrong"/);
  await server.query(login.repair ?? '');
  const again = await check({ user: 'ada', password: 'choose-a-password' });
  expect(stepOf(again, 'login')).toMatchObject({ state: 'ok', message: 'User ada is let in.' });
  // A password that is kept is not typed again.
  const kept = { password: 'choose-a-password', setupPassword: '' };
  expect(stepOf(await check({ user: 'ada', password: null }, checkDeps({ kept })), 'login').state).toBe('ok');
});

test('[CHECK-8] a machine that may not connect is told how it can', async () => {
  const accounts = await server.query<{ user: string; host: string }>(
    "SELECT user AS user, host AS host FROM mysql.user WHERE host IN ('%', '127.0.0.1')",
  );
  const sendAway = accounts.map(({ user, host }) => `'${user}'@'${host}' TO '${user}'@'192.0.2.${host.length}'`);
  const callBack = sendAway.map((pair) => pair.split(' TO ').reverse().join(' TO '));
  await server.query(`RENAME USER ${sendAway.join(', ')}; FLUSH PRIVILEGES`);
  try {
    const found = await check({ user: 'grace', password: 'choose-a-password' });
    expect(statesOf(found)).toBe(NOTHING_AFTER.login);
    const login = stepOf(found, 'login');
    expect(login).toMatchObject({
      message: expect.stringContaining('accepts no connections from this machine'),
      field: 'user',
    });
    await server.query(login.repair ?? '');
    expect(stepOf(await check({ user: 'grace', password: 'choose-a-password' }), 'login').state).toBe('ok');
  } finally {
    await server.query(`RENAME USER ${callBack.join(', ')}; FLUSH PRIVILEGES`);
  }
});

test('[CHECK-9] an account that is locked or whose password has expired says so, and its repair opens it', async () => {
  await server.query("CREATE USER 'locked'@'%' IDENTIFIED BY 'choose-a-password' ACCOUNT LOCK");
  await server.query("CREATE USER 'late'@'%' IDENTIFIED BY 'x' PASSWORD EXPIRE");
  for (const [user, words] of [
    ['locked', /User locked .* is locked/],
    ['late', /password of user late .* has expired/],
  ] as const) {
    const found = stepOf(await check({ user, password: user === 'late' ? 'x' : 'choose-a-password' }), 'login');
    expect(found.message).toMatch(words);
    await server.query(found.repair ?? '');
    expect(stepOf(await check({ user, password: 'choose-a-password' }), 'login').state).toBe('ok');
  }
});

test('[CHECK-10] the setup user logs in too, and is named when it cannot', async () => {
  const found = await check({ setupUser: 'nobody-there', setupPassword: 'x' });
  expect(statesOf(found)).toBe(NOTHING_AFTER.login);
  expect(stepOf(found, 'login')).toMatchObject({
    message: expect.stringContaining('user nobody-there'),
    field: 'setupUser',
  });
});

test('[CHECK-11] where encryption is needed, or cannot be had, the field for it is named', async () => {
  await server.query("CREATE USER 'sealed'@'%' IDENTIFIED BY 'secret' REQUIRE SSL");
  const sealed = { user: 'sealed', password: 'secret' } as const;
  const needed = { message: expect.stringMatching(/encrypted connections only/), field: 'tls' };
  expect(stepOf(await check(sealed), 'login')).toMatchObject(needed);
  // With the wrong password it is not the encryption.
  expect(stepOf(await check({ ...sealed, password: 'wrong' }), 'login').field).toBe('password');
  await server.query('SET GLOBAL require_secure_transport = ON');
  try {
    expect(stepOf(await check({}), 'login')).toMatchObject(needed);
  } finally {
    await server.query('SET GLOBAL require_secure_transport = OFF');
  }
  const unchecked = stepOf(await check({ ...sealed, tls: 'no-verify' }), 'login');
  expect(unchecked).toMatchObject({ state: 'ok', message: expect.stringContaining('is not checked') });
  const unknown = stepOf(await check({ ...sealed, tls: 'verify' }), 'login');
  expect(unknown).toMatchObject({
    message: expect.stringMatching(/signed by nobody.*no-verify/),
    repair: expect.stringContaining('DB_TLS_CA='),
    field: 'tls',
  });
  const deps = checkDeps({ tlsCaFile: authority.certificate });
  expect(stepOf(await check({ ...sealed, tls: 'verify' }, deps), 'login')).toMatchObject({ state: 'ok' });
  const without = await startFakePeer(mysqlGreeting('8.0.36'));
  try {
    const none = stepOf(await check({ port: without.port, tls: 'verify' }), 'login');
    expect(none).toMatchObject({ repair: expect.stringContaining('ssl_cert'), field: 'tls' });
  } finally {
    await without.close();
  }
});
