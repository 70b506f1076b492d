import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Order } from '../../src-shared/order.ts';
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
});
