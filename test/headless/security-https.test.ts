import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { askTls } from '../support/ask-tls.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { ask } from '../support/http-test-server.ts';
import { knownPerson, SHARED } from '../support/known-person.ts';
import { RawWebSocket } from '../support/raw-web-socket.ts';
import { ServerProcess } from '../support/server-process.ts';

const ORDER = JSON.stringify({ customer_name: 'Ada', product_name: 'Laptop' });
const folder = mkdtempSync(join(tmpdir(), 'orderdeck-https-'));
let database: TestDatabase;
let server: ServerProcess;

beforeAll(async () => {
  database = await createTestDatabase();
  const { BIND_ADDRESS, JWT_SECRET } = SHARED;
  // TLS is what it is when nobody says anything.
  const env = { ...database.env, BIND_ADDRESS, JWT_SECRET, STATE_DIR: folder };
  server = await ServerProcess.start(env, { until: 'listening' });
  await eventually(
    'it is healthy',
    async () => (await askTls(`https://localhost:${server.port}/health`)).status === 200,
  );
});
afterAll(async () => {
  await server?.stop();
  await database?.drop();
  rmSync(folder, { recursive: true });
});

it('[SEC-33] the cookie of whoever signs in is out of reach of scripts, other sites and other hosts, as the server sends it', async () => {
  const https = `https://localhost:${server.port}`;
  const headers = { origin: https, 'content-type': 'application/json' };
  const code = await eventually(
    'the link',
    () => /first-admin\/([\w-]{32})/.exec(server.lines.join('\n'))?.[1] ?? false,
  );
  const admin = { code, name: 'Root', password: 'correct horse battery' };
  const came = await askTls(`${https}/api/first-admin`, { method: 'POST', headers, body: JSON.stringify(admin) });
  const [line = ''] = came.headers['set-cookie'] ?? [];
  const [pair = '', ...attributes] = line.split('; ');
  expect([came.status, came.headers['set-cookie']?.length]).toEqual([204, 1]);
  expect(pair).toMatch(new RegExp(`^__Host-orderdeck-${server.port}=[0-9a-f]{32}\\.[\\w-]{43}$`));
  expect(attributes.filter((one) => !one.startsWith('Max-Age=')).sort()).toEqual([
    'HttpOnly',
    'Path=/',
    'SameSite=Strict',
    'Secure',
  ]);
  const out = await askTls(`${https}/api/session`, { method: 'DELETE', headers: { ...headers, cookie: pair } });
  expect([out.status, out.headers['set-cookie']?.[0]]).toEqual([204, expect.stringMatching(/Max-Age=0.*Secure/)]);
});

it('[SEC-34] a shared server as it is started speaks TLS on both ports and tells nothing by plain HTTP', async () => {
  const ca = readFileSync(join(folder, 'certificate.pem'), 'utf8');
  const { token, secret } = await knownPerson(database, server.port, 'admin');
  const headers = { authorization: `Bearer ${token}` };
  const https = `https://localhost:${server.port}`;
  expect((await askTls(`${https}/api/orders`, { ca, headers })).status).toBe(200);
  expect((await askTls(`${https}/api/orders`, { ca })).status).toBe(401);
  for (const port of [server.port, server.wsPort]) {
    const url = `wss://localhost:${port}${port === server.port ? '/ws' : '/'}`;
    expect([port, await opens(url, { ca, headers })]).toEqual([port, true]);
    expect([port, await opens(url, { ca })]).toEqual([port, false]);
  }
  // The cookie of HTTPS is for this very host; the one that plain HTTP could have set counts for nothing.
  const cookie = `orderdeck-${server.port}=${secret}`;
  const own = { origin: https, 'content-type': 'application/json' };
  const created = { method: 'POST', ca, body: ORDER };
  const host = await askTls(`${https}/api/orders`, { ...created, headers: { ...own, cookie: `__Host-${cookie}` } });
  expect(host.status).toBe(201);
  expect((await askTls(`${https}/api/orders`, { ...created, headers: { ...own, cookie } })).status).toBe(401);

  const page = await ask(server.port, 'GET', '/api/orders', { headers });
  expect([page.status, page.text]).not.toContain(200);
  expect(page.text).not.toContain('Ada');
  expect((await ask(server.port, 'POST', '/api/orders', { headers, body: JSON.parse(ORDER) })).status).toBe(426);
  for (const [port, path] of [
    [server.port, '/ws'],
    [server.wsPort, '/'],
  ] as const) {
    const socket = await RawWebSocket.open(port, { path: `${path}?access_token=${token}` });
    expect([port, socket.status]).toEqual([port, 426]);
  }
  expect(await database.query("SELECT customer_name FROM orders WHERE customer_name = 'Ada'")).toHaveLength(1);
  expect(server.lines.join('\n')).not.toContain(token);
});

/** Whether a WebSocket is let in there. */
function opens(url: string, options: { ca: string; headers?: Record<string, string> }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, options);
    socket.on('open', () => {
      socket.terminate();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
