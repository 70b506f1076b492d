import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { ConsolePage } from '../support/console-page.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { ServerProcess } from '../support/server-process.ts';

let browser: Browser;
let database: TestDatabase;
let server: ServerProcess;
let page: Page;
let shown: ConsolePage;

beforeAll(async () => {
  browser = await launchBrowser();
  database = await createTestDatabase();
  server = await ServerProcess.start({ ...database.env });
  await database.query('DELETE FROM orders');
  for (const [id, name, status] of [
    [1, 'Ada Ltd', 'pending'],
    [2, 'Bolt Co', 'shipped'],
    [3, 'Cedar Works', 'delivered'],
  ]) {
    await database.query('INSERT INTO orders (id, customer_name, product_name, status) VALUES (?, ?, ?, ?)', [
      id,
      name,
      'Phone',
      status,
    ]);
  }
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await database?.drop();
});
beforeEach(async () => {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    colorScheme: 'light',
    timezoneId: 'UTC',
    locale: 'en-GB',
  });
  page = await context.newPage();
  shown = new ConsolePage(page);
  await page.goto(`${server.url}/`);
  await shown.isState('live');
});
afterEach(async () => {
  expect(shown.complaints).toEqual([]);
  await page.context().close();
});

async function focused(): Promise<string> {
  return page.evaluate(
    () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.tagName ?? '',
  );
}

describe('keys', () => {
  it('[KEY-2] lead to the views, and their title has the focus', async () => {
    for (const [keys, title] of [
      ['gb', 'Board'],
      ['ga', 'Activity'],
      ['gm', 'Monitor'],
      ['go', 'Orders'],
    ] as const) {
      for (const key of keys) await page.keyboard.press(key);
      await page.getByRole('heading', { name: title, level: 1 }).waitFor();
      await page.waitForFunction((name) => document.activeElement?.textContent === name, title);
    }
    await page.keyboard.press('/');
    expect(await focused()).toBe('Search orders');
  });
});
