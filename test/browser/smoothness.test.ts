import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { ConsoleTab } from '../support/console-tab.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { ServerProcess } from '../support/server-process.ts';

const ORDERS = 200;

let browser: Browser;
let database: TestDatabase;
let server: ServerProcess;
let tab: ConsoleTab;

beforeAll(async () => {
  browser = await launchBrowser();
  database = await createTestDatabase();
  server = await ServerProcess.start({ ...database.env });
  const rows = Array.from({ length: ORDERS }, (_, index) => [`Customer ${index}`, 'Laptop']);
  await database.query('INSERT INTO orders (customer_name, product_name) VALUES ?', [rows]);
  tab = await ConsoleTab.open(browser, server.url);
  await tab.page.getByText(`${ORDERS} orders`, { exact: true }).waitFor();
});
afterAll(async () => {
  await tab.close();
  await browser.close();
  await server.stop();
  await database.drop();
});

/** How many rows of orders the page holds in memory, by their version, once everything unused is thrown away. */
async function heldRows(): Promise<Record<string, number>> {
  const heap = await tab.page.context().newCDPSession(tab.page);
  const { result: prototype } = await heap.send('Runtime.evaluate', { expression: 'Object.prototype' });
  const { objects } = await heap.send('Runtime.queryObjects', { prototypeObjectId: prototype.objectId ?? '' });
  const { result } = await heap.send('Runtime.callFunctionOn', {
    objectId: objects.objectId ?? '',
    returnByValue: true,
    functionDeclaration: `function () {
      const held = {};
      for (const one of this) {
        if (!Object.hasOwn(one, 'customer_name') || typeof one.version !== 'number') continue;
        held[one.version] = (held[one.version] ?? 0) + 1;
      }
      return held;
    }`,
  });
  await heap.send('Runtime.releaseObject', { objectId: objects.objectId ?? '' });
  await heap.detach();
  return result.value as Record<string, number>;
}

it('[PERF-2] of an order that changed nothing is kept but what it is now and the last changes', async () => {
  expect(await heldRows()).toEqual({ 1: ORDERS });
  await database.query('UPDATE orders SET product_name = ?', ['Monitor']);
  await eventually('the list shows the change', async () => {
    const cells = await tab.page.locator('.orders-grid [col-id="product_name"]').allInnerTexts();
    return cells.length > 5 && cells.slice(1).every((cell) => cell === 'Monitor');
  });
  const held = await heldRows();
  expect(held[2]).toBe(ORDERS);
  // The cells on the screen were made for the orders as they were then.
  expect(held[1] ?? 0).toBeLessThanOrEqual(await tab.page.locator('.orders-grid .ag-row').count());
});
