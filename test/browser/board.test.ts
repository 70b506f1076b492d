import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Order, OrderStatus } from '../../src-shared/order.ts';
import { launchBrowser } from '../support/browser.ts';
import { ConsoleTab } from '../support/console-tab.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { lookAt } from '../support/look-at.ts';
import { ServerProcess } from '../support/server-process.ts';

const COLUMN = { pending: 'Pending', shipped: 'Shipped', delivered: 'Delivered' } as const;

let browser: Browser;
let database: TestDatabase;
let server: ServerProcess;
let tab: ConsoleTab;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  database = await createTestDatabase();
  server = await ServerProcess.start({
    ...database.env,
    PENDING_WARN_MINUTES: '30',
    PENDING_LATE_MINUTES: '90',
  });
});
beforeEach(async () => {
  await database.query('DELETE FROM orders');
  tab = await ConsoleTab.open(browser, `${server.url}/#/board`);
  page = tab.page;
  await page.getByText('Nothing waits to be shipped').waitFor();
});
afterEach(async () => {
  const { complaints } = tab;
  await tab.close();
  expect(complaints).toEqual([]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await database?.drop();
});

/** An order that another program created so many minutes ago, and its number. */
async function insert(customer: string, status: OrderStatus = 'pending', minutes = 0): Promise<number> {
  const result = await database.query(
    `INSERT INTO orders (customer_name, product_name, status, created_at, updated_at)
     VALUES (?, 'Laptop', ?, NOW() - INTERVAL ? MINUTE, NOW() - INTERVAL ? MINUTE)`,
    [customer, status, minutes, minutes],
  );
  const { insertId } = result as unknown as { insertId: number };
  await cardIn(insertId, status).waitFor();
  return insertId;
}

async function statusOf(id: number): Promise<string | undefined> {
  return (await database.query<Order>('SELECT status FROM orders WHERE id = ?', [id]))[0]?.status;
}

function column(status: OrderStatus): Locator {
  return page.getByRole('region', { name: COLUMN[status], exact: true });
}

function cardIn(id: number, status: OrderStatus): Locator {
  return column(status).locator(`[data-card="${id}"]`);
}

function main(id: number): Locator {
  return page.locator(`[data-card="${id}"] button`).first();
}

/** Takes a card with the mouse and holds it over a column. */
async function dragOver(id: number, to: OrderStatus): Promise<void> {
  await main(id).hover();
  await page.mouse.down();
  const goal = await column(to).boundingBox();
  if (goal === null) throw new Error(`${to} is not on the screen`);
  await page.mouse.move(goal.x + goal.width / 2, goal.y + goal.height / 2, { steps: 5 });
  await column(to).getByText('Drop here').waitFor();
}

/** Keeps what is animated from here on, as lists of transforms. */
async function watchGlides(): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(window, { glides: seen });
    const animate = Element.prototype.animate;
    Element.prototype.animate = function (this: Element, frames, options) {
      const moved = Array.isArray(frames)
        ? frames.flatMap(({ transform }) => (transform ? [String(transform)] : []))
        : [];
      if (moved.length > 0) seen.push(moved.join(' > '));
      return animate.call(this, frames, options);
    };
  });
  return () => page.evaluate(() => (window as unknown as { glides: string[] }).glides);
}

