import { afterAll, beforeAll, expect, it } from 'vitest';
import { type HttpTestServer, startHttpTestServer } from '../support/http-test-server.ts';
import { MemoryOrderRepository } from '../support/memory-order-repository.ts';

let server: HttpTestServer;
const ask: HttpTestServer['ask'] = (...args) => server.ask(...args);

beforeAll(async () => {
  server = await startHttpTestServer(new MemoryOrderRepository());
});
afterAll(() => server.close());

const create = async () =>
  (await ask('POST', '/api/orders', { body: { customer_name: 'Ada', product_name: 'Laptop' } })).json;

it('[UNDO-20] POST /api/orders/undo answers what became of each change, and names what is wrong with the request', async () => {
  const { id } = await create();
  await ask('PUT', `/api/orders/${id}`, { body: { status: 'shipped' } });
  const changes = [
    { id, version: 2, change: 'UPDATE' },
    { id: 999_999, version: 1, change: 'DELETE' },
  ];
  const undone = await ask('POST', '/api/orders/undo', { body: { changes } });
  expect(undone.status).toBe(200);
  expect(undone.json).toMatchObject({
    restored: [{ id, status: 'pending', version: 3 }],
    deleted: [],
    conflicts: [],
    gone: [],
    expired: [999_999],
  });
  const many = Array.from({ length: 1_001 }, (_, i) => ({ id: i + 1, version: 1, change: 'UPDATE' }));
  const wrong: [field: string, body: object][] = [
    ['changes', {}],
    ['changes', { changes: [] }],
    ['changes', { changes: many }],
    ['changes', { changes: [changes[0], changes[0]] }],
    ['changes.0.version', { changes: [{ id, change: 'UPDATE' }] }],
    ['changes.0.version', { changes: [{ id, version: 1.5, change: 'UPDATE' }] }],
    ['changes.0.change', { changes: [{ id, version: 1, change: 'TRUNCATE' }] }],
    ['changes.0.id', { changes: [{ id: 2 ** 60, version: 1, change: 'UPDATE' }] }],
  ];
  for (const [field, body] of wrong) {
    const refused = await ask('POST', '/api/orders/undo', { body });
    expect([refused.status, refused.json.errors[0].field]).toEqual([400, field]);
  }
});

it('[HIST-4] GET /api/activity answers in pages, filtered, and refuses what it does not know', async () => {
  const { id } = await create();
  await ask('DELETE', `/api/orders/${id}`);
  const first = (await ask('GET', '/api/activity?limit=1')).json;
  expect(first).toMatchObject({ changes: [{ type: 'DELETE', order: { id } }], next: expect.any(String) });
  const second = (await ask('GET', `/api/activity?limit=1&before=${encodeURIComponent(first.next)}`)).json;
  expect(second).toMatchObject({ changes: [{ type: 'INSERT', order: { id } }] });
  expect((await ask('GET', `/api/activity?type=DELETE&q=${id}`)).json.changes).toHaveLength(1);
  expect((await ask('GET', `/api/orders/${id}/history`)).json).toMatchObject({ complete: true, changes: [{}, {}] });
  for (const query of ['limit=0', 'limit=1001', 'type=insert', 'status=lost', 'before=x', 'q=', 'sort=id']) {
    const refused = await ask('GET', `/api/activity?${query}`);
    expect([query, refused.status, refused.json.errors[0].field]).toEqual([query, 400, query.replace(/=.*/, '')]);
  }
});
