import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { german } from '../../src-renderer/strings/de/german.ts';
import { english } from '../../src-renderer/strings/en/english.ts';
import type { Order } from '../../src-shared/order.ts';
import { MINUTE_MS, statsHistorySchema } from '../../src-shared/stats-history.ts';
import { catalogueLines } from '../support/catalogue-lines.ts';
import type { ConsolePage } from '../support/console-page.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { DesktopApp } from '../support/desktop-app.ts';
import { eventually } from '../support/eventually.ts';
import { WedgeScanner } from '../support/wedge-scanner.ts';

let database: TestDatabase;
let app: DesktopApp;
let window: ConsolePage;
let page: Page;

beforeAll(async () => {
  database = await createTestDatabase();
  app = await DesktopApp.launch({ env: database.env });
  window = await app.console();
  page = window.page;
});
beforeEach(() => show('orders'));
afterEach(() => expect(window.complaints).toEqual([]));
afterAll(async () => {
  await app?.close();
  await database?.drop();
});

async function show(view: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#/${view}`);
}

/** A row written by some other program, and its number. */
async function insert(customer: string): Promise<number> {
  const sql = "INSERT INTO orders (customer_name, product_name) VALUES (?, 'Laptop')";
  return ((await database.query(sql, [customer])) as unknown as { insertId: number }).insertId;
}

async function becomes(id: number, part: Partial<Order>): Promise<void> {
  await eventually(`row ${id} is ${JSON.stringify(part)}`, async () => {
    expect((await database.query<Order>('SELECT * FROM orders WHERE id = ?', [id]))[0]).toMatchObject(part);
    return true;
  });
}

/** The rows are gone from the table. */
async function gone(ids: readonly number[]): Promise<void> {
  await eventually(`rows ${ids} are gone`, async () => {
    return (await database.query('SELECT id FROM orders WHERE id IN (?, ?, ?)', [...ids])).length === 0;
  });
}

/** Selects these in the list and no other, and leaves the keys to the list. */
async function select(ids: readonly number[]): Promise<void> {
  await page.keyboard.press('Escape');
  for (const id of ids) {
    await window.cell(id, 'id').waitFor();
    await page.locator(`.orders-grid [row-id="${id}"] input[type="checkbox"]`).check();
  }
  await page.getByText(`${ids.length} selected`).waitFor();
}

/** Opens the palette and types into it. */
async function palette(words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Type an action, a number, a customer, a product').fill(words);
}

/** The menu bar is German, and so is the setting that is kept. */
async function speaksGerman(): Promise<void> {
  const labels = await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map(({ label }) => label));
  expect(labels).toEqual(['&Datei', '&Bearbeiten', '&Ansicht', '&Extras', '&Fenster', '&Hilfe']);
  const kept: unknown = JSON.parse(readFileSync(join(app.userData, 'settings.json'), 'utf8'));
  expect(kept).toMatchObject({ language: 'de' });
}

/** What only the English catalogue says. */
const ENGLISH_ONLY = (() => {
  const own = new Set([...catalogueLines(german).values()].map(({ said }) => said));
  return new Set([...catalogueLines(english).values()].map(({ said }) => said).filter((said) => !own.has(said)));
})();

/** What the page says in English. */
async function englishLeft(): Promise<string[]> {
  const said = await page.evaluate(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    while (texts.nextNode()) found.push(texts.currentNode.textContent?.trim() ?? '');
    for (const name of ['aria-label', 'placeholder', 'title']) {
      for (const element of document.querySelectorAll(`[${name}]`)) found.push(element.getAttribute(name) ?? '');
    }
    return found;
  });
  return said.filter((one) => ENGLISH_ONLY.has(one));
}

/** Whether anything was drawn. Runs in the page. */
function hasInk(canvas: Element): boolean {
  const { width, height } = canvas as HTMLCanvasElement;
  const pixels = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data;
  return pixels?.some((value) => value > 0) === true;
}

