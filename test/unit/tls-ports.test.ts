import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../src-main/base/clock.ts';
import { loadConfig } from '../../src-main/config/config.ts';
import { createLimits } from '../../src-main/http/limits/limits.ts';
import { TransportSecurity } from '../../src-main/http/tls/transport-security.ts';
import { createWebSocketPort } from '../../src-main/http/websocket-port.ts';
import { askTls } from '../support/ask-tls.ts';
import { TestAuthority } from '../support/certificates.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { ask, startHttpTestServer } from '../support/http-test-server.ts';
import { MemoryOrderRepository } from '../support/memory-order-repository.ts';
import { recordingLogger } from '../support/recording-logger.ts';

let folder: string;
const releases: (() => unknown)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'orderdeck-ports-'));
});
afterEach(async () => {
  for (const release of releases.splice(0).reverse()) await release();
  rmSync(folder, { recursive: true });
});

async function start(env: Record<string, string> = {}, clock = systemClock) {
  const logger = recordingLogger();
  const settings = { TLS: 'on', STATE_DIR: folder, PORT: '0', WS_PORT: '0', ...env };
  const config = loadConfig(settings);
  const security = new TransportSecurity(config, systemClock, logger);
  const limits = createLimits(config, clock);
  await security.start();
  const orders = new MemoryOrderRepository();
  const server = await startHttpTestServer(orders, { env: settings, deps: { security, limits } });
  const wsPort = createWebSocketPort(config, security, limits.sockets);
  const ws = await wsPort.listen();
  releases.push(
    () => security.stop(),
    () => server.close(),
    () => wsPort.close(),
  );
  return {
    ...server,
    ws,
    security,
    logger,
    orders,
    https: `https://localhost:${server.port}`,
    wss: `https://localhost:${ws}`,
  };
}

it('[HTTPS-10] both ports speak TLS with the certificate whose fingerprint is told, to those who trust it', async () => {
  const { https, wss, security } = await start();
  const ca = readFileSync(join(folder, 'certificate.pem'), 'utf8');
  const { fingerprint } = security;
  expect(fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  expect(await askTls(`${https}/health`, { ca })).toMatchObject({ status: 200, fingerprint });
  expect(await askTls(wss, { ca })).toMatchObject({ status: 426, fingerprint });
});

it('[HTTPS-11] pages that come by plain HTTP are sent to HTTPS; data is refused, and nothing else is answered', async () => {
  const { port, ws, orders } = await start();
  const page = await ask(port, 'GET', '/api/orders?limit=1', { headers: { host: `localhost:${port}` } });
  expect([page.status, page.headers.location]).toEqual([307, `https://localhost:${port}/api/orders?limit=1`]);
  const foreign = await ask(port, 'GET', '/', { headers: { host: 'evil.example' } });
  expect([foreign.status, foreign.headers.location]).toEqual([426, undefined]);
  const body = { customer_name: 'Ada', product_name: 'Laptop' };
  for (const at of [port, ws]) {
    expect((await ask(at, 'POST', '/api/orders', { body })).status).toBe(426);
    const upgrade = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': 13,
      'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    };
    expect((await ask(at, 'GET', '/ws', { headers: upgrade })).status).toBe(426);
  }
  expect((await orders.page({ limit: 1 })).orders).toEqual([]);
});

it('[HTTPS-12] tells browsers to come by HTTPS alone only with a certificate that was given', async () => {
  const own = await askTls(`${(await start()).https}/`);
  expect([own.headers['strict-transport-security'], own.headers['content-security-policy']]).toEqual([
    undefined,
    expect.stringContaining('wss://localhost'),
  ]);
  const authority = TestAuthority.create();
  releases.push(() => authority.remove());
  const given = authority.issue('given', 'DNS:localhost');
  const { https } = await start({ TLS_CERT_FILE: given.certificate, TLS_KEY_FILE: given.key });
  const { headers, status } = await askTls(`${https}/health`, { ca: readFileSync(authority.certificate, 'utf8') });
  expect([status, headers['strict-transport-security']]).toEqual([200, 'max-age=31536000']);
});

it('[HTTPS-13] a renewed certificate is used without a restart, and a broken one is not', async () => {
  const authority = TestAuthority.create();
  releases.push(() => authority.remove());
  const [certificate, key] = [join(folder, 'server.pem'), join(folder, 'server.key')];
  const put = (name: string) => {
    const issued = authority.issue(name, 'DNS:localhost');
    copyFileSync(issued.certificate, certificate);
    copyFileSync(issued.key, key);
  };
  put('first');
  const { https, wss, security, logger } = await start({ TLS_CERT_FILE: certificate, TLS_KEY_FILE: key });
  const first = security.fingerprint;
  put('second');
  await security.refresh();
  expect(security.fingerprint).not.toBe(first);
  for (const url of [https, wss]) expect((await askTls(url)).fingerprint).toBe(security.fingerprint);
  const second = security.fingerprint;
  writeFileSync(certificate, 'broken');
  await security.refresh();
  expect((await askTls(https)).fingerprint).toBe(second);
  expect(logger.entries.filter(({ level }) => level === 'warn')).toHaveLength(1);
});

it('[HTTPS-14] a page that came by plain HTTP may change nothing here', async () => {
  const { https, port } = await start();
  const post = (origin: string) =>
    askTls(`${https}/api/orders`, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json' },
      body: '{"customer_name":"Ada","product_name":"Laptop"}',
    });
  expect((await post(`http://localhost:${port}`)).status).toBe(403);
  expect((await post(`https://localhost:${port}`)).status).toBe(201);
});

it('[HTTPS-15] who stays silent, or half way in the handshake or the head, is ended, and holds up no stop', async () => {
  const clock = new FakeClock();
  const { port, ws } = await start({}, clock);
  const closed: string[] = [];
  const say = async (at: number, name: string, text: string | Buffer): Promise<Socket> => {
    const socket = connect(at, '127.0.0.1').on('error', () => undefined);
    socket.on('close', () => closed.push(name)).resume();
    await once(socket, 'connect');
    socket.write(text);
    return socket;
  };
  const ends = [
    await say(port, 'silent', ''),
    await say(ws, 'handshake', Buffer.from([0x16, 3, 1, 2, 0, 1])),
    await say(port, 'head', 'GET / HTTP/1.1\r\nHost: local'),
  ].map((socket) => once(socket, 'close'));
  // All of them have been accepted when a later one is answered.
  expect((await ask(port, 'GET', '/')).status).toBe(307);
  expect((await ask(ws, 'GET', '/')).status).toBe(307);
  clock.advance(11_000);
  await Promise.all(ends);
  expect(closed.sort()).toEqual(['handshake', 'head', 'silent']);
  await say(port, 'left', '');
});
