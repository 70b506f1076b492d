import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from '../../scripts/lib/repository.mjs';
import type { Order } from '../../src-shared/order.ts';
import { launchBrowser } from '../support/browser.ts';
import { ConsoleTab } from '../support/console-tab.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { HeldFeed } from '../support/held-feed.ts';
import { ServerProcess } from '../support/server-process.ts';

const PICTURES = join(ROOT, 'test-results/screenshots');

let browser: Browser;
let database: TestDatabase;
let server: ServerProcess;
let feed: HeldFeed;
let tab: ConsoleTab;
const tabs: ConsoleTab[] = [];

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  browser = await launchBrowser();
  database = await createTestDatabase();
  server = await ServerProcess.start({ ...database.env });
});
beforeEach(async () => {
  feed = new HeldFeed();
  tab = await open('', feed);
});
afterEach(async () => {
  const complaints = tabs.flatMap((one) => one.complaints);
  for (const one of tabs.splice(0)) await one.close();
  expect(complaints).toEqual([]);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  await database.drop();
});

async function open(hash: string, held = new HeldFeed()): Promise<ConsoleTab> {
  const opened = await ConsoleTab.open(browser, `${server.url}/${hash}`, { prepare: held.prepare });
  tabs.push(opened);
  return opened;
}

/** Rows written by some other program, and their numbers. */
async function insert(customer: string, count = 1): Promise<number[]> {
  const ids: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const sql = "INSERT INTO orders (customer_name, product_name) VALUES (?, 'Laptop')";
    const result = await database.query(sql, [customer]);
    ids.push((result as unknown as { insertId: number }).insertId);
  }
  for (const id of ids) await tab.shows(id, 'customer_name', customer);
  return ids;
}

async function row(id: number): Promise<Order | undefined> {
  return (await database.query<Order>('SELECT * FROM orders WHERE id = ?', [id]))[0];
}

async function becomes(id: number, part: Partial<Order> | null): Promise<void> {
  await eventually(`row ${id} is ${JSON.stringify(part)}`, async () => {
    const now = await row(id);
    if (part === null) expect(now).toBeUndefined();
    else expect(now).toMatchObject(part);
    return true;
  });
}

function mark(id: number): Locator {
  return tab.cell(id, 'id').getByRole('img', { name: 'Not confirmed by the server yet' });
}

/** Puts the keyboard on the row of an order without opening it. */
async function focusRow(id: number): Promise<void> {
  await tab.cell(id, 'customer_name').evaluate((cell: HTMLElement) => cell.focus());
}

/** What the page would print, as a picture of it. */
async function printed(one: ConsoleTab): Promise<void> {
  await one.page.emulateMedia({ media: 'print' });
  await one.page.screenshot({ path: join(PICTURES, 'own-pick-slip.png') });
}

