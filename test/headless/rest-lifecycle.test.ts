import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, createServer, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { expectProblem } from '../contract/rest-bad-input.ts';
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

it('[REST-50] closing ends idle connections at once and lets a request under way finish', async () => {
  const orders = new MemoryOrderRepository();
  const order = await orders.create({ customer_name: 'Ada', product_name: 'Laptop' }, 'test');
  let answerNow: () => void = () => undefined;
  let asked: () => void = () => undefined;
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  orders.get = () =>
    new Promise((resolve) => {
      answerNow = () => resolve(order);
      asked();
    });
  const server = await start({}, orders);
  const silent = connect(server.port, '127.0.0.1');
  await once(silent, 'connect');
  const silentEnded = once(silent, 'close');
  const agent = new Agent({ keepAlive: true });
  const outgoing = request({ host: '127.0.0.1', port: server.port, path: '/api/orders/1', agent });
  outgoing.end();
  await isAsked;
  const closed = server.close();
  await silentEnded;
  answerNow();
  const [incoming] = await once(outgoing, 'response');
  expect(incoming.statusCode).toBe(200);
  incoming.resume();
  await closed;
  await expect(server.ask('GET', '/health')).rejects.toThrow('ECONNREFUSED');
});

it('[REST-51] closing does not wait for ever for a request that does not end', async () => {
  const orders = new MemoryOrderRepository();
  orders.get = () => new Promise(() => undefined);
  const due: (() => void)[] = [];
  const clock = {
    now: () => 0,
    monotonic: () => 0,
    after: (_ms: number, run: () => void) => {
      due.push(run);
      return { cancel: () => undefined };
    },
    every: () => ({ cancel: () => undefined }),
  };
  const server = await start({ deps: { clock } }, orders);
  const hung = server.ask('GET', '/api/orders/1');
  hung.catch(() => undefined);
  const closed = server.close();
  for (const run of due) run();
  await closed;
  await expect(hung).rejects.toThrow(/hang up|ECONNRESET|ECONNREFUSED/);
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
    deps: { plugins: [(app) => app.get('/api/more', async () => ({ more: true }))] },
  });
  expectProblem(await server.ask('GET', '/api/more', { headers: { host: 'evil.example' } }), 403);
  const answer = await server.ask('GET', '/api/more');
  expect([answer.json, answer.headers['ratelimit-remaining']]).toEqual([{ more: true }, '0']);
  expect(answer.headers['content-security-policy']).toBeDefined();
  expectProblem(await server.ask('GET', '/api/more'), 429);
});
