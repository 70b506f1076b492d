import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { OrderRepository } from '../../src-main/commands/order-repository.ts';
import type { NewOrder, Order } from '../../src-shared/order.ts';
import { type HttpTestServer, startHttpTestServer } from '../support/http-test-server.ts';
import { MemoryOrderRepository } from '../support/memory-order-repository.ts';

const HEAD = '\uFEFFid,customer_name,product_name,status,version,updated_at,created_at\r\n';

let server: HttpTestServer;
afterEach(() => server.close());

async function serverWith(...orders: NewOrder[]): Promise<void> {
  const repository = new MemoryOrderRepository();
  for (const order of orders) await repository.create(order, 'test');
  server = await startHttpTestServer(repository);
}

/** The names in the file, by line. */
async function namesOf(path: string): Promise<string[]> {
  const { text } = await server.ask('GET', path);
  return text
    .split('\r\n')
    .slice(1, -1)
    .map((line) => line.split(',').slice(1, 3).join(','));
}

describe('GET /api/orders.csv', () => {
  it('[CSV-1] is a file with the date in its name, a byte order mark, column names and quotes', async () => {
    await serverWith({ customer_name: 'Ada "the", \u00C4', product_name: ' Laptop ' });
    const { headers, text } = await server.ask('GET', '/api/orders.csv');
    expect(headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    expect(headers['content-disposition']).toMatch(/^attachment; filename="orders-\d{4}-\d\d-\d\d\.csv"$/);
    const record = /^1,"Ada ""the"", \u00C4"," Laptop ",pending,1,\d{4}-\S+Z,\d{4}-\S+Z\r\n$/;
    expect(text.slice(0, HEAD.length)).toBe(HEAD);
    expect(text.slice(HEAD.length)).toMatch(record);
    expect((await server.ask('HEAD', '/api/orders.csv')).text).toBe('');
  });

  it('[CSV-1] without orders it holds the column names', async () => {
    await serverWith();
    expect((await server.ask('GET', '/api/orders.csv')).text).toBe(HEAD);
  });

  it.each(['=1+1', '+49 30', '-5', '@SUM(A1)', "'=1+1"])('[CSV-2] %s is not calculated', async (name) => {
    await serverWith({ customer_name: name, product_name: 'a=b' });
    expect(await namesOf('/api/orders.csv')).toEqual([`'${name},a=b`]);
  });

  it('[CSV-4] follows the status, the words of a search and the sort', async () => {
    await serverWith(
      { customer_name: 'Ada Ltd', product_name: 'Laptop' },
      { customer_name: 'Bolt', product_name: 'Laptop for Ada', status: 'shipped' },
      { customer_name: 'Ada Ltd', product_name: 'Phone' },
    );
    expect(await namesOf('/api/orders.csv?sort=-id&q=lap%20ADA')).toEqual(['Bolt,Laptop for Ada', 'Ada Ltd,Laptop']);
    expect(await namesOf('/api/orders.csv?q=%233')).toEqual(['Ada Ltd,Phone']);
    expect(await namesOf('/api/orders.csv?status=shipped')).toEqual(['Bolt,Laptop for Ada']);
    for (const bad of ['status=lost', 'limit=5', 'sort=name']) {
      expect((await server.ask('GET', `/api/orders.csv?${bad}`)).status).toBe(400);
    }
  });

  it('[CSV-5] goes through a window of few, however many there are, also where a search finds few', async () => {
    const orders = new ManyOrders();
    server = await startHttpTestServer(orders);
    expect(await linesOf('/api/orders.csv', orders)).toBe(TOTAL + 1);
    expect(orders.mostAhead).toBeLessThanOrEqual(TOTAL / 2);
    expect(await linesOf('/api/orders.csv?q=%23199999', orders)).toBe(2);
  });
});

const TOTAL = 200_000;
const CHUNK = 1_000;

/** Many orders, made as they are asked for. */
class ManyOrders extends MemoryOrderRepository implements OrderRepository {
  /** Lines the receiver has. */
  taken = 0;
  mostAhead = 0;

  override async *stream() {
    for (let first = 1; first <= TOTAL; first += CHUNK) {
      yield Array.from({ length: CHUNK }, (_, index) => orderOf(first + index));
      this.mostAhead = Math.max(this.mostAhead, first - this.taken);
      await nextTurn();
    }
  }
}

function orderOf(id: number): Order {
  const at = '2025-09-13T20:30:00.000Z';
  const name = 'x'.repeat(100);
  return { id, customer_name: name, product_name: name, status: 'pending', version: 1, updated_at: at, created_at: at };
}

async function linesOf(path: string, orders: ManyOrders): Promise<number> {
  const outgoing = request({ host: '127.0.0.1', port: server.port, path, agent: false });
  outgoing.end();
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
  orders.taken = 0;
  for await (const chunk of incoming) orders.taken += String(chunk).split('\n').length - 1;
  return orders.taken;
}
