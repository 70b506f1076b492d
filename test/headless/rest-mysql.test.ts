import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { describeBadInput } from '../contract/rest-bad-input.ts';
import { describeFuzz } from '../contract/rest-fuzz.ts';
import { type HttpTestServer, startHttpTestServer } from '../support/http-test-server.ts';
import { type MysqlOrders, openMysqlOrders } from '../support/mysql-orders.ts';

let opened: MysqlOrders;
let server: HttpTestServer;

beforeAll(async () => {
  opened = await openMysqlOrders();
  for (let i = 0; i < 5; i++) await opened.orders.create({ customer_name: `Customer ${i}`, product_name: 'x' }, 'test');
  server = await startHttpTestServer(opened.orders, { env: { RATE_LIMIT_PER_MINUTE: '0' } });
});
afterAll(async () => {
  await server.close();
  await opened.drop();
});
afterEach(() => expect(opened.database.usage().inUse).toBe(0));

it('[REST-90] what is created by a call stands in the table as it was given, and the log says who', async () => {
  const body = {
    customer_name: `O'Brien "😀" \\ %`,
    product_name: ' <b>Laptop</b>; DROP TABLE orders ',
    status: 'shipped',
  };
  const created = await server.ask('POST', '/api/orders', { body });
  expect(created.status).toBe(201);
  const rows = await opened.server.query('SELECT * FROM orders WHERE id = ?', [created.json.id]);
  expect(rows).toMatchObject([body]);
  const log = await opened.server.query('SELECT actor FROM order_changes WHERE order_id = ?', [created.json.id]);
  expect(log).toEqual([{ actor: 'console@127.0.0.1' }]);
});

describeBadInput(() => server);
describeFuzz(() => server, 60);
