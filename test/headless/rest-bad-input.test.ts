import { afterAll, beforeAll } from 'vitest';
import { describeBadInput } from '../contract/rest-bad-input.ts';
import { type HttpTestServer, startHttpTestServer } from '../support/http-test-server.ts';
import { MemoryOrderRepository } from '../support/memory-order-repository.ts';

let server: HttpTestServer;

beforeAll(async () => {
  const orders = new MemoryOrderRepository();
  await orders.create({ customer_name: 'Ada', product_name: 'Laptop' }, 'test');
  server = await startHttpTestServer(orders);
});
afterAll(() => server.close());

describeBadInput(() => server);
