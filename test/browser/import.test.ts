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

describe('the import', () => {
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
    await dialog.getByText('49,963 orders created', { exact: true }).waitFor({ timeout: 100_000 });
    expect(await count()).toBe(ROWS - 37);
    expect((await names()).sort()).toEqual(namesIn(ROWS - 37).sort());
    expect(await lookAt(tab.page, 'import-end')).toEqual([]);
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
