import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../../scripts/lib/repository.mjs';
import { launchBrowser } from '../support/browser.ts';
import { ConsoleTab } from '../support/console-tab.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { ServerProcess } from '../support/server-process.ts';

// Pictures differ by their times at every run, so the ones in the documents are renewed only when asked for.
const DIRECTORY = join(ROOT, process.env.UPDATE_SCREENSHOTS === '1' ? 'docs/screenshots' : 'test-results/screenshots');
const SCHEMES = ['light', 'dark'] as const;
const CUSTOMERS = [
  'Ada Ltd',
  'Bolt Co',
  'Cedar Works',
  'Delta GmbH',
  'Elm & Sons',
  'Fir AG',
  'Grove Retail',
  'Hill Supplies',
];
const PRODUCTS = ['Laptop 14"', 'Phone', 'Tablet', 'Docking station', 'Headset', 'Monitor 27"', 'Label printer'];
const STATUSES = ['pending', 'shipped', 'delivered'];

let browser: Browser;
let database: TestDatabase;
let server: ServerProcess;

beforeAll(async () => {
  mkdirSync(DIRECTORY, { recursive: true });
  browser = await launchBrowser();
  database = await createTestDatabase();
  server = await ServerProcess.start({ ...database.env });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await database?.drop();
});

/** A working day: sixty orders of the last hours, none of which was there before. @returns the newest one's id */
async function fillTable(): Promise<number> {
  const [last] = await database.query<{ id: number | null }>('SELECT MAX(order_id) AS id FROM order_changes');
  const first = Math.ceil(((last?.id ?? 0) + 1) / 1_000) * 1_000 + 1;
  await database.query('DELETE FROM orders');
  for (let index = 0; index < 60; index++) {
    const age = (60 - index) * 7 + 4;
    const status = index === 59 ? 'pending' : STATUSES[index < 25 ? 2 : index % 2];
    await database.query(
      `INSERT INTO orders (id, customer_name, product_name, status, created_at, updated_at)
       VALUES (?, ?, ?, ?, NOW() - INTERVAL ? MINUTE, NOW() - INTERVAL ? MINUTE)`,
      [
        first + index,
        CUSTOMERS[(index * 3) % CUSTOMERS.length],
        PRODUCTS[(index * 5) % PRODUCTS.length],
        status,
        age,
        Math.ceil(age * (status === 'pending' ? 1 : 0.6)),
      ],
    );
  }
  const newest = first + 59;
  await database.query("UPDATE orders SET status = 'shipped' WHERE id = ?", [newest]);
  return newest;
}

/** The tab's picture once what moves has come to rest. */
async function take(tab: ConsoleTab, view: string, scheme: string): Promise<void> {
  await tab.page.evaluate(async () => {
    await document.fonts.ready;
    const ending = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
    // A row that is redrawn takes its animation with it: that one has come to rest too.
    await Promise.allSettled(ending.map((one) => one.finished));
  });
  await tab.page.screenshot({ path: join(DIRECTORY, `${view}-${scheme}.png`) });
}

describe.each(SCHEMES)('each view in %s', (scheme) => {
  const open = async (hash = ''): Promise<ConsoleTab> =>
    ConsoleTab.open(browser, `${server.url}/${hash}`, { colorScheme: scheme });

  let newest = 0;

  beforeAll(async () => {
    newest = await fillTable();
  });

  it('[BROWSER-20] orders, with some selected', async () => {
    const tab = await open();
    await tab.shows(newest, 'status', 'Shipped');
    await take(tab, 'orders', scheme);
    for (const id of [newest - 1, newest - 2, newest - 3])
      await tab.cell(id, 'ag-Grid-SelectionColumn').getByRole('checkbox').click();
    await tab.button('Delete 3 orders').waitFor();
    await take(tab, 'orders-selected', scheme);
    expect(tab.complaints).toEqual([]);
    await tab.close();
  });

  it('[BROWSER-20] one order, and the dialog of two versions', async () => {
    const tab = await open(`#/orders/${newest}`);
    const drawer = tab.page.getByRole('complementary', { name: `Order ${newest}` });
    await tab.shows(newest, 'status', 'Shipped');
    await drawer.getByText('Changed', { exact: true }).waitFor();
    await take(tab, 'order', scheme);
    await drawer.getByLabel('Product').fill('Tablet, 256 GB');
    await database.query("UPDATE orders SET product_name = 'Tablet, 128 GB' WHERE id = ?", [newest]);
    await drawer.getByText('Changed since you opened it').waitFor();
    await drawer.getByRole('button', { name: 'Save changes' }).click();
    await drawer.getByRole('region', { name: 'Two versions of this order' }).waitFor();
    await take(tab, 'conflict', scheme);
    expect(tab.complaints).toEqual([]);
    await tab.close();
  });

  it('[BROWSER-20] the dialog of a new order, with a fault in it', async () => {
    const tab = await open();
    await tab.shows(newest, 'status', 'Shipped');
    await tab.button('New order').click();
    const dialog = tab.page.getByRole('dialog', { name: 'New order' });
    await dialog.getByLabel('Customer').fill('Ada Ltd');
    await dialog.getByRole('button', { name: 'Create order' }).click();
    await dialog.getByText('must not be empty or blank').waitFor();
    await take(tab, 'new-order', scheme);
    await tab.close();
  });

  it('[BROWSER-20] the monitor', async () => {
    const tab = await open('#/monitor');
    await tab.page.getByText('no drift').waitFor({ timeout: 30_000 });
    await take(tab, 'monitor', scheme);
    expect(tab.complaints).toEqual([]);
    await tab.close();
  });

  it('[BROWSER-20] the page of the API', async () => {
    const tab = await open();
    await tab.page.goto(`${server.url}/api/docs`);
    await tab.page.locator('.operation').first().waitFor();
    await take(tab, 'api', scheme);
    expect(tab.complaints).toEqual([]);
    await tab.close();
  });

  it('[BROWSER-21] no orders, and a server that is away', async () => {
    const tab = await open();
    await database.query('DELETE FROM orders');
    await tab.page.getByText('No orders yet').waitFor();
    await take(tab, 'orders-empty', scheme);
    newest = await fillTable();
    await tab.shows(newest, 'status', 'Shipped');
    await server.kill();
    await tab.isState('reconnecting');
    await tab.page.getByText('changes cannot be saved until it is back').waitFor();
    await take(tab, 'reconnecting', scheme);
    server = await server.startAgain();
    await tab.isState('live');
    await tab.close();
  });
});
