import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { trackConnections } from '../../src-main/http/connection-tracker.ts';
import { expectProblem } from '../contract/rest-bad-input.ts';
import { deferred } from '../support/deferred.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { type HttpTestServer, startHttpTestServer } from '../support/http-test-server.ts';
import { MemoryOrderRepository } from '../support/memory-order-repository.ts';

const releases: (() => unknown)[] = [];
afterEach(async () => {
  for (const release of releases.splice(0).reverse()) await release();
});

async function start(options: Parameters<typeof startHttpTestServer>[1] = {}, orders = new MemoryOrderRepository()) {
  const server = await startHttpTestServer(orders, options);
  releases.push(() => server.close());
  return server;
}

/** A repository whose answer for an order comes when the test says so. */
function heldRepository() {
  const orders = new MemoryOrderRepository();
  const asked = deferred<void>();
  const answer = deferred<null>();
  orders.get = () => {
    asked.resolve();
    return answer.promise;
  };
  return { orders, asked: asked.promise, answerNow: () => answer.resolve(null) };
}

it('[REST-50] closing ends idle connections at once and lets requests under way finish, pipelined ones too', async () => {
  const { orders, asked, answerNow } = heldRepository();
  const server = await start({}, orders);
  const silent = connect(server.port, '127.0.0.1');
  await once(silent, 'connect');
  const silentEnded = once(silent, 'close');
  const busy = connect(server.port, '127.0.0.1');
  const answers = textUntilClose(busy);
  busy.write('GET /api/orders/1 HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await asked;
  const closed = server.close();
  await silentEnded;
  busy.write('GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await expect(server.ask('GET', '/health')).rejects.toThrow('ECONNREFUSED');
  answerNow();
  expect((await answers).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 404', 'HTTP/1.1 200']);
  await closed;
});

it('[REST-51] closing does not wait for ever for a request that does not end', async () => {
  const { orders, asked } = heldRepository();
  const clock = new FakeClock();
  const server = await start({ deps: { clock } }, orders);
  const hung = server.ask('GET', '/api/orders/1');
  const ending = expect(hung).rejects.toThrow(/hang up|ECONNRESET/);
  await asked;
  const closed = server.close();
  clock.advance(3_000);
  await closed;
  await ending;
});

it('[REST-56] idle connections are ended on a Node that cannot tell which they are', async () => {
  const old = createServer();
  Object.assign(old, { closeIdleConnections: () => undefined });
  const connections = trackConnections(old);
  old.listen(0, '127.0.0.1');
  await once(old, 'listening');
  const accepted = once(old, 'connection');
  connect((old.address() as AddressInfo).port, '127.0.0.1');
  await accepted;
  const closed = once(old, 'close');
  old.close();
  connections.closeIdle();
  await closed;
});

it('[REST-52] a port or an address that cannot be had is one line that names the variable', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  releases.push(() => taken.close());
  const { port } = taken.address() as AddressInfo;
  await expect(start({ env: { PORT: String(port) } })).rejects.toThrow(
    `PORT: got ${port}, which another program uses; takes a free port, or 0 for any`,
  );
  await expect(start({ env: { BIND_ADDRESS: '192.0.2.1' } })).rejects.toThrow(/^BIND_ADDRESS: got "192.0.2.1"/);
  await expect(start({ env: { BIND_ADDRESS: 'nowhere.invalid' } })).rejects.toThrow(
    /^BIND_ADDRESS: got "nowhere.invalid"/,
  );
});

it('[REST-53] without a build the pages say how to make one', async () => {
  for (const webAppDir of [null, '/nonexistent']) {
    const server = await start({ deps: { webAppDir } });
    for (const path of ['/', '/api/docs']) {
      const answer = await server.ask('GET', path);
      expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8']);
      expect(answer.text).toContain('npm run build');
    }
    expectProblem(await server.ask('GET', '/orders/5', { headers: { accept: 'text/html' } }), 404);
  }
});

it('[REST-54] serves the console: assets for ever, pages anew, the way to it, nothing outside', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'orderdeck-web-'));
  releases.push(() => rm(dir, { recursive: true }));
  mkdirSync(join(dir, 'assets'));
  writeFileSync(join(dir, 'index.html'), '<p>console</p>');
  writeFileSync(join(dir, 'api-docs.html'), '<p>docs</p>');
  writeFileSync(join(dir, '.secret'), 'no');
  writeFileSync(join(dir, 'assets', 'main-abc.js'), 'run()');
  const server = await start({ deps: { webAppDir: dir } });
  const html = { headers: { accept: 'text/html,*/*' } };

  const asset = await server.ask('GET', '/assets/main-abc.js');
  expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(asset.headers['content-type']).toContain('javascript');
  for (const [path, text] of [
    ['/', 'console'],
    ['/api/docs', 'docs'],
  ] as const) {
    const page = await server.ask('GET', path, html);
    expect([path, page.status, page.headers['cache-control']]).toEqual([path, 200, 'no-cache']);
    expect(page.text).toBe(`<p>${text}</p>`);
  }
  const unknown = await server.ask('GET', '/orders/5', html);
  expect([unknown.status, unknown.headers.location]).toEqual([302, '/']);
  for (const path of ['/orders/5', '/assets/gone.js', '/.secret', '/api/x']) {
    expectProblem(await server.ask('GET', path), 404);
  }
  for (const path of ['/../package.json', '/%2e%2e/%2e%2e/%2e%2e/etc/passwd', '/assets/..%2f..%2f..%2fetc/passwd']) {
    const outside = await server.ask('GET', path);
    expect([400, 404]).toContain(outside.status);
    expect(outside.text).not.toMatch(/root:|"name"/);
  }
  expectProblem(await server.ask('GET', '/assets/gone.js', html), 404);
  expectProblem(await server.ask('GET', '/api/x', html), 404);
  expectProblem(await server.ask('POST', '/orders/5', html), 404);
});

it('[REST-55] every guard applies to the routes of plugins', async () => {
  const server: HttpTestServer = await start({
    env: { RATE_LIMIT_PER_MINUTE: '1' },
    deps: {
      plugins: [(app) => app.get('/api/more', { config: { permission: 'orders:read' } }, async () => ({ more: true }))],
    },
  });
  expectProblem(await server.ask('GET', '/api/more', { headers: { host: 'evil.example' } }), 403);
  const answer = await server.ask('GET', '/api/more');
  expect([answer.json, answer.headers['ratelimit-remaining']]).toEqual([{ more: true }, '0']);
  expect(answer.headers['content-security-policy']).toBeDefined();
  expectProblem(await server.ask('GET', '/api/more'), 429);
});

async function textUntilClose(socket: Socket): Promise<string> {
  let text = '';
  for await (const data of socket.setEncoding('utf8')) text += data;
  return text;
}
