import { afterAll, beforeAll, expect, it } from 'vitest';
import { MAX_BATCH_BYTES } from '../../src-shared/protocol-version.ts';
import { type HttpTestServer, startHttpTestServer } from '../support/http-test-server.ts';
import { MemoryOrderRepository } from '../support/memory-order-repository.ts';

const KEY = '01234567-89ab-4cde-8f01-23456789abcd';
const ADA = { customer_name: 'Ada', product_name: 'Laptop' };

let server: HttpTestServer;
const ask: HttpTestServer['ask'] = (...args) => server.ask(...args);
const count = async (): Promise<number> => (await ask('GET', '/api/orders')).json.length;

beforeAll(async () => {
  server = await startHttpTestServer(new MemoryOrderRepository());
});
afterAll(() => server.close());

it('[BATCH-6] creates with 201, answers a repetition with 200, and announces once', async () => {
  const body = { batchKey: KEY, orders: [ADA, { ...ADA, status: 'shipped' }] };
  const before = server.committed();
  const first = await ask('POST', '/api/orders/batch', { body });
  expect(first.status).toBe(201);
  expect(first.json).toEqual({ orders: [expect.anything(), expect.anything()], repeated: false });
  const again = await ask('POST', '/api/orders/batch', { body });
  expect([again.status, again.json]).toEqual([200, { ...first.json, repeated: true }]);
  expect(server.committed() - before).toBe(1);
  expect(await count()).toBe(2);
  const [one, two] = first.json.orders;
  const answer = await ask('POST', '/api/orders/delete', {
    body: { orders: [{ id: one.id, expectedVersion: 1 }, { id: two.id, expectedVersion: 7 }, { id: 999_999 }] },
  });
  expect(answer.json).toMatchObject({
    updated: [],
    deleted: [{ id: one.id, ...ADA }],
    conflicts: [{ id: two.id, status: 'shipped' }],
    notFound: [999_999],
  });
  expect(server.committed() - before).toBe(2);
});

it.each([
  ['orders.1.customer_name', { batchKey: KEY, orders: [ADA, { ...ADA, customer_name: ' ' }] }],
  ['orders.0.status', { batchKey: KEY, orders: [{ ...ADA, status: 'lost' }] }],
  ['orders', { batchKey: KEY, orders: [] }],
  ['orders', { batchKey: KEY, orders: Array.from({ length: 501 }, () => ADA) }],
  ['batchKey', { batchKey: 'again', orders: [ADA] }],
  ['batchKey', { orders: [ADA] }],
  ['batchKey', { batchKey: KEY, orders: [ADA] }],
])('[BATCH-7] names %s and creates nothing', async (field, body) => {
  const before = await count();
  const answer = await ask('POST', '/api/orders/batch', { body });
  expect(answer.status).toBe(400);
  expect(answer.json).toMatchObject({ code: 'invalid-request', errors: [{ field }] });
  expect(await count()).toBe(before);
});

it('[BATCH-8] takes 1 MB where 500 orders are created, and 100 KB elsewhere', async () => {
  const long = { customer_name: '漢'.repeat(255), product_name: '字'.repeat(255) };
  const body = { batchKey: KEY.replace('0', '1'), orders: Array.from({ length: 500 }, () => long) };
  expect((await ask('POST', '/api/orders/batch', { body })).status).toBe(201);
  const tooLarge = await ask('POST', '/api/orders/batch', {
    body: `[${' '.repeat(MAX_BATCH_BYTES)}]`,
    headers: JSON_TYPE,
  });
  expect([tooLarge.status, tooLarge.json.code]).toEqual([413, 'too-large']);
  const elsewhere = await ask('POST', '/api/orders', { body: `[${' '.repeat(200_000)}]`, headers: JSON_TYPE });
  expect(elsewhere.status).toBe(413);
});

const JSON_TYPE = { 'content-type': 'application/json' };
