import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Papa from 'papaparse';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { ConsoleTab } from '../support/console-tab.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { lookAt } from '../support/look-at.ts';
import { ServerProcess } from '../support/server-process.ts';

const ROWS = 50_000;

let browser: Browser;
let database: TestDatabase;
let server: ServerProcess;
let tab: ConsoleTab;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'orderdeck-import-'));
  browser = await launchBrowser();
  database = await createTestDatabase();
  server = await ServerProcess.start({ ...database.env });
});
beforeEach(async () => {
  tab = await ConsoleTab.open(browser, server.url);
});
afterEach(async () => {
  const { complaints } = tab;
  await tab.close();
  await database.query('DELETE FROM orders');
  expect(complaints).toEqual([]);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Opens the import from the menu and hands it the file. */
async function open(path: string): Promise<Locator> {
  await tab.button('CSV: import and export').click();
  await tab.page.getByRole('menuitem', { name: 'Import orders from a CSV file' }).click();
  const dialog = tab.page.getByRole('dialog', { name: 'Import orders' });
  await dialog.getByTestId('import-file').setInputFiles(path);
  return dialog;
}

/** What a press on the button saves, as text. */
async function saved(button: Locator): Promise<{ readonly name: string; readonly text: string }> {
  const [download] = await Promise.all([tab.page.waitForEvent('download'), button.click()]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
}

async function count(): Promise<number> {
  return Number((await database.query<{ n: number }>('SELECT COUNT(*) AS n FROM orders'))[0]?.n);
}

const names = async (): Promise<string[]> =>
  (await database.query<{ customer_name: string }>('SELECT customer_name FROM orders ORDER BY id')).map(
    ({ customer_name }) => customer_name,
  );

const lines = (rows: number): string[] => Array.from({ length: rows }, (_, index) => `Customer ${index},Laptop`);

// Many rows, on machines that do other work too.
describe('the import', { timeout: 300_000 }, () => {
  it('[IMPORT-1] 50,000 lines, 37 of them bad: progress is seen, exactly the good ones are stored, the others handed back', async () => {
    const bad = [
      ',Laptop',
      `${'x'.repeat(256)},Laptop`,
      'Ada,Laptop,lost',
      'Ada,"Lap\ttop"',
      'Ada,Laptop,pending,more',
    ];
    const content = lines(ROWS - 37);
    const refused = Array.from({ length: 37 }, (_, index) => bad[index % bad.length] ?? '');
    for (const [index, line] of refused.entries()) content.splice(index * 1_300 + 5, 0, line);
    const dialog = await open(file('many.csv', ['Customer,Product,Status', ...content].join('\n')));
    await dialog.getByText('49,963 orders will be created').waitFor();
    await dialog.getByText('37 lines refused').waitFor();
    await dialog.getByText('Customer is empty: 8 lines (line 7, 6,507, 13,007 …)').waitFor();
    expect(await lookAt(tab.page, 'import-preview')).toEqual([]);
    const asked = await saved(dialog.getByRole('button', { name: 'Download refused lines' }));
    expect(asked.name).toBe('many-refused.csv');
    const { data } = Papa.parse<string[]>(asked.text, { newline: '\r\n' });
    const padded = (line: string): string[] => [...(Papa.parse<string[]>(line).data[0] ?? []), '', ''].slice(0, 4);
    expect(data).toEqual([
      ['Customer', 'Product', 'Status', '', 'reason'],
      ...refused.map((line, index) => [...padded(line), REASONS[index % REASONS.length]]),
      [''],
    ]);
    await dialog.getByRole('button', { name: 'Import 49,963 orders' }).click();
    await passed(dialog, 30);
    await dialog.getByText(/a second, .* left/).waitFor();
    await dialog.getByText('49,963 orders created', { exact: true }).waitFor({ timeout: 240_000 });
    // The list behind it has followed to the end.
    await tab.page.getByText('49,963 orders', { exact: true }).waitFor();
    const [newest] = await database.query<{ id: number }>('SELECT MAX(id) AS id FROM orders');
    await tab.cell(Number(newest?.id), 'status').waitFor();
    expect(await count()).toBe(ROWS - 37);
    expect((await names()).sort()).toEqual(namesIn(ROWS - 37).sort());
    expect(await lookAt(tab.page, 'import-end')).toEqual([]);
  });

  it('[IMPORT-2] stopped in the middle: what was created is told and taken back, the rest handed back', async () => {
    const dialog = await open(file('stop.csv', ['Customer,Product', ...lines(ROWS)].join('\n')));
    await dialog.getByRole('button', { name: 'Import 50,000 orders' }).click();
    await passed(dialog, 5);
    await dialog.getByRole('button', { name: 'Stop the import' }).click();
    await dialog.getByText('Stopped by you').waitFor();
    const created = await count();
    expect(created).toBeGreaterThan(0);
    expect(created).toBeLessThan(ROWS);
    expect(await names()).toEqual(namesIn(created));
    const rest = await saved(dialog.getByRole('button', { name: 'Download lines not imported' }));
    const handed = rest.text.split('\r\n').slice(1, -1);
    expect(handed).toEqual(
      lines(ROWS)
        .slice(created)
        .map((line) => `${line},not imported: stopped`),
    );
    await database.query("UPDATE orders SET status = 'shipped' ORDER BY id LIMIT 1");
    await dialog.getByRole('button', { name: /^Take back/ }).click();
    await dialog.getByText('1 order not taken back').waitFor({ timeout: 90_000 });
    expect(await names()).toEqual(['Customer 0']);
  });

  it('[IMPORT-3] the server is killed in the middle and started again: no order twice, none missing', async () => {
    const dialog = await open(file('killed.csv', lines(10_000).join('\n')));
    await dialog.getByRole('button', { name: 'Import 10,000 orders' }).click();
    for (const percent of [10, 40]) {
      await passed(dialog, percent);
      await server.kill();
      await dialog.getByText('No answer from the server').waitFor();
      server = await server.startAgain();
    }
    await dialog.getByText('10,000 orders created', { exact: true }).waitFor({ timeout: 240_000 });
    expect(await names()).toEqual(namesIn(10_000));
  });

  it('[IMPORT-4] what was exported is imported as it was, and taken back with Ctrl+Z; the export follows the filter', async () => {
    const given = ['=1+1', '+49 30', '-', '@Ada', "'=x", "''-", ' Ada "the, first" ', 'Ä;ö\u{1F600}', "O'Brien"];
    for (const [index, name] of given.entries()) {
      const status = ['pending', 'shipped', 'delivered'][index % 3];
      await database.query('INSERT INTO orders (customer_name, product_name, status) VALUES (?, ?, ?)', [
        name,
        given.at(-1 - index),
        status,
      ]);
    }
    const stored = () =>
      database.query('SELECT customer_name, product_name, status FROM orders ORDER BY customer_name, status');
    const before = await stored();
    await tab.page.getByText('9 orders', { exact: true }).waitFor();
    const whole = await exported('Export all orders as CSV');
    expect(whole.name).toMatch(/^orders-\d{4}-\d\d-\d\d\.csv$/);
    await tab.page.getByRole('searchbox').fill('ada');
    await tab.page.getByRole('button', { name: /^Delivered/ }).click();
    const part = await exported('Export 2 orders shown as CSV');
    expect(part.text.trim().split('\r\n')).toHaveLength(3);
    await database.query('DELETE FROM orders');
    const dialog = await open(file('again.csv', whole.text));
    await dialog.getByRole('button', { name: 'Import 9 orders' }).click();
    await dialog.getByText('9 orders created', { exact: true }).waitFor();
    expect(await stored()).toEqual(before);
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
    await dialog.waitFor({ state: 'hidden' });
    await tab.page.keyboard.press('Control+z');
    await eventually('the import is taken back', async () => (await count()) === 0);
  });

  it('[IMPORT-5] a dropped file of older Windows with semicolons and German names is previewed and imported', async () => {
    const content = Buffer.from('Kunde;Produkt;Status\nB\xe4cker \x80;Stra\xdfe;Versandt\n', 'latin1').toString(
      'base64',
    );
    const transfer = await tab.page.evaluateHandle((base64) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(base64), (one) => one.charCodeAt(0))], 'alt.csv'));
      return data;
    }, content);
    const list = tab.page.getByRole('region', { name: 'Orders', exact: true });
    await list.dispatchEvent('dragenter', { dataTransfer: transfer });
    await tab.page.getByText('Drop the file to see what it would import').waitFor();
    await list.dispatchEvent('drop', { dataTransfer: transfer });
    const dialog = tab.page.getByRole('dialog', { name: 'Import orders' });
    await dialog.getByText('It was read as Windows-1252').waitFor();
    await dialog.getByRole('button', { name: 'Import 1 order' }).click();
    await dialog.getByText('1 order created', { exact: true }).waitFor();
    const [stored] = await database.query('SELECT customer_name, product_name, status FROM orders');
    expect(stored).toEqual({ customer_name: 'B\u00e4cker \u20ac', product_name: 'Stra\u00dfe', status: 'shipped' });
  });
});

const REASONS = [
  'Customer is empty',
  'Customer is longer than 255 characters',
  'Status is none of pending, shipped, delivered',
  'Product holds a line break or another control character',
  'More cells than columns',
];

const namesIn = (rows: number): string[] => Array.from({ length: rows }, (_, index) => `Customer ${index}`);

/** Waits until so many percent are done. */
async function passed(dialog: Locator, percent: number): Promise<void> {
  const bar = dialog.getByRole('progressbar', { name: 'Progress of the import' });
  await eventually(`${percent} %`, async () => Number(await bar.getAttribute('aria-valuenow')) >= percent);
}

async function exported(item: string): Promise<{ readonly name: string; readonly text: string }> {
  await tab.button('CSV: import and export').click();
  return saved(tab.page.getByRole('menuitem', { name: item }));
}
