import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { ROOT } from '../../scripts/lib/repository.mjs';
import { AppError } from '../../src-main/base/app-error.ts';
import { expectProblem } from '../contract/rest-bad-input.ts';
import { type HttpTestServer, startHttpTestServer } from '../support/http-test-server.ts';
import { MemoryOrderRepository } from '../support/memory-order-repository.ts';

let server: HttpTestServer;
afterEach(() => server.close());

const start = async (...options: [env?: Record<string, string>, deps?: object]) => {
  const orders = new MemoryOrderRepository();
  server = await startHttpTestServer(orders, {
    ...(options[0] && { env: options[0] }),
    ...(options[1] && { deps: options[1] }),
  });
  return orders;
};

it('[REST-30] every answer carries the security headers, errors included', async () => {
  await start();
  for (const path of ['/', '/api/orders', '/health', '/api/nothing', '/api/orders/abc', '/api/orders?limit=%']) {
    const { headers } = await server.ask('GET', path);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['x-frame-options']).toBe('DENY');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['strict-transport-security']).toBeUndefined();
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers['access-control-allow-origin']).toBeUndefined();
    const csp = String(headers['content-security-policy']);
    expect(csp).toContain("default-src 'none'");
    expect(csp).toMatch(/script-src 'self';/);
    expect(csp).toContain(`connect-src 'self' ws://127.0.0.1:${server.port};`);
    expect(csp).not.toMatch(/upgrade-insecure-requests|unsafe-eval/);
  }
});

it('[REST-31] a page whose name was pointed at this machine gets nothing, and is not repeated in a header', async () => {
  await start();
  for (const path of ['/', '/api/orders', '/health', '/api/docs']) {
    const answer = await server.ask('GET', path, { headers: { host: 'evil.example' } });
    expectProblem(answer, 403, 'Host');
    expect(JSON.stringify(answer.headers)).not.toContain('evil');
  }
});

it('[REST-32] a foreign page may not change anything, however simple its request', async () => {
  const orders = await start();
  const body = { customer_name: 'Eve', product_name: 'x' };
  for (const origin of ['http://evil.example', 'null', 'http://localhost:5173']) {
    const json = await server.ask('POST', '/api/orders', { headers: { origin }, body });
    expectProblem(json, 403, 'Origin');
    const simple = { origin, 'content-type': 'text/plain' };
    expectProblem(
      await server.ask('POST', '/api/orders', { headers: simple, body: JSON.stringify(body) }),
      403,
      'Origin',
    );
    expectProblem(await server.ask('DELETE', '/api/orders/1', { headers: { origin } }), 403, 'Origin');
  }
  expect((await orders.page({ limit: 1 })).orders).toEqual([]);
  const own = { origin: `http://127.0.0.1:${server.port}` };
  expect((await server.ask('POST', '/api/orders', { headers: own, body })).status).toBe(201);
});

it('[REST-33] names of ALLOWED_HOSTS are let in', async () => {
  await start({ ALLOWED_HOSTS: 'orders.example, other.example' });
  const answer = await server.ask('GET', '/api/orders', { headers: { host: 'orders.example' } });
  expect(answer.status).toBe(200);
  expect(answer.headers['content-security-policy']).toContain('ws://orders.example;');
});

it('[REST-34] counts requests to /api, says how many are left and refuses the rest with the time to wait', async () => {
  await start({ RATE_LIMIT_PER_MINUTE: '3' }, { webAppDir: join(ROOT, 'src-renderer') });
  const first = await server.ask('GET', '/api/orders');
  expect([first.headers['ratelimit-limit'], first.headers['ratelimit-remaining']]).toEqual(['3', '2']);
  await server.ask('GET', '/api/nothing');
  await server.ask('PATCH', '/api/orders');
  for (const path of ['/api/orders', '/%61pi/orders', '/api/nothing', '/api/openapi.json']) {
    const refused = await server.ask('GET', path);
    expectProblem(refused, 429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(refused.headers['ratelimit-remaining']).toBe('0');
  }
  expect((await server.ask('GET', '/health')).status).toBe(200);
  expect((await server.ask('GET', '/')).status).toBe(200);
});

it('[REST-35] RATE_LIMIT_PER_MINUTE=0 counts nothing', async () => {
  await start({ RATE_LIMIT_PER_MINUTE: '0' });
  const answer = await server.ask('GET', '/api/orders');
  expect([answer.status, answer.headers['ratelimit-limit']]).toEqual([200, undefined]);
});

it('[REST-36] a fault of the server is logged whole and shown to nobody', async () => {
  const orders = await start();
  orders.get = () => Promise.reject(new Error('SELECT secret FROM users failed at 10.0.0.5'));
  const answer = await server.ask('GET', '/api/orders/1');
  expectProblem(answer, 500);
  expect(answer.text).not.toMatch(/secret|10\.0\.0\.5/);
  const [entry] = server.logged.filter(({ level }) => level === 'error');
  expect(entry).toMatchObject({
    facts: { method: 'GET', url: '/api/orders/1', err: { message: expect.stringContaining('secret') } },
  });
});

it('[REST-37] a database that is away is a 503 that says when to come back, in every call', async () => {
  const orders = await start({}, { stats: () => Promise.reject(away()) });
  orders.get = () => Promise.reject(away());
  orders.create = () => Promise.reject(away());
  orders.page = () => Promise.reject(away());
  orders.history = () => Promise.reject(away());
  // biome-ignore lint/correctness/useYield: it fails before it has anything to give
  orders.stream = async function* () {
    throw away();
  };
  const body = { customer_name: 'Ada', product_name: 'x' };
  for (const [method, path] of [
    ['GET', '/api/orders/1'],
    ['GET', '/api/orders'],
    ['GET', '/api/orders?limit=1'],
    ['GET', '/api/orders/1/history'],
    ['GET', '/api/stats'],
    ['POST', '/api/orders'],
  ] as const) {
    const answer = await server.ask(method, path, method === 'POST' ? { body } : {});
    expectProblem(answer, 503);
    expect(answer.headers['retry-after']).toBe('2');
  }
  expect(server.logged.filter(({ level }) => level === 'error')).toEqual([]);
});

it('[REST-38] /health answers 503 with the reason', async () => {
  const health = { status: 'unavailable', reason: 'MySQL is not reachable', version: '1', uptimeSeconds: 1 } as const;
  await start({}, { health: () => health });
  const answer = await server.ask('GET', '/health');
  expect([answer.status, answer.json]).toEqual([503, health]);
});

it('[REST-39] answers are not kept by caches', async () => {
  await start();
  for (const path of ['/api/orders', '/health', '/api/stats', '/api/orders/abc']) {
    expect((await server.ask('GET', path)).headers['cache-control']).toBe('no-store');
  }
});

function away(): AppError {
  return new AppError('database-unavailable', 'MySQL does not answer.', { cause: new Error('ECONNREFUSED') });
}
