import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseLogLine, readableLogLine } from '../../scripts/lib/server-log.mjs';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { ask } from '../support/http-test-server.ts';
import { knownPerson, SHARED } from '../support/known-person.ts';
import { rawGet } from '../support/raw-request.ts';
import { RawWebSocket } from '../support/raw-web-socket.ts';
import { ServerProcess } from '../support/server-process.ts';
import { V1Client } from '../support/v1-client.ts';

const ESCAPES = '\u001b[2J\u001b]0;owned\u0007\u009b31m';
const FORGED = '{"level":"error","time":"2026-01-01T00:00:00.000Z","msg":"forged"}';

const word = (): string => `secret${randomBytes(12).toString('hex')}`;
const secrets = {
  database: word(),
  password: word(),
  pin: '40718293',
  badge: word(),
  key: word(),
  code: word(),
  query: word(),
};
let database: TestDatabase;
let user: string;
let server: ServerProcess;

// Everything that can be logged is: a user of MySQL with a password of its own, and each log switched on.
beforeAll(async () => {
  database = await createTestDatabase();
  user = `od_${database.name.slice(-10)}`;
  await database.query(`CREATE USER '${user}'@'%' IDENTIFIED BY '${secrets.database}'`);
  await database.query(`GRANT ALL ON \`${database.name}\`.* TO '${user}'@'%'`);
  server = await ServerProcess.start({
    ...database.env,
    ...SHARED,
    DB_SETUP_USER: database.env.DB_USER,
    DB_SETUP_PASSWORD: database.env.DB_PASSWORD,
    DB_USER: user,
    DB_PASSWORD: secrets.database,
    JWT_SECRET: SHARED.JWT_SECRET,
    DEBUG: '1',
    MYSQL_DEBUG: '1',
    RATE_LIMIT_PER_MINUTE: '0',
  });
});
afterAll(async () => {
  await server.stop();
  await database.query(`DROP USER '${user}'@'%'`);
  await database.drop();
});

it('[SEC-60] no secret is in the log, with every log switched on: passwords, PINs, badges, codes, tokens, cookies', async () => {
  const person = await knownPerson(database, server.port, 'admin');
  const bearer = { authorization: `Bearer ${person.token}` };
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    ask(server.port, 'POST', path, { headers: { ...headers, origin: server.url }, body });
  await post(
    '/api/people',
    { name: 'Mia', role: 'operator', password: secrets.password, pin: secrets.pin, badge: secrets.badge },
    bearer,
  );
  await post('/api/session', { by: 'password', name: 'Mia', password: secrets.password });
  await post('/api/session', { by: 'password', name: secrets.password, password: 'wrong' });
  await post('/api/session', { by: 'pin', personId: person.id, pin: secrets.pin });
  await post('/api/session', { by: 'badge', badge: secrets.badge });
  await post('/api/session', { password: secrets.password, pin: secrets.pin });
  await post('/api/token', { grant_type: 'password', username: 'Mia', password: secrets.password });
  await post('/api/token', { grant_type: 'refresh_token', refresh_token: secrets.key });
  await post('/api/first-admin', { code: secrets.code, name: 'Eve', password: secrets.password });
  await post('/api/pairings/claim', { code: secrets.code });
  await post('/api/session/password', { current: secrets.password, password: `${secrets.password}2` }, bearer);
  await ask(server.port, 'GET', `/api/orders?access_token=${person.token}&password=${secrets.query}`);
  await ask(server.port, 'GET', '/api/orders', { headers: bearer });
  await ask(server.port, 'GET', '/api/orders', { headers: { cookie: person.cookie } });
  await ask(server.port, 'GET', '/api/orders', { headers: { authorization: `Basic ${secrets.query}` } });
  for (const place of [
    { path: `/ws?access_token=${person.token}`, protocol: 'orderdeck.v1' },
    { path: '/ws', protocol: `orderdeck.v1, orderdeck.bearer.${person.token}` },
    { path: `/elsewhere?access_token=${person.token}` },
    { path: `/ws?access_token=${secrets.query}` },
  ]) {
    await (await RawWebSocket.open(server.port, place)).close();
  }
  const client = await V1Client.connect(`${server.sameOriginWsUrl}?access_token=${person.token}`, { hello: false });
  client.sendRaw(`{"type":"hello","token":"${secrets.query}"}`);
  await client.closed;
  await eventually('it is logged that requests were answered', () =>
    server.log.some(({ url }) => url === '/api/token'),
  );
  await rawGet(server.port, '/health');
  await eventually('the last one too', () => server.log.some(({ url }) => url === '/health'));
  const [, signature = ''] = /\.([^.]+)$/.exec(person.token) ?? [];
  const hidden = { ...secrets, token: signature, cookie: person.secret.split('.')[1] ?? '', jwt: SHARED.JWT_SECRET };
  const text = server.lines.join('\n');
  expect(text.length).toBeGreaterThan(5_000);
  const found = Object.entries(hidden).filter(([, secret]) =>
    [secret, encodeURIComponent(secret), base64(secret)].some((form) => text.includes(form)),
  );
  expect(found.map(([name]) => name)).toEqual([]);
  // Nor in what is kept of it: no table holds one as it stands.
  for (const table of [
    'orderdeck_people',
    'orderdeck_sessions',
    'orderdeck_pairings',
    'orderdeck_audit',
    'orderdeck_meta',
  ]) {
    const rows = JSON.stringify(await database.query(`SELECT * FROM ${table}`));
    expect([
      table,
      Object.entries(hidden)
        .filter(([, secret]) => rows.includes(secret))
        .map(([name]) => name),
    ]).toEqual([table, []]);
  }
});

