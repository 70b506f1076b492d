import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { NewOrder } from '../../src-shared/order.ts';
import { type MysqlOrders, openMysqlOrders } from '../support/mysql-orders.ts';

const KEY = '01234567-89ab-4cde-8f01-23456789abcd';
const ORDERS: NewOrder[] = [
  { customer_name: 'Ada', product_name: 'Laptop' },
  { customer_name: 'Bob', product_name: 'Phone' },
];

let opened: MysqlOrders;
beforeAll(async () => {
  opened = await openMysqlOrders();
});
beforeEach(() => opened.clear());
afterAll(() => opened.drop());

const keys = async () => (await opened.server.query('SELECT batch_key FROM orderdeck_batches')).length;
const rows = async () => (await opened.server.query('SELECT id FROM orders')).length;

test('[BATCH-9] keys are forgotten after a day, and not before', async () => {
  const { orders, server } = opened;
  await orders.createMany(KEY, ORDERS, 'test');
  await server.query('UPDATE orderdeck_batches SET created_at = NOW(6) - INTERVAL 23 HOUR');
  expect(await orders.createMany(KEY, ORDERS, 'test')).toMatchObject({ repeated: true });
  await server.query('UPDATE orderdeck_batches SET created_at = NOW(6) - INTERVAL 25 HOUR');
  await orders.createMany(KEY.replace('0', '1'), ORDERS, 'test');
  expect(await keys()).toBe(1);
});

test('[BATCH-10] a batch that fails in the middle leaves nothing, and its key is free again', async () => {
  const { orders, server } = opened;
  await server.query(`CREATE TRIGGER no_bob BEFORE INSERT ON orders FOR EACH ROW
    IF NEW.customer_name = 'Bob' THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'not Bob'; END IF`);
  await expect(orders.createMany(KEY, ORDERS, 'test')).rejects.toThrow('not Bob');
  expect([await keys(), await rows()]).toEqual([0, 0]);
  expect(await server.query('SELECT id FROM order_changes')).toEqual([]);
  await server.query('DROP TRIGGER no_bob');
  expect(await orders.createMany(KEY, ORDERS, 'test')).toMatchObject({ repeated: false });
  expect(await rows()).toBe(2);
});
