import { afterAll, beforeAll } from 'vitest';
import { describeFuzz } from '../contract/rest-fuzz.ts';
import { type HttpTestServer, startHttpTestServer } from '../support/http-test-server.ts';
import { MemoryOrderRepository } from '../support/memory-order-repository.ts';

let server: HttpTestServer;

beforeAll(async () => {
  const orders = new MemoryOrderRepository();
  for (let i = 0; i < 5; i++) await orders.create({ customer_name: `Customer ${i}`, product_name: 'x' }, 'test');
  server = await startHttpTestServer(orders, { env: { RATE_LIMIT_PER_MINUTE: '0' } });
});
afterAll(() => server.close());

describeFuzz(() => server, 300);