describe('what a person changes', () => {
  it('[ORD-1] is shown at once and marked until it is confirmed; the keyboard does it, undoes it and does it again', async () => {
    const [id = 0] = await insert('Ada');
    feed.hold();
    await focusRow(id);
    await tab.page.keyboard.press('s');
    await tab.page.getByRole('dialog').getByText('Ship 1 order?').waitFor();
    await tab.page.keyboard.press('Enter');
    await tab.shows(id, 'status', 'Shipped');
    await mark(id).waitFor();
    await tab.page.screenshot({ path: join(PICTURES, 'own-unconfirmed.png') });
    await becomes(id, { status: 'shipped', version: 2 });
    feed.release();
    await mark(id).waitFor({ state: 'detached' });
    await tab.button('Undo').waitFor();
    await tab.page.keyboard.press('Control+z');
    await tab.shows(id, 'status', 'Pending');
    await becomes(id, { status: 'pending', version: 3 });
    await tab.page.keyboard.press('Control+Shift+z');
    await tab.shows(id, 'status', 'Shipped');
    await becomes(id, { status: 'shipped', version: 4 });
  });

  it('[ORD-2] goes off the screen with the reason when somebody else was quicker', async () => {
    const [id = 0] = await insert('Bolt');
    feed.hold();
    await database.query("UPDATE orders SET product_name = 'Phone' WHERE id = ?", [id]);
    await focusRow(id);
    await tab.page.keyboard.press('d');
    await tab.button('Deliver 1 order').click();
    await tab.shows(id, 'status', 'Delivered');
    feed.release();
    await tab.page.getByText('1 order left as it is').waitFor();
    await tab.shows(id, 'status', 'Pending');
    await tab.shows(id, 'product_name', 'Phone');
    await mark(id).waitFor({ state: 'detached' });
    expect(await row(id)).toMatchObject({ status: 'pending', product_name: 'Phone', version: 2 });
  });

  it('[ORD-3] many orders are deleted by the keyboard and brought back under their numbers', async () => {
    const ids = await insert('Cedar', 3);
    for (const id of ids) {
      await focusRow(id);
      await tab.page.keyboard.press('Space');
    }
    await tab.button('Delete 3 orders').waitFor();
    await tab.page.keyboard.press('Delete');
    await tab.page.getByRole('dialog').getByRole('button', { name: 'Delete 3 orders' }).click();
    for (const id of ids) await tab.showsNot(id);
    for (const id of ids) await becomes(id, null);
    await tab.button('Undo').click();
    for (const id of ids) await tab.shows(id, 'customer_name', 'Cedar');
    for (const id of ids) await becomes(id, { customer_name: 'Cedar', status: 'pending' });
  });

  it('[ORD-4] a line of the history is taken back, and what others did to other fields stays', async () => {
    const [id = 0] = await insert('Delta');
    const drawer = await tab.openOrder(id);
    await drawer.getByLabel('Product').fill('Tablet');
    await drawer.getByRole('button', { name: 'Save changes' }).click();
    await becomes(id, { product_name: 'Tablet' });
    await database.query("UPDATE orders SET status = 'shipped' WHERE id = ?", [id]);
    const lines = drawer.getByRole('region', { name: 'History' }).getByRole('listitem');
    await lines.filter({ hasText: 'Shipped' }).waitFor();
    await tab.page.screenshot({ path: join(PICTURES, 'own-history.png') });
    await lines.filter({ hasText: 'Tablet' }).getByRole('button', { name: 'Take this change back' }).click();
    await becomes(id, { product_name: 'Laptop', status: 'shipped' });
    await tab.shows(id, 'product_name', 'Laptop');
    await eventually('both are in the history', async () => (await lines.filter({ hasText: 'Tablet' }).count()) === 2);
  });

  it('[ORD-5] a deleted order is readable at its address and can be brought back', async () => {
    const [id = 0] = await insert('Elm');
    await database.query('DELETE FROM orders WHERE id = ?', [id]);
    const other = await open(`#/orders/${id}`);
    const drawer = other.page.getByRole('complementary', { name: `Order ${id}` });
    await drawer.getByText('Deleted by').waitFor();
    await drawer.getByRole('definition').getByText('Elm').first().waitFor();
    await other.page.screenshot({ path: join(PICTURES, 'own-deleted.png') });
    await drawer.getByRole('button', { name: 'Bring it back' }).click();
    await drawer.getByRole('button', { name: 'Save changes' }).waitFor();
    await becomes(id, { customer_name: 'Elm', version: 2 });
    await tab.shows(id, 'customer_name', 'Elm');
  });

  it('[ORD-6] two tabs edit one order: the second sees both versions, and neither save is lost', async () => {
    const [id = 0] = await insert('Fir');
    const second = await open(`#/orders/${id}`);
    const theirs = second.page.getByRole('complementary', { name: `Order ${id}` });
    const mine = await tab.openOrder(id);
    await theirs.getByLabel('Product').fill('Laptop, red');
    await mine.getByLabel('Customer').fill('Fir & Sons');
    await mine.getByRole('button', { name: 'Save changes' }).click();
    await theirs.getByText('Changed since you opened it').waitFor();
    await theirs.getByRole('button', { name: 'Save changes' }).click();
    await theirs.getByText('Not saved:').waitFor();
    expect(await row(id)).toMatchObject({ customer_name: 'Fir & Sons', product_name: 'Laptop' });
    await theirs.getByRole('button', { name: 'Save my choice' }).click();
    await becomes(id, { customer_name: 'Fir & Sons', product_name: 'Laptop, red', version: 3 });
    for (const one of tabs) await one.shows(id, 'product_name', 'Laptop, red');
  });

  it('[ORD-7] work that is not saved is not left unseen, and Ctrl+Z in a field belongs to the text', async () => {
    const [id = 0] = await insert('Grove');
    const drawer = await tab.openOrder(id);
    const field = drawer.getByLabel('Product');
    await field.click();
    await tab.page.keyboard.press('End');
    await tab.page.keyboard.type(' blue');
    await tab.page.keyboard.press('Control+z');
    expect(await field.inputValue()).not.toBe('Laptop blue');
    await field.fill('Laptop blue');
    await tab.page.getByRole('link', { name: 'Monitor' }).click();
    const dialog = tab.page.getByRole('dialog', { name: 'Leave without saving?' });
    await dialog.getByRole('button', { name: 'Stay here' }).click();
    expect(await field.inputValue()).toBe('Laptop blue');
    expect(new URL(tab.page.url()).hash).toBe(`#/orders/${id}`);
    const asked = tab.page.waitForEvent('dialog').then(async (one) => {
      const type = one.type();
      await one.dismiss();
      return type;
    });
    await tab.page.evaluate(() => window.location.reload());
    expect(await asked).toBe('beforeunload');
    await tab.page.getByRole('link', { name: 'Monitor' }).click();
    await dialog.getByRole('button', { name: 'Leave without saving' }).click();
    await tab.page.getByRole('region', { name: 'Orders' }).waitFor({ state: 'detached' });
    expect(await row(id)).toMatchObject({ product_name: 'Laptop', version: 1 });
  });

  it('[ORD-10] a deletion in the drawer does not wait for the answer, asks once, and is taken back', async () => {
    const [clean = 0, dirty = 0] = [...(await insert('Juno')), ...(await insert('Kite'))];
    const drawer = await tab.openOrder(clean);
    feed.hold();
    const dialog = tab.page.getByRole('dialog');
    const remove = async (from: Locator): Promise<void> => {
      await from.getByRole('button', { name: 'Delete order' }).click();
      await dialog.getByRole('button', { name: 'Delete 1 order' }).click();
    };
    await remove(drawer);
    await dialog.waitFor({ state: 'detached' });
    await drawer.waitFor({ state: 'detached' });
    await tab.showsNot(clean);
    feed.release();
    await becomes(clean, null);
    await tab.button('Undo').click();
    await tab.shows(clean, 'customer_name', 'Juno');
    await becomes(clean, { customer_name: 'Juno' });

    const other = await tab.openOrder(dirty);
    await other.getByLabel('Product').fill('Never saved');
    await remove(other);
    await other.waitFor({ state: 'detached' });
    await becomes(dirty, null);
    expect(await dialog.count()).toBe(0);
    expect(new URL(tab.page.url()).hash).toBe('#/orders');
  });

  it('[ORD-11] a new order can be opened or taken back where it is told of', async () => {
    const create = async (customer: string): Promise<number> => {
      await tab.button('New order').click();
      const dialog = tab.page.getByRole('dialog', { name: 'New order' });
      await dialog.getByLabel('Customer').fill(customer);
      await dialog.getByLabel('Product').fill('Laptop');
      await dialog.getByRole('button', { name: 'Create order' }).click();
      await dialog.waitFor({ state: 'detached' });
      const rows = await database.query<Order>('SELECT * FROM orders WHERE customer_name = ?', [customer]);
      return rows[0]?.id ?? 0;
    };
    const first = await create('Lark');
    await tab.button('Open it').click();
    await tab.page.getByRole('complementary', { name: `Order ${first}` }).waitFor();
    const second = await create('Moss');
    await tab.shows(second, 'customer_name', 'Moss');
    await tab.page.screenshot({ path: join(PICTURES, 'own-created.png') });
    await tab.button('Undo').click();
    await becomes(second, null);
    await tab.showsNot(second);
    await becomes(first, { customer_name: 'Lark' });
  });

  it('[ORD-8] a hidden tab draws nothing, and is right with its first frame', async () => {
    const [id = 0] = await insert('Hill');
    await tab.page.evaluate(() => {
      const seen: string[] = [];
      Object.assign(window, { seen });
      new MutationObserver((records) => {
        for (const { type, target } of records) {
          const element = target instanceof Element ? target : target.parentElement;
          seen.push(`${type} ${element?.outerHTML.slice(0, 200)}`);
        }
      }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
    });
    const setHidden = (hidden: boolean): Promise<string> =>
      tab.page.evaluate((now) => {
        Object.defineProperty(document, 'hidden', { configurable: true, get: () => now });
        Object.defineProperty(document, 'visibilityState', {
          configurable: true,
          get: () => (now ? 'hidden' : 'visible'),
        });
        document.dispatchEvent(new Event('visibilitychange'));
        return new Promise((resolve) => requestAnimationFrame(() => resolve(document.body.innerText)));
      }, hidden);
    // A new row's flash fades out by a timer of the grid, which would be taken for drawing what came meanwhile.
    await tab.page.waitForFunction(() => document.querySelector('[class*="ag-cell-data-changed"]') === null);
    await setHidden(true);
    await tab.page.evaluate(() => Reflect.get(window, 'seen').splice(0));
    await database.query("UPDATE orders SET status = 'shipped', product_name = 'Behind' WHERE id = ?", [id]);
    await eventually('the page has it', () => feed.passed.some((message) => message.includes('Behind')));
    await tab.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(null)))),
    );
    expect(await tab.page.evaluate(() => Reflect.get(window, 'seen'))).toEqual([]);
    expect(await setHidden(false)).toContain('Behind');
  });

  it('[ORD-9] a pick slip is printed from the page itself, with the number as a barcode', async () => {
    const [id = 0] = await insert('Iris & Partners');
    const drawer = await tab.openOrder(id);
    await tab.page.evaluate(() => {
      window.print = () => Object.assign(document.body.dataset, { asked: 'print' });
    });
    await drawer.getByRole('button', { name: 'Print pick slip' }).click();
    await tab.page.locator('body[data-asked="print"]').waitFor();
    await printed(tab);
    const slip = tab.page.locator('.pick-slip');
    expect(await slip.innerText()).toContain('Iris & Partners');
    expect(await slip.locator(`svg[data-code="${id}"] rect`).count()).toBeGreaterThan(8);
    expect(await tab.page.locator('#root').isVisible()).toBe(false);
    await tab.page.emulateMedia({ media: 'screen' });
    await tab.page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    await slip.waitFor({ state: 'detached' });
    await drawer.getByRole('button', { name: 'Save changes' }).waitFor();
  });
});
