import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Order, OrderStatus } from '../../src-shared/order.ts';
import { launchBrowser } from '../support/browser.ts';
import { ConsoleTab } from '../support/console-tab.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { ServerProcess } from '../support/server-process.ts';
import { WedgeScanner } from '../support/wedge-scanner.ts';

let browser: Browser;
let database: TestDatabase;
let server: ServerProcess;
let tab: ConsoleTab;
let scanner: WedgeScanner;

beforeAll(async () => {
  browser = await launchBrowser();
  database = await createTestDatabase();
  server = await ServerProcess.start({ ...database.env });
  await database.query('DELETE FROM orders');
});
beforeEach(async () => {
  tab = await ConsoleTab.open(browser, `${server.url}/#/scan`);
  await tab.page.getByText('Ready to scan').waitFor();
  scanner = await WedgeScanner.plugIn(tab.page);
});
afterEach(async () => {
  expect(tab.complaints).toEqual([]);
  await tab.close();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await database?.drop();
});

async function insert(customer: string, status: OrderStatus = 'pending'): Promise<number> {
  const result = await database.query(
    "INSERT INTO orders (customer_name, product_name, status) VALUES (?, 'Laptop', ?)",
    [customer, status],
  );
  return (result as unknown as { insertId: number }).insertId;
}

async function statusOf(id: number): Promise<string> {
  const [row] = await database.query<Order>('SELECT * FROM orders WHERE id = ?', [id]);
  return row === undefined ? 'gone' : `${row.status} ${row.version}`;
}

function panel(): Locator {
  return tab.page.getByRole('tabpanel', { name: 'Result of the last scan' });
}

/** Waits until the panel says this of this code. */
async function says(code: string | number, words: string): Promise<void> {
  await panel().getByText(String(code), { exact: true }).waitFor();
  await panel().getByText(words, { exact: true }).waitFor();
}

describe('scanning', () => {
  it('[SCAN-30] a scan ships the order, wherever the focus is', async () => {
    const id = await insert('Ada Ltd');
    await scanner.scan(`ORD-${id}`);
    await says(`ORD-${id}`, 'OK, shipped');
    expect(await statusOf(id)).toBe('shipped 2');
  });
});