it('[SEC-61] nothing that comes from outside begins a line of the log or steers the terminal that shows it', async () => {
  const { token } = await knownPerson(database, server.port, 'admin');
  // The link for the first admin, which is for a person to read, stands before.
  const before = server.lines.length;
  const name = `Eve\r\n${FORGED}\n${ESCAPES}\u2028`;
  await database.query('INSERT INTO orders (customer_name, product_name) VALUES (?, ?)', [name, name]);
  const hostile = encodeURIComponent(`\r\n${FORGED}`);
  for (const path of [
    `/api/${hostile}`,
    `/api/orders/${hostile}`,
    `/${encodeURIComponent(ESCAPES)}`,
    '/api/\u009b31m',
    '/api/\u0085x',
  ]) {
    await rawGet(server.port, path, [
      `Authorization: Bearer ${token}`,
      'User-Agent: x\u009b2J\u0085y',
      `Referer: ${hostile}`,
    ]);
  }
  await rawGet(server.port, '/api/orders', [`User-Agent: a\u001b[2J\rb`, `X-Forwarded-For: ${hostile}`]);
  const socket = await V1Client.connect(`${server.sameOriginWsUrl}?access_token=${token}`, {
    headers: { 'user-agent': 'z\u009b31m\u0085' },
  });
  await socket.ready();
  await socket.command({ type: 'create-order', order: { customer_name: 'Eve\u202e\u2028', product_name: 'x' } });
  await socket.close();
  await rawGet(server.port, '/api/last');
  await eventually('all of it is logged', () => server.log.some(({ url }) => url === '/api/last'));
  const lines = server.lines.slice(before);
  expect(lines.filter((line) => parseLogLine(line) === null)).toEqual([]);
  expect(server.log.filter(({ msg }) => msg === 'forged')).toEqual([]);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/;
  for (const line of lines)
    expect(
      readableLogLine(line)
        .split('\n    at ')
        .filter((part) => control.test(part)),
    ).toEqual([]);
});

function base64(text: string): string {
  return Buffer.from(text).toString('base64').replace(/=+$/, '');
}