describe('the board', () => {
  it('[BOARD-1] a card dragged into another column changes the order, and Undo brings both back', async () => {
    const id = await insert('Ada Ltd');
    await dragOver(id, 'shipped');
    await page.mouse.up();
    await cardIn(id, 'shipped').waitFor();
    await eventually('the row is shipped', async () => (await statusOf(id)) === 'shipped');
    await page.getByText('1 order shipped').waitFor();
    await tab.button('Undo').click();
    await cardIn(id, 'pending').waitFor();
    await eventually('the row is pending again', async () => (await statusOf(id)) === 'pending');
    // Dropped where it came from, or nowhere: nothing is asked of the server.
    await dragOver(id, 'delivered');
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await page.locator('[data-lifted]').waitFor({ state: 'detached' });
    expect(await cardIn(id, 'pending').count()).toBe(1);
    expect(await statusOf(id)).toBe('pending');
  });

  it('[BOARD-2] Space lifts, arrows choose the column, Space drops and Escape puts back; it is said aloud', async () => {
    const id = await insert('Bolt Co');
    const said = page.locator('[aria-live="assertive"][id^="DndLiveRegion"]');
    await main(id).focus();
    await page.keyboard.press('Space');
    await said.getByText(`Order ${id} lifted from Pending.`).waitFor();
    await page.keyboard.press('ArrowRight');
    await column('shipped').getByText('Drop here to ship it').waitFor();
    await page.keyboard.press('ArrowRight');
    await said.getByText(`Order ${id} is over Delivered.`).waitFor();
    await page.keyboard.press('Escape');
    await said.getByText(`Order ${id} stays in Pending.`).waitFor();
    // A hand that is faster than the board: every key counts.
    await main(id).evaluate((card) => {
      for (const code of ['Space', 'ArrowRight', 'ArrowRight', 'Escape']) {
        const key = code === 'Space' ? ' ' : code;
        card.dispatchEvent(new KeyboardEvent('keydown', { code, key, bubbles: true, cancelable: true }));
      }
    });
    await said.getByText(`Order ${id} stays in Pending.`).waitFor();
    await page.keyboard.press('Space');
    await said.getByText(`Order ${id} lifted from Pending.`).waitFor();
    await page.keyboard.press('ArrowRight');
    await said.getByText(`Order ${id} is over Shipped.`).waitFor();
    await page.keyboard.press('Enter');
    await cardIn(id, 'shipped').waitFor();
    await eventually('the row is shipped', async () => (await statusOf(id)) === 'shipped');
    await eventually('the keyboard stays with the card', () =>
      main(id).evaluate((one) => one === document.activeElement),
    );
  });

  it('[BOARD-3] arrows lead from card to card and column to column, Enter opens the order, closing leads back', async () => {
    const oldest = await insert('Cedar', 'pending', 20);
    const second = await insert('Delta', 'pending', 10);
    const delivered = await insert('Elm', 'delivered');
    const isFocused = (id: number) =>
      eventually(`the keyboard is on ${id}`, () => main(id).evaluate((one) => one === document.activeElement));
    await main(oldest).focus();
    await page.keyboard.press('ArrowDown');
    await isFocused(second);
    await page.keyboard.press('ArrowRight');
    await isFocused(delivered);
    await page.keyboard.press('ArrowLeft');
    await isFocused(oldest);
    await page.keyboard.press('End');
    await isFocused(second);
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('complementary', { name: `Order ${second}` });
    await drawer.getByRole('button', { name: 'Save changes' }).waitFor();
    expect(new URL(page.url()).hash).toBe(`#/board/${second}`);
    expect(await lookAt(page, 'board-order')).toEqual([]);
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    await isFocused(second);
    // Somebody takes it away: the keyboard is not lost.
    await database.query('DELETE FROM orders WHERE id = ?', [second]);
    await isFocused(oldest);
  });

  it('[BOARD-4] a move that is refused returns and says why, and nothing is written', async () => {
    const id = await insert('Fir AG');
    await dragOver(id, 'shipped');
    await database.query("UPDATE orders SET product_name = 'Tablet' WHERE id = ?", [id]);
    await cardIn(id, 'pending').getByText('Tablet').waitFor();
    const glides = await watchGlides();
    await page.mouse.up();
    await page.getByText('somebody else changed').waitFor();
    await cardIn(id, 'pending').waitFor();
    expect(await glides()).not.toEqual([]);
    expect(await database.query('SELECT status, version FROM orders WHERE id = ?', [id])).toEqual([
      { status: 'pending', version: 2 },
    ]);
  });

  it('[BOARD-5] the move of somebody else glides the card and names who; with less motion it only names', async () => {
    const id = await insert('Grove');
    const glides = await watchGlides();
    const url = `${server.url}/api/orders/${id}`;
    const move = (status: OrderStatus) =>
      fetch(url, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ status }),
      });
    expect((await move('shipped')).status).toBe(200);
    await cardIn(id, 'shipped').locator('[data-mover]').waitFor();
    const [glide = ''] = await glides();
    const [from, to] = [...glide.matchAll(/translate\((\d+)/g)].map(([, x]) => Number(x));
    expect(to).toBeGreaterThan((from ?? Number.NaN) + 100);
    await cardIn(id, 'shipped').locator('[data-mover]').waitFor({ state: 'detached' });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await move('delivered');
    await cardIn(id, 'delivered').locator('[data-mover]').waitFor();
    expect(await glides()).toHaveLength(1);
  });

  it('[BOARD-6] the age is told by colour, icon and words, by the limits of the server; the oldest is on top', async () => {
    const fresh = await insert('Hill', 'pending', 5);
    const warn = await insert('Iris', 'pending', 31);
    const late = await insert('Juno', 'pending', 91);
    const level = (id: number) => cardIn(id, 'pending').locator('[data-level]').getAttribute('data-level');
    expect([await level(fresh), await level(warn), await level(late)]).toEqual(['fine', 'warn', 'late']);
    await cardIn(late, 'pending').getByText('For 1 h 31 min: late').waitFor();
    await cardIn(warn, 'pending').getByText('For 31 min: getting late').waitFor();
    const ids = await column('pending')
      .locator('li')
      .evaluateAll((items) =>
        items
          .sort((a, b) => Number(a.ariaPosInSet) - Number(b.ariaPosInSet))
          .map((item) => Number(item.querySelector<HTMLElement>('[data-card]')?.dataset.card)),
      );
    expect(ids).toEqual([late, warn, fresh]);
    await column('pending').getByText('oldest 1 h 31 min').waitFor();
    // The list says the same of the time since when an order waits.
    await page.evaluate(() => {
      location.hash = '#/orders';
    });
    const since = (id: number) => tab.cell(id, 'created_at').locator('time');
    await since(late).waitFor();
    expect(await since(late).getAttribute('data-level')).toBe('late');
    expect(await since(late).getAttribute('title')).toMatch(/^For 1 h 3\d min: late\n/);
    expect(await since(warn).getAttribute('data-level')).toBe('warn');
    expect(await since(fresh).getAttribute('data-level')).toBe('fine');
    await database.query("UPDATE orders SET status = 'shipped' WHERE id = ?", [late]);
    await eventually(
      'shipped, it is not late any more',
      async () => (await since(late).getAttribute('data-level')) === 'fine',
    );
  });

  it('[BOARD-7] a new order begins with the status of its column; the search and the filter apply', async () => {
    await insert('Kilo', 'pending');
    await column('delivered').getByRole('button', { name: 'New delivered order' }).click();
    const dialog = page.getByRole('dialog', { name: 'New order' });
    await dialog.getByLabel('Customer').fill('Lima');
    await dialog.getByLabel('Product').fill('Phone');
    await dialog.getByRole('button', { name: 'Create order' }).click();
    await column('delivered').getByText('Lima').waitFor();
    expect(await database.query("SELECT status FROM orders WHERE customer_name = 'Lima'")).toEqual([
      { status: 'delivered' },
    ]);
    await page.getByRole('searchbox', { name: 'Search orders' }).fill('lim pho');
    await column('pending').getByText('The search finds nothing here').waitFor();
    await column('pending').getByText('0 of 1').waitFor();
    await column('delivered').getByText('1 of 1').waitFor();
    await column('pending').getByRole('button', { name: 'Clear the search' }).click();
    await column('pending').getByText('Kilo').waitFor();
    await page.getByRole('group', { name: 'Show by status' }).getByRole('button', { name: 'Pending' }).click();
    await column('delivered').waitFor({ state: 'detached' });
  });

  it('[BOARD-8] a tablet and a phone move cards by a menu that fingers can hit', async () => {
    const id = await insert('Mike');
    for (const [width, height] of [
      [768, 1024],
      [390, 844],
    ] as const) {
      await page.setViewportSize({ width, height });
      const from = width === 768 ? 'pending' : 'shipped';
      const [verb, to] = width === 768 ? (['Ship', 'shipped'] as const) : (['Deliver', 'delivered'] as const);
      const button = cardIn(id, from).getByRole('button', { name: `Move order ${id}` });
      const box = await button.boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
      await button.click();
      const item = page.getByRole('menuitem', { name: verb, exact: true });
      await item.waitFor();
      expect((await item.boundingBox())?.height).toBeGreaterThanOrEqual(44);
      await item.click();
      await cardIn(id, to).waitFor({ state: 'attached' });
      await eventually('the row has followed', async () => (await statusOf(id)) === to);
    }
  });

  it('[BOARD-9] what changes while a card is lifted does not take it from the hand, and the view keeps its place', async () => {
    for (let minute = 60; minute > 30; minute--) {
      await database.query(
        "INSERT INTO orders (customer_name, product_name, created_at) VALUES (?, 'x', NOW() - INTERVAL ? MINUTE)",
        [`Row ${minute}`, minute],
      );
    }
    const scroller = column('pending').locator('[data-scroller]');
    await column('pending').getByText('30', { exact: true }).waitFor();
    await scroller.evaluate((one) => one.scrollTo({ top: 800 }));
    const seen = column('pending').getByText('Row 48', { exact: true });
    const place = (await seen.boundingBox())?.y;
    await database.query(
      "INSERT INTO orders (customer_name, product_name, created_at) VALUES ('First', 'x', NOW() - INTERVAL 2 HOUR)",
    );
    await column('pending').getByText('31', { exact: true }).waitFor();
    expect((await seen.boundingBox())?.y).toBe(place);
    const id = Number(await seen.locator('xpath=ancestor::*[@data-card]').getAttribute('data-card'));
    await dragOver(id, 'delivered');
    const held = await page.locator('[data-lifted]').boundingBox();
    await database.query("UPDATE orders SET status = 'shipped' WHERE id <> ?", [id]);
    await column('shipped').getByText('30', { exact: true }).waitFor();
    expect(await page.locator('[data-lifted]').boundingBox()).toEqual(held);
    await page.mouse.up();
    await cardIn(id, 'delivered').waitFor();
    await eventually('the row is delivered', async () => (await statusOf(id)) === 'delivered');
  });
});
