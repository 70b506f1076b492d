import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Order } from '../../src-shared/order.ts';
import { launchBrowser } from '../support/browser.ts';
import { ConsoleTab } from '../support/console-tab.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { ServerProcess } from '../support/server-process.ts';

const WORDS = 'Stored as given: <b>Ünïcödé</b> "quoted" 📦';

let browser: Browser;
let database: TestDatabase;
let server: ServerProcess;
let tabs: ConsoleTab[];

beforeAll(async () => {
  browser = await launchBrowser();
  database = await createTestDatabase();
  server = await ServerProcess.start({ ...database.env });
});
beforeEach(async () => {
  tabs = await Promise.all([ConsoleTab.open(browser, server.url), ConsoleTab.open(browser, server.url)]);
});
afterEach(async () => {
  const complaints = tabs.flatMap((tab) => tab.complaints);
  for (const tab of tabs) await tab.close();
  expect(complaints).toEqual([]);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  await database.drop();
});

/** A row written by some other program, and its number. */
async function insert(customer: string, product: string): Promise<number> {
  const result = await database.query('INSERT INTO orders (customer_name, product_name) VALUES (?, ?)', [
    customer,
    product,
  ]);
  return (result as unknown as { insertId: number }).insertId;
}

async function row(id: number): Promise<Order | undefined> {
  return (await database.query<Order>('SELECT * FROM orders WHERE id = ?', [id]))[0];
}

function tab(index: number): ConsoleTab {
  const found = tabs[index];
  if (found === undefined) throw new Error(`There is no tab ${index}`);
  return found;
}

/** Waits until both tabs show it. */
async function both(look: (tab: ConsoleTab) => Promise<void>): Promise<void> {
  await Promise.all(tabs.map(look));
}

