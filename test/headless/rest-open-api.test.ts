import { afterAll, beforeAll, expect, it } from 'vitest';
import { ERROR_CODES } from '../../src-shared/error-code.ts';
import { type HttpTestServer, startHttpTestServer } from '../support/http-test-server.ts';
import { MemoryOrderRepository } from '../support/memory-order-repository.ts';

let server: HttpTestServer;
let document: ReturnType<typeof JSON.parse>;

beforeAll(async () => {
  server = await startHttpTestServer(new MemoryOrderRepository());
  document = (await server.ask('GET', '/api/openapi.json')).json;
});
afterAll(() => server.close());

it('[REST-70] describes every call of the contract and no file', () => {
  expect(document.openapi).toBe('3.1.0');
  const calls = Object.entries<object>(document.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(calls.filter((call) => !call.startsWith('HEAD')).sort()).toEqual([
    'DELETE /api/orders/{id}',
    'GET /api/activity',
    'GET /api/orders',
    'GET /api/orders.csv',
    'GET /api/orders/{id}',
    'GET /api/orders/{id}/history',
    'GET /api/stats',
    'GET /api/stats/clients',
    'GET /api/stats/errors',
    'GET /api/stats/gaps',
    'GET /api/stats/history',
    'GET /health',
    'GET /health/live',
    'GET /health/ready',
    'GET /metrics',
    'POST /api/database/check',
    'POST /api/database/repair',
    'POST /api/orders',
    'POST /api/orders/batch',
    'POST /api/orders/delete',
    'POST /api/orders/status',
    'POST /api/orders/undo',
    'PUT /api/orders/{id}',
  ]);
});

it('[REST-71] is made of the same schemas as the wire, each named once', () => {
  const { schemas } = document.components;
  expect(Object.keys(schemas)).toEqual(
    expect.arrayContaining(['Order', 'NewOrder', 'OrderChanges', 'Problem', 'BulkOutcome']),
  );
  expect(Object.keys(schemas.Order.properties)).toEqual([
    'id',
    'customer_name',
    'product_name',
    'status',
    'version',
    'updated_at',
    'created_at',
  ]);
  expect(Object.keys(schemas).filter((name) => name.endsWith('Input'))).toEqual([]);
  expect(schemas.NewOrder.properties.customer_name).toMatchObject({ minLength: 1, maxLength: 255 });
  expect(schemas.Problem.properties.code.enum).toEqual(Object.keys(ERROR_CODES));
});

it('[REST-72] refers to nothing that it does not contain, and documents the problems of each call', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(
    ([, name]) => name,
  );
  expect(references.length).toBeGreaterThan(10);
  for (const name of references) expect(document.components.schemas).toHaveProperty([String(name)]);
  const put = document.paths['/api/orders/{id}'].put;
  expect(Object.keys(put.responses).sort()).toEqual([
    '200',
    '400',
    '403',
    '404',
    '409',
    '412',
    '413',
    '415',
    '429',
    '503',
  ]);
  expect(put.responses['409'].content['application/problem+json'].schema.$ref).toBe('#/components/schemas/Problem');
});