describe('the views in the window', () => {
  it('[DESK-12] a card is moved by the keyboard, and a scan ships an order', async () => {
    const [moved, scanned] = [await insert('Bolt'), await insert('Cedar')];
    await show('board');
    const card = page.locator(`[data-card="${moved}"] button`).first();
    await card.focus();
    await page.keyboard.press('Space');
    const said = page.locator('[aria-live="assertive"][id^="DndLiveRegion"]');
    await said.getByText(`Order ${moved} lifted from Pending.`).waitFor();
    await page.keyboard.press('ArrowRight');
    await said.getByText(`Order ${moved} is over Shipped.`).waitFor();
    await page.keyboard.press('Enter');
    await becomes(moved, { status: 'shipped' });
    await app.screenshot('flow-board');

    await show('scan');
    await page.getByText('Ready to scan').waitFor();
    const scanner = await WedgeScanner.plugIn(page);
    await scanner.scan(String(scanned));
    const panel = page.getByRole('tabpanel', { name: 'Result of the last scan' });
    await panel.getByText(String(scanned), { exact: true }).waitFor();
    await becomes(scanned, { status: 'shipped', version: 2 });
    await app.screenshot('flow-scan');
  });

  it('[DESK-13] orders go to a file and come from one', async () => {
    await insert('=Danger');
    const folder = app.userData;
    const saved = join(folder, 'orders.csv');
    await app.evaluate(({ session }, path) => {
      session.defaultSession.once('will-download', (_event, item) => {
        item.setSavePath(path);
        item.once('done', (_done, state) => Object.assign(globalThis, { saved: state }));
      });
    }, saved);
    await window.button('CSV: import and export').click();
    await page.getByRole('menuitem', { name: /^Export/ }).click();
    await eventually('the file is there', async () =>
      app.evaluate(() => (globalThis as { saved?: string }).saved === 'completed'),
    );
    expect(existsSync(saved)).toBe(true);
    const [{ n } = { n: 0 }] = await database.query<{ n: number }>('SELECT COUNT(*) AS n FROM orders');
    const written = readFileSync(saved, 'utf8').trim().split('\r\n');
    expect(written).toHaveLength(Number(n) + 1);
    expect(written.find((line) => line.includes('Danger'))).toContain("'=Danger");

    const rows = Array.from({ length: 200 }, (_, index) => `Import ${index},Phone`);
    const file = join(folder, 'import.csv');
    writeFileSync(file, ['Customer,Product', ...rows].join('\n'));
    await window.button('CSV: import and export').click();
    await page.getByRole('menuitem', { name: 'Import orders from a CSV file' }).click();
    const dialog = page.getByRole('dialog', { name: 'Import orders' });
    await dialog.getByTestId('import-file').setInputFiles(file);
    await dialog.getByRole('button', { name: 'Import 200 orders' }).click();
    await dialog.getByText('200 orders created', { exact: true }).waitFor();
    await app.screenshot('flow-import');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    const [made] = await database.query<{ n: number; p: number }>(
      "SELECT COUNT(*) AS n, COUNT(DISTINCT customer_name) AS p FROM orders WHERE product_name = 'Phone'",
    );
    expect(made).toEqual({ n: 200, p: 200 });
  });

  it('[DESK-14] an edit, a change of many and a deletion are taken back by Ctrl+Z', async () => {
    const ids = [await insert('Dale'), await insert('Elm'), await insert('Fir')] as const;
    const [id] = ids;
    const drawer = await window.openOrder(id);
    await drawer.getByLabel('Product').fill('Tablet');
    await page.keyboard.press('Enter');
    await becomes(id, { product_name: 'Tablet', version: 2 });
    await page.getByText(`Order ${id} saved`).waitFor();
    await drawer.getByRole('button', { name: 'Close' }).click();
    await page.keyboard.press('Control+z');
    await window.shows(id, 'product_name', 'Laptop');
    await becomes(id, { product_name: 'Laptop', version: 3 });

    await select(ids);
    await page.keyboard.press('s');
    await page.getByRole('dialog').getByText('Ship 3 orders?').waitFor();
    await page.keyboard.press('Enter');
    for (const one of ids) await becomes(one, { status: 'shipped' });
    await page.getByText('3 orders shipped').waitFor();
    await page.keyboard.press('Control+z');
    for (const one of ids) await becomes(one, { status: 'pending' });

    await select(ids);
    await page.keyboard.press('Delete');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete 3 orders' }).click();
    for (const one of ids) await window.showsNot(one);
    await gone(ids);
    await page.getByText('3 orders deleted').waitFor();
    await page.keyboard.press('Control+z');
    for (const one of ids) await window.shows(one, 'product_name', 'Laptop');
    for (const one of ids) await becomes(one, { product_name: 'Laptop', status: 'pending' });
    await app.screenshot('flow-undo');
  });

  it('[DESK-15] the palette opens an order, and does what the selected ones allow', async () => {
    const ids = [await insert('Grove & Sons'), await insert('Heath')] as const;
    await window.shows(ids[1], 'customer_name', 'Heath');
    await palette('grove');
    await page.getByRole('dialog').getByText('Grove & Sons – Laptop').waitFor();
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('complementary', { name: `Order ${ids[0]}` });
    await drawer.getByRole('button', { name: 'Close' }).click();

    await select(ids);
    await palette('ship 2');
    await page.getByRole('dialog').getByText('Ship 2 orders').waitFor();
    await app.screenshot('flow-palette');
    await page.keyboard.press('Enter');
    await page.getByText('Ship 2 orders?').waitFor();
    await page.keyboard.press('Enter');
    for (const id of ids) await becomes(id, { status: 'shipped', version: 2 });

    await palette('go to board');
    await page.keyboard.press('Enter');
    await page.locator(`[data-card="${ids[0]}"]`).waitFor();
  });

  it('[DESK-16] a pick slip is printed from the window: one page, with the order and nothing else', async () => {
    const id = await insert('Iris');
    await window.shows(id, 'customer_name', 'Iris');
    const drawer = await window.openOrder(id);
    // The dialog of the system would wait for a person.
    await page.evaluate(() => {
      globalThis.print = () => Object.assign(document.body.dataset, { asked: 'print' });
    });
    await drawer.getByRole('button', { name: 'Print pick slip' }).click();
    await page.locator('body[data-asked="print"]').waitFor();
    await page.emulateMedia({ media: 'print' });
    const slip = page.locator('.pick-slip');
    expect(await slip.textContent()).toMatch(new RegExp(`Order ${id}.*Laptop.*Iris.*Pending`));
    expect(await slip.isVisible()).toBe(true);
    expect(await slip.locator(`svg[data-code="${id}"] rect`).count()).toBeGreaterThan(8);
    expect(await page.locator('#root').isVisible()).toBe(false);
    await app.screenshot('flow-slip');
    await page.emulateMedia({ media: null });
    // What Chromium lays out for paper; it is printed then, and the slip goes.
    const pdf = await app.evaluate(async ({ BrowserWindow }) => {
      const pages = await BrowserWindow.getAllWindows()[0]?.webContents.printToPDF({});
      return pages?.toString('latin1') ?? '';
    });
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
    await slip.waitFor({ state: 'detached' });
    await drawer.getByRole('button', { name: 'Close' }).click();
  });

  it('[DESK-17] Activity tells who did what as it happens, and filters it', async () => {
    const [mine, theirs] = [await insert('Juniper'), await insert('Kelp')];
    await window.shows(mine, 'customer_name', 'Juniper');
    const drawer = await window.openOrder(mine);
    await drawer.getByLabel('Product').fill('Docking station');
    await page.keyboard.press('Enter');
    await becomes(mine, { product_name: 'Docking station' });
    // Before the page knows it is saved, it asks whether to leave.
    await page.getByText(`Order ${mine} saved`).waitFor();
    await show('activity');
    const lines = page.getByRole('region', { name: 'Changes, newest first' });
    await database.query('DELETE FROM orders WHERE id = ?', [theirs]);
    const newest = lines.getByRole('listitem').first();
    await newest.getByText('Kelp').first().waitFor();
    await page.keyboard.press('f');
    await page.keyboard.type('docking');
    const found = lines.locator('li[data-kind="change"]');
    await eventually('one line is left', async () => (await found.count()) === 1);
    expect(await found.textContent()).toMatch(/Product Laptop → Docking station.*console@window/);
    await page.getByRole('searchbox', { name: /^Filter by order/ }).fill('');
    await page.getByRole('button', { name: 'Deleted', exact: true }).click();
    const [{ n } = { n: -1 }] = await database.query<{ n: number }>(
      "SELECT COUNT(*) AS n FROM order_changes WHERE operation_type = 'DELETE'",
    );
    await eventually('the deletions are left', async () => (await found.count()) === Number(n));
    await app.screenshot('flow-activity');
    await page.getByRole('button', { name: 'Deleted', exact: true }).click();
  });

  it('[DESK-18] the monitor draws what the program measured, and makes a dropped trigger again', async () => {
    await show('monitor');
    const chart = page.getByRole('region', { name: 'Changes, last hour', exact: true });
    await eventually('the chart is drawn', () => chart.locator('canvas').evaluate(hasInk));
    await chart.getByText('As a table').click();
    await eventually('the table holds the highest value of each minute', async () => {
      const answer = await fetch(`${app.url}/api/stats/history`);
      const { samples } = statsHistorySchema.parse(await answer.json());
      const highest = new Map<number, number>();
      for (const [index, at] of samples.at.entries()) {
        const minute = Math.floor(at / MINUTE_MS);
        highest.set(minute, Math.max(highest.get(minute) ?? 0, Math.round(samples.changesPerSecond[index] ?? 0)));
      }
      expect(Math.max(...highest.values())).toBeGreaterThan(0);
      const shown = await chart.locator('tbody td').allTextContents();
      expect(shown).toEqual([...highest.values()].reverse().map((value) => `${value}/s`));
      return true;
    });
    await app.screenshot('flow-monitor');
    await database.query('DROP TRIGGER orderdeck_1_after_insert');
    const panel = page.getByRole('region', { name: 'Database setup' });
    await window.button('Check the database').click();
    await panel.getByText(/Trigger orderdeck_1_after_insert on orders is missing/).waitFor();
    await window.button('Repair what is missing').click();
    await panel.getByText('1 thing repaired; nothing is left to do.').waitFor();
    const made = await database.query(
      "SELECT 1 FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = DATABASE() AND TRIGGER_NAME = 'orderdeck_1_after_insert'",
    );
    expect(made).toHaveLength(1);
    // And it does what it is for.
    const id = await insert('Larch');
    await show('orders');
    await window.shows(id, 'customer_name', 'Larch');
  });

  it('[DESK-19] German chosen in the settings is spoken by window and menu, and still after the next start', async () => {
    await show('settings');
    await page.getByLabel('Language', { exact: true }).selectOption('de');
    await page.getByRole('region', { name: 'Aussehen und Sprache' }).waitFor();
    await speaksGerman();
    await app.screenshot('flow-german-settings');
    for (const view of ['orders', 'board', 'scan', 'activity', 'monitor'] as const) {
      await show(view);
      await page.locator(`a[aria-current][aria-label="${german.nav[view]}"]`).waitFor();
      expect(await englishLeft(), view).toEqual([]);
    }
    await show('orders');
    await window.button('Neuer Auftrag').click();
    const dialog = page.getByRole('dialog', { name: 'Neuer Auftrag' });
    await dialog.getByLabel('Kunde').fill('Müller & Söhne');
    await dialog.getByLabel('Artikel').fill('Schraube');
    await dialog.getByRole('button', { name: 'Auftrag anlegen' }).click();
    await page.getByText(/Auftrag \d+ angelegt/).waitFor();
    await app.screenshot('flow-german-orders');
    const made = await database.query("SELECT status FROM orders WHERE customer_name = 'Müller & Söhne'");
    expect(made).toEqual([{ status: 'pending' }]);

    expect(await app.close()).toBe(0);
    app = await app.relaunch();
    window = await app.console();
    page = window.page;
    await window.button('Neuer Auftrag').waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('de');
    await speaksGerman();
  });
});