describe('the console in two tabs', () => {
  it('[BROWSER-1] what another program writes appears in both without a reload', async () => {
    const id = await insert('Ada Ltd', 'Laptop');
    await both((one) => one.shows(id, 'customer_name', 'Ada Ltd'));
    await both((one) => one.shows(id, 'status', 'Pending'));
    await database.query("UPDATE orders SET status = 'shipped', product_name = ? WHERE id = ?", [WORDS, id]);
    await both((one) => one.shows(id, 'status', 'Shipped'));
    await both((one) => one.shows(id, 'product_name', WORDS));
    await database.query('DELETE FROM orders WHERE id = ?', [id]);
    await both((one) => one.showsNot(id));
    expect(tabs.map((one) => one.loads)).toEqual([1, 1]);
  });

  it('[BROWSER-2] a new order reaches the database and the other tab', async () => {
    const { page } = tab(0);
    // An empty table offers the button a second time.
    await page.getByRole('banner').getByRole('button', { name: 'New order' }).click();
    const dialog = page.getByRole('dialog', { name: 'New order' });
    await dialog.getByLabel('Customer').fill('Bolt Co');
    await dialog.getByRole('button', { name: 'Create order' }).click();
    await dialog.getByText('must not be empty or blank').waitFor();
    await dialog.getByLabel('Product').fill(WORDS);
    await dialog.getByText('Shipped', { exact: true }).click();
    await dialog.getByRole('button', { name: 'Create order' }).click();
    await dialog.waitFor({ state: 'detached' });
    const created = await eventually(
      'the row is stored',
      async () => (await database.query<Order>("SELECT * FROM orders WHERE customer_name = 'Bolt Co'"))[0],
    );
    expect(created).toMatchObject({ product_name: WORDS, status: 'shipped', version: 1 });
    await both((one) => one.shows(created.id, 'product_name', WORDS));
  });

  it('[BROWSER-3] an edit and a deletion reach the database and the other tab', async () => {
    const id = await insert('Cedar Works', 'Phone');
    await both((one) => one.shows(id, 'product_name', 'Phone'));
    const drawer = await tab(0).openOrder(id);
    await drawer.getByLabel('Product').fill('Tablet');
    await drawer.getByRole('button', { name: 'Save changes' }).click();
    await both((one) => one.shows(id, 'product_name', 'Tablet'));
    expect(await row(id)).toMatchObject({ product_name: 'Tablet', customer_name: 'Cedar Works', version: 2 });
    await drawer.getByRole('button', { name: 'Delete order' }).click();
    await tab(0).page.getByRole('dialog').getByRole('button', { name: 'Delete 1 order' }).click();
    await both((one) => one.showsNot(id));
    expect(await row(id)).toBeUndefined();
  });

  it('[BROWSER-4] somebody else was quicker: both versions are shown, and the person chooses', async () => {
    const id = await insert('Delta GmbH', 'Laptop');
    await tab(0).shows(id, 'product_name', 'Laptop');
    const drawer = await tab(0).openOrder(id);
    await drawer.getByLabel('Product').fill('Laptop, blue');
    await database.query("UPDATE orders SET product_name = 'Laptop, red', status = 'shipped' WHERE id = ?", [id]);
    await drawer.getByText('Changed since you opened it').waitFor();
    await drawer.getByRole('button', { name: 'Save changes' }).click();
    const conflict = drawer.getByRole('region', { name: 'Two versions of this order' });
    await conflict.getByText('Not saved:').waitFor();
    expect(await row(id)).toMatchObject({ product_name: 'Laptop, red', version: 2 });
    await conflict.getByRole('radio', { name: 'Yours: Laptop, blue' }).click();
    await conflict.getByRole('button', { name: 'Save my choice' }).click();
    await both((one) => one.shows(id, 'product_name', 'Laptop, blue'));
    expect(await row(id)).toMatchObject({ product_name: 'Laptop, blue', status: 'shipped', version: 3 });
  });

  it('[BROWSER-5] several orders are shipped at once, and undone', async () => {
    const ids = [await insert('Elm', 'Phone'), await insert('Elm', 'Tablet')];
    for (const id of ids) await tab(0).cell(id, 'ag-Grid-SelectionColumn').getByRole('checkbox').click();
    await tab(0).button('Ship 2 orders').click();
    await tab(0).page.getByRole('dialog').getByRole('button', { name: 'Ship 2 orders' }).click();
    for (const id of ids) await both((one) => one.shows(id, 'status', 'Shipped'));
    await tab(0).button('Undo').click();
    for (const id of ids) await both((one) => one.shows(id, 'status', 'Pending'));
    for (const id of ids) expect(await row(id)).toMatchObject({ status: 'pending' });
  });

  it('[BROWSER-6] the server is killed and comes back: both tabs catch up by token with what happened meanwhile', async () => {
    const [changed, deleted] = [await insert('Fir AG', 'Laptop'), await insert('Fir AG', 'Phone')];
    await both((one) => one.shows(deleted, 'product_name', 'Phone'));
    await server.kill();
    await both((one) => one.isState('reconnecting'));
    await database.query("UPDATE orders SET status = 'delivered' WHERE id = ?", [changed]);
    await database.query('DELETE FROM orders WHERE id = ?', [deleted]);
    const added = await insert('Fir AG', 'Tablet');
    server = await server.startAgain();
    await both((one) => one.isState('live'));
    await both((one) => one.shows(changed, 'status', 'Delivered'));
    await both((one) => one.shows(added, 'product_name', 'Tablet'));
    await both((one) => one.showsNot(deleted));
    for (const one of tabs) {
      expect(one.recovered).toEqual([false, true]);
      expect(one.received.filter((message) => message.type === 'snapshot-begin')).toHaveLength(1);
      expect(one.loads).toBe(1);
    }
  });

  it('[BROWSER-7] a server that stops in good order says so, and its successor is found', async () => {
    const id = await insert('Grove', 'Laptop');
    await both((one) => one.shows(id, 'customer_name', 'Grove'));
    const exit = await server.stop();
    expect(exit.code).toBe(0);
    for (const one of tabs) {
      await eventually('the tab was told', () => one.received.some(({ type }) => type === 'bye'));
    }
    server = await server.startAgain();
    await database.query("UPDATE orders SET status = 'shipped' WHERE id = ?", [id]);
    await both((one) => one.shows(id, 'status', 'Shipped'));
    expect(tabs.map((one) => one.recovered)).toEqual([
      [false, true],
      [false, true],
    ]);
  });

  it('[BROWSER-8] TRUNCATE writes no change, and yet both tabs show the empty table', async () => {
    await insert('Hill', 'Laptop');
    await database.query('TRUNCATE orders');
    await both((one) => one.page.getByText('No orders yet').waitFor({ timeout: 30_000 }));
    for (const one of tabs) {
      expect(one.received).toContainEqual(expect.objectContaining({ type: 'snapshot-begin', reason: 'drift' }));
    }
  });
});
