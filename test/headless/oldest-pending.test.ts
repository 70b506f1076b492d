import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { oldestPending } from '../../src-main/electron/notify/oldest-pending.ts';
import { MAX_PAGE } from '../../src-shared/rest-api.ts';
import { liveServer } from '../support/live-server.ts';

const live = liveServer();

async function look() {
  return oldestPending(async ({ path }) => {
    const response = await fetch(live.server.url + path);
    const body = Readable.from([Buffer.from(await response.arrayBuffer())]);
    return { status: response.status, headers: Object.fromEntries(response.headers), body };
  });
}

it('[NOTE-6] orders whose age nobody knows do not hide those that are overdue', async () => {
  const { query } = live.database;
  const timeless = Array.from({ length: MAX_PAGE + 1 }, (_, index) => `('Customer ${index}', 'Lamp', NULL)`).join(', ');
  await query(`INSERT INTO orders (customer_name, product_name, created_at) VALUES ${timeless}`);
  await query("SET SESSION sql_mode = ''");
  await query("UPDATE orders SET created_at = '0000-00-00' WHERE id % 2 = 0");
  await query(
    "INSERT INTO orders (customer_name, product_name, created_at) VALUES ('Ada', 'Chair', '2020-01-01'), ('Bo', 'Desk', NOW())",
  );
  const found = await look();
  expect(found?.orders.map(({ customer_name }) => customer_name)).toEqual(['Ada', 'Bo']);
  expect(found?.complete).toBe(true);
});

it('[NOTE-6] and of more than a page the oldest are found, and that there are more', async () => {
  const { query } = live.database;
  const dated = Array.from({ length: MAX_PAGE }, (_, index) => `('Customer ${index}', 'Lamp', '2021-01-01')`).join(
    ', ',
  );
  await query(`INSERT INTO orders (customer_name, product_name, created_at) VALUES ${dated}`);
  const found = await look();
  expect(found?.orders).toHaveLength(MAX_PAGE);
  expect(found?.orders[0]?.customer_name).toBe('Ada');
  expect(found?.complete).toBe(false);
});
