import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import type { OrderRepository } from '../../src-main/commands/order-repository.ts';
import type { Order } from '../../src-shared/order.ts';
import { type HttpTestServer, startHttpTestServer } from '../support/http-test-server.ts';
import { MemoryOrderRepository } from '../support/memory-order-repository.ts';

const CHUNK = 1_000;
const TOTAL = 200_000;

/** Many orders, made as they are asked for. */
class ManyOrders extends MemoryOrderRepository implements OrderRepository {
  made = 0;
  maxAhead = 0;
  readonly left: Promise<void>;
  /** How many orders the receiver has. */
  received: () => number = () => 0;
  failAt = Number.POSITIVE_INFINITY;
  #leave: () => void = () => undefined;

  constructor() {
    super();
    this.left = new Promise((resolve) => {
      this.#leave = resolve;
    });
  }

  override async *stream() {
    try {
      while (this.made < TOTAL) {
        if (this.made >= this.failAt) throw new Error('the connection was lost');
        const first = this.made + 1;
        this.made += CHUNK;
        this.maxAhead = Math.max(this.maxAhead, this.made - this.received());
        yield Array.from({ length: CHUNK }, (_, index) => orderOf(first + index));
        await nextTurn();
      }
    } finally {
      this.#leave();
    }
  }
}

function orderOf(id: number): Order {
  const at = '2025-09-13T20:30:00.000Z';
  const name = 'x'.repeat(100);
  return { id, customer_name: name, product_name: name, status: 'pending', version: 1, updated_at: at, created_at: at };
}

let server: HttpTestServer;
afterEach(() => server.close());

async function get(): Promise<IncomingMessage> {
  const outgoing = request({ host: '127.0.0.1', port: server.port, path: '/api/orders', agent: false });
  outgoing.end();
  const [incoming] = await once(outgoing, 'response');
  return incoming;
}

it('[REST-40] a list of 200,000 orders goes through a window of few, as fast as its receiver reads', async () => {
  const orders = new ManyOrders();
  server = await startHttpTestServer(orders);
  const incoming = await get();
  expect(incoming.headers['transfer-encoding']).toBe('chunked');
  let rest = '';
  let count = 0;
  orders.received = () => count;
  for await (const data of incoming.setEncoding('utf8')) {
    const parts = (rest + data).split('},{');
    rest = parts.pop() ?? '';
    count += parts.length;
    await nextTurn();
  }
  expect(count + 1).toBe(TOTAL);
  expect(rest.endsWith(`"id":${TOTAL}`) || rest.includes(`"id":${TOTAL},`)).toBe(true);
  expect(rest.endsWith('}]')).toBe(true);
  // What stands between the two is what the sockets' buffers hold, not the list.
  expect(orders.maxAhead).toBeLessThan(TOTAL / 4);
});

it('[REST-41] a receiver that stops reading holds the list up, and is closed after CLIENT_STALL_MS', async () => {
  const orders = new ManyOrders();
  server = await startHttpTestServer(orders, { env: { CLIENT_STALL_MS: '1000' } });
  const socket = connect(server.port, '127.0.0.1', () =>
    socket.write('GET /api/orders HTTP/1.1\r\nHost: localhost\r\n\r\n'),
  );
  socket.pause();
  await orders.left;
  expect(orders.made).toBeLessThan(TOTAL / 2);
  socket.destroy();
});

it('[REST-42] a receiver that goes away ends the reading', async () => {
  const orders = new ManyOrders();
  server = await startHttpTestServer(orders);
  const incoming = await get();
  incoming.destroy();
  await orders.left;
  expect(orders.made).toBeLessThan(TOTAL / 2);
});

it('[REST-43] a list that breaks off in the middle is no valid answer, and is logged', async () => {
  const orders = new ManyOrders();
  orders.failAt = 5 * CHUNK;
  server = await startHttpTestServer(orders);
  const incoming = await get();
  const read = async () => {
    for await (const _data of incoming);
  };
  await expect(read()).rejects.toThrow('aborted');
  expect(server.logged).toContainEqual(
    expect.objectContaining({ level: 'error', message: 'A list of orders was cut short' }),
  );
  expect((await server.ask('GET', '/health')).status).toBe(200);
});

it('[REST-45] HEAD reads nothing', async () => {
  const orders = new ManyOrders();
  server = await startHttpTestServer(orders);
  expect((await server.ask('HEAD', '/api/orders')).headers['content-type']).toBe('application/json; charset=utf-8');
  expect(orders.made).toBe(0);
});

it('[REST-44] an empty list is an empty array', async () => {
  server = await startHttpTestServer(new MemoryOrderRepository());
  expect((await server.ask('GET', '/api/orders')).text).toBe('[]');
});
