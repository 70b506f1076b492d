import { afterAll, beforeAll, expect } from 'vitest';
import { describeOrderActivity } from '../contract/order-activity.ts';
import { describeOrderRepository } from '../contract/order-repository.ts';
import { describeOrderUndo } from '../contract/order-undo.ts';
import { type MysqlOrders, openMysqlOrders } from '../support/mysql-orders.ts';

let opened: MysqlOrders;
beforeAll(async () => {
  opened = await openMysqlOrders();
});
afterAll(() => opened.drop());

const open = async () => {
  await opened.clear();
  return {
    orders: opened.orders,
    // Whatever a test borrowed must have come back.
    release: async () => expect(opened.database.usage().inUse).toBe(0),
  };
};

describeOrderRepository('in MySQL', open);
describeOrderUndo('in MySQL', open);
describeOrderActivity('in MySQL', open);
