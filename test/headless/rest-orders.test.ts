import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpTestServer, startHttpTestServer } from '../support/http-test-server.ts';
import { MemoryOrderRepository } from '../support/memory-order-repository.ts';

let server: HttpTestServer;
const ask: HttpTestServer['ask'] = (...args) => server.ask(...args);

beforeAll(async () => {
  server = await startHttpTestServer(new MemoryOrderRepository());
});
afterAll(() => server.close());

const create = async (order: object = {}) =>
  (await ask('POST', '/api/orders', { body: { customer_name: 'Ada', product_name: 'Laptop', ...order } })).json;

describe('the calls of the base', () => {
  it('[REST-1] creates with 201, the order and its address', async () => {
    const answer = await ask('POST', '/api/orders', { body: { customer_name: 'John Doe', product_name: 'Laptop' } });
    expect(answer.status).toBe(201);
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(answer.headers.location).toBe(`/api/orders/${answer.json.id}`);
    expect(answer.headers.etag).toBe('"1"');
    expect(answer.json).toMatchObject({ customer_name: 'John Doe', product_name: 'Laptop', status: 'pending' });
    expect(Object.keys(answer.json)).toEqual([
      'id',
      'customer_name',
      'product_name',
      'status',
      'version',
      'updated_at',
      'created_at',
    ]);
  });

  it('[REST-2] reads one order and all of them', async () => {
    const order = await create();
    expect((await ask('GET', `/api/orders/${order.id}`)).json).toEqual(order);
    const all = await ask('GET', '/api/orders');
    expect(all.status).toBe(200);
    expect(all.json).toContainEqual(order);
  });

  it('[REST-3] changes any subset of the fields, as the base does with the status alone', async () => {
    const order = await create();
    const shipped = await ask('PUT', `/api/orders/${order.id}`, { body: { status: 'shipped' } });
    expect(shipped.status).toBe(200);
    expect(shipped.json).toMatchObject({ id: order.id, customer_name: 'Ada', status: 'shipped', version: 2 });
    expect(shipped.headers.etag).toBe('"2"');
  });

  it('[REST-4] deletes with 204 and no body, also with a content type, and then answers 404', async () => {
    const first = await create();
    const deleted = await ask('DELETE', `/api/orders/${first.id}`);
    expect([deleted.status, deleted.text, deleted.headers['content-type']]).toEqual([204, '', undefined]);
    const second = await create();
    const typed = { headers: { 'content-type': 'application/json' } };
    expect((await ask('DELETE', `/api/orders/${second.id}`, typed)).status).toBe(204);
    for (const method of ['GET', 'DELETE']) {
      const gone = await ask(method, `/api/orders/${first.id}`);
      expect([gone.status, gone.json.code]).toEqual([404, 'not-found']);
    }
    const put = await ask('PUT', `/api/orders/${first.id}`, { body: { status: 'shipped' } });
    expect(put.status).toBe(404);
  });

  it('[REST-5] announces each committed write once and nothing else', async () => {
    const before = server.committed();
    const order = await create();
    await ask('PUT', `/api/orders/${order.id}`, { body: { status: 'shipped' } });
    await ask('PUT', `/api/orders/${order.id}`, { headers: { 'if-match': '"1"' }, body: { status: 'pending' } });
    await ask('POST', '/api/orders/status', { body: { status: 'pending', orders: [{ id: 999_999 }] } });
    await ask('DELETE', `/api/orders/${order.id}`);
    await ask('DELETE', `/api/orders/${order.id}`);
    expect(server.committed() - before).toBe(3);
  });

  it('[REST-6] answers /health and /api/stats', async () => {
    expect((await ask('GET', '/health?probe=1')).json).toMatchObject({ status: 'ok' });
    expect((await ask('GET', '/api/stats')).json).toMatchObject({ pool: { limit: 20 } });
  });
});

