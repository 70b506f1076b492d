import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changesPageSchema } from '../../src-shared/rest-api.ts';
import { launchBrowser } from '../support/browser.ts';
import { ConsoleTab } from '../support/console-tab.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { lookAt } from '../support/look-at.ts';
import { ServerProcess } from '../support/server-process.ts';

/** 60 orders, of which the console holds the newest 20 and the two before them that are open. */
const ORDERS = 60;
const HELD = 20;
const OPEN = [5, 12];

let browser: Browser;
let database: TestDatabase;
let server: ServerProcess;
let tab: ConsoleTab;

beforeAll(async () => {
  browser = await launchBrowser();
  database = await createTestDatabase();
  server = await ServerProcess.start({ ...database.env, CONSOLE_WINDOW_ORDERS: String(HELD) });
  await database.query('DELETE FROM orders');
  const rows = Array.from({ length: ORDERS }, (_, index) => {
    const id = index + 1;
    const status = OPEN.includes(id) ? 'pending' : id <= ORDERS - HELD ? 'delivered' : 'shipped';
    return `(${id}, '${id <= ORDERS - HELD ? 'Old' : 'New'} ${id}', '${id % 2 === 0 ? 'Laptop' : 'Phone'}', '${status}')`;
  });
  await database.query(`INSERT INTO orders (id, customer_name, product_name, status) VALUES ${rows.join(',')}`);
  await eventually('the server has read of them', async () => {
    const page = changesPageSchema.parse(await (await fetch(`${server.url}/api/changes?window=${HELD}`)).json());
    if (page.recovered || page.window?.total !== ORDERS) throw new Error(JSON.stringify(page).slice(0, 200));
    return true;
  });
});
beforeEach(async () => {
  tab = await ConsoleTab.open(browser, server.url);
});
afterEach(async () => {
  const { complaints } = tab;
  await tab.close();
  expect(complaints).toEqual([]);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  await database.drop();
});

async function statusOf(id: number): Promise<unknown> {
  return (await database.query<{ status: string }>('SELECT status FROM orders WHERE id = ?', [id]))[0]?.status;
}

describe('a console that holds a part of the table', () => {
  it('[WINDOW-10] says what it holds, finds the rest by the keyboard, and edits it until it joins the list', async () => {
    const { page } = tab;
    await page.getByText('22 of 60 orders: the newest, and all that are open').waitFor();
    await page.getByRole('button', { name: 'Delivered 0+' }).waitFor();
    await page.getByRole('button', { name: 'Pending 2', exact: true }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('Old 3');
    await page.getByText('0 found in the 22 listed here').waitFor();
    await page.keyboard.press('Enter');
    const found = page.getByRole('region', { name: 'Search of all orders' });
    await found.getByText('11 orders found').waitFor();
    expect(await lookAt(page, 'window-search')).toEqual([]);
    await found.locator('[data-hit="39"]').waitFor();
    await eventually('the first hit has the keyboard', async () => {
      const hit = await page.evaluate(() => document.activeElement?.getAttribute('data-hit'));
      if (hit !== '39') throw new Error(String(hit));
      return true;
    });
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('complementary', { name: 'Order 38' });
    await database.query("UPDATE orders SET product_name = 'Tablet' WHERE id = 38");
    await found.locator('[data-hit="38"]').getByText('Tablet').waitFor();
    await drawer.getByText('Shipped').click();
    await drawer.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('Order 38 saved').waitFor();
    expect(await statusOf(38)).toBe('shipped');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await found.waitFor({ state: 'detached' });
    await tab.shows(38, 'product_name', 'Tablet');
    await database.query("UPDATE orders SET status = 'delivered' WHERE id = 38");
    await tab.showsNot(38);
  });

  it('[WINDOW-11] opens any order by its number, and says when there is none or no answer', async () => {
    const { page } = tab;
    await page.goto(`${server.url}/#/orders/7`);
    const drawer = page.getByRole('complementary', { name: 'Order 7' });
    await drawer.getByRole('button', { name: 'Save changes' }).waitFor();
    expect(await drawer.getByLabel('Customer').inputValue()).toBe('Old 7');
    await database.query('DELETE FROM orders WHERE id = 7');
    await drawer.getByText('Deleted since you opened it').waitFor();
    await page.goto(`${server.url}/#/orders/7777`);
    await page.getByText('There is no order 7777').waitFor();
    await page.route('**/api/orders/9', (route) => route.abort());
    await page.goto(`${server.url}/#/orders/9`);
    await page.getByText('Order 9 could not be fetched').waitFor();
    await page.unroute('**/api/orders/9');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('complementary', { name: 'Order 9' }).getByRole('button', { name: 'Save changes' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('textbox', { name: 'Find an action or an order' }).fill('11');
    await page.getByText('Old 11 – Phone').click();
    await page.getByRole('complementary', { name: 'Order 11' }).waitFor();
  });
});