describe('versions', () => {
  it('[REST-7] a change with the right If-Match succeeds, with the wrong one it shows the row as it is', async () => {
    const order = await create();
    const put = (ifMatch: string) =>
      ask('PUT', `/api/orders/${order.id}`, { headers: { 'if-match': ifMatch }, body: { status: 'shipped' } });
    expect((await put('"1"')).status).toBe(200);
    const late = await put('"1"');
    expect([late.status, late.json.code, late.json.current.version]).toEqual([409, 'conflict', 2]);
    expect((await put('*')).status).toBe(200);
  });

  it('[REST-8] DELETE minds If-Match too, and * means that the order must exist', async () => {
    const { id } = await create();
    const del = (ifMatch: string) => ask('DELETE', `/api/orders/${id}`, { headers: { 'if-match': ifMatch } });
    expect((await del('"9"')).status).toBe(409);
    expect((await del('*')).status).toBe(204);
    expect((await del('*')).status).toBe(404);
  });

  it.each(['1', '""', 'W/"1"', '"a"', '"1", "2"', '"-1"', '"01"', '"9007199254740993"', '"'])(
    '[REST-9] refuses the If-Match %j with 412 and changes nothing',
    async (ifMatch) => {
      const { id } = await create();
      const headers = { 'if-match': ifMatch };
      const put = await ask('PUT', `/api/orders/${id}`, { headers, body: { status: 'shipped' } });
      expect([put.status, put.json.code, put.json.errors[0].field]).toEqual([412, 'precondition-failed', 'If-Match']);
      expect((await ask('DELETE', `/api/orders/${id}`, { headers })).status).toBe(412);
      expect((await ask('GET', `/api/orders/${id}`)).json.version).toBe(1);
    },
  );

  it('[REST-10] answers 304 to a client that has the order already', async () => {
    const { id } = await create();
    const get = (tag: string) => ask('GET', `/api/orders/${id}`, { headers: { 'if-none-match': tag } });
    expect([(await get('"1"')).status, (await get('"1"')).text]).toEqual([304, '']);
    expect((await get('W/"1"')).status).toBe(304);
    expect((await get('"2"')).status).toBe(200);
  });
});

describe('many orders', () => {
  it('[REST-11] pages with a Link to the next page that keeps the filter', async () => {
    const names = ['P1 a&b', 'P1 c', 'P1 d'];
    for (const customer_name of names) await create({ customer_name });
    let path: string | undefined = '/api/orders?limit=2&q=P1&sort=-id&status=pending';
    const seen: string[] = [];
    const sizes: number[] = [];
    while (path !== undefined) {
      const page = await ask('GET', path);
      expect(page.status).toBe(200);
      sizes.push(page.json.length);
      seen.push(...page.json.map((order: { customer_name: string }) => order.customer_name));
      path = /^<(.+)>; rel="next"$/.exec(String(page.headers.link ?? ''))?.[1];
    }
    expect(sizes).toEqual([2, 1]);
    expect(seen).toEqual([...names].reverse());
  });

  it('[REST-12] tells the history of one order', async () => {
    const { id } = await create();
    await ask('PUT', `/api/orders/${id}`, { body: { status: 'shipped' } });
    const history = await ask('GET', `/api/orders/${id}/history?limit=1`);
    expect(history.json).toMatchObject({ complete: false, changes: [{ type: 'UPDATE', actor: 'console@127.0.0.1' }] });
    expect(history.json.changes).toHaveLength(1);
  });

  it('[REST-13] sets the status of many orders and says what became of each', async () => {
    const [one, two] = [await create(), await create()];
    const orders = [{ id: one.id }, { id: two.id, expectedVersion: 5 }, { id: 999_999 }];
    const bulk = await ask('POST', '/api/orders/status', { body: { status: 'delivered', orders } });
    expect(bulk.status).toBe(200);
    expect(bulk.json.updated).toMatchObject([{ id: one.id, status: 'delivered', version: 2 }]);
    expect(bulk.json).toMatchObject({ conflicts: [two], notFound: [999_999] });
  });

  it('[REST-14] HEAD and OPTIONS answer without a body', async () => {
    for (const path of ['/api/orders', '/api/orders/1', '/health', '/api/stats']) {
      const head = await ask('HEAD', path);
      expect([path, head.status, head.text]).toEqual([path, 200, '']);
    }
    const options = await ask('OPTIONS', '/api/orders/7');
    expect([options.status, options.headers.allow]).toEqual([204, 'DELETE, GET, HEAD, OPTIONS, PUT']);
  });
});
