import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { ConsoleTab } from '../support/console-tab.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { lookAt } from '../support/look-at.ts';
import { ServerProcess } from '../support/server-process.ts';

let browser: Browser;
let database: TestDatabase;
let server: ServerProcess;
let tab: ConsoleTab;

beforeAll(async () => {
  browser = await launchBrowser();
  database = await createTestDatabase();
  server = await ServerProcess.start({ ...database.env, RATE_LIMIT_PER_MINUTE: '0', LOG_RETENTION_ROWS: '1000' });
  for (const status of ['pending', 'shipped', 'delivered']) {
    await database.query(
      "INSERT INTO orders (customer_name, product_name, status) VALUES ('Ada Ltd', 'Laptop', ?), ('=Bolt', 'Phone', ?)",
      [status, status],
    );
  }
  await database.query("UPDATE orders SET status = 'shipped', product_name = 'Tablet' WHERE status = 'pending'");
  await database.query("DELETE FROM orders WHERE status = 'delivered' AND customer_name = 'Ada Ltd'");
  tab = await ConsoleTab.open(browser, `${server.url}/#/activity`);
});
afterAll(async () => {
  await tab?.close();
  await browser?.close();
  await server?.stop();
  await database?.drop();
});

const lines = () => tab.page.getByRole('region', { name: 'Changes, newest first' });

interface LogLine {
  readonly id: number;
  readonly order_id: number;
  readonly type: 'INSERT' | 'UPDATE' | 'DELETE';
}

/** Every change that was ever made, newest first: the log and what left it. */
async function wholeLog(): Promise<LogLine[]> {
  const rows = await database.query<LogLine>(
    `SELECT id, order_id, operation_type AS type FROM order_changes
     UNION SELECT change_id, order_id, operation_type FROM order_history`,
  );
  return rows
    .map(({ id, order_id, type }) => ({ id: Number(id), order_id: Number(order_id), type }))
    .sort((a, b) => b.id - a.id);
}

async function exported(): Promise<string[]> {
  const [download] = await Promise.all([tab.page.waitForEvent('download'), tab.button('Export CSV').click()]);
  const path = await download.path();
  return readFileSync(path, 'utf8').trim().split('\r\n').slice(1);
}

describe('activity', () => {
  it('[ACT-20] shows who changed what from what to what, and opens the order', async () => {
    await lines().getByText('Tablet').first().waitFor();
    await database.query("SET @orderdeck_actor = 'Ada at bench 3'");
    await database.query("UPDATE orders SET product_name = 'Docking station' WHERE customer_name = '=Bolt' LIMIT 1");
    const newest = lines().getByRole('listitem').first();
    await newest.getByText('Docking station').waitFor();
    expect(await newest.textContent()).toMatch(/Changed.*Product Tablet → Docking station.*Ada at bench 3/);
    expect(await lookAt(tab.page, 'activity')).toEqual([]);
    await tab.page.setViewportSize({ width: 390, height: 800 });
    await tab.page.screenshot({ path: 'test-results/screenshots/activity-phone.png' });
    await tab.page.setViewportSize({ width: 768, height: 1024 });
    await tab.page.screenshot({ path: 'test-results/screenshots/activity-768.png' });
    await tab.page.setViewportSize({ width: 1440, height: 900 });
    await lines().focus();
    await tab.page.keyboard.press('ArrowDown');
    await tab.page.keyboard.press('Enter');
    await tab.page.getByRole('complementary', { name: /^Order / }).waitFor();
    await tab.page.goBack();
    await lines().waitFor();
  });

  it('[ACT-21] filters by text, kind, status and person, and the export is the same', async () => {
    const { page } = tab;
    const count = () => lines().locator('li[data-kind="change"]').count();
    await page.keyboard.press('f');
    await page.keyboard.type('ada at');
    await eventually('one line by that person', async () => (await count()) === 1);
    expect(await exported()).toHaveLength(1);
    await page.getByRole('searchbox', { name: /^Filter by order/ }).fill('');
    await page.getByRole('button', { name: 'Deleted', exact: true }).click();
    const deletions = (await wholeLog()).filter(({ type }) => type === 'DELETE');
    await eventually('the deletion', async () => (await count()) === deletions.length);
    expect((await exported()).map((line) => Number(line.split(',')[0]))).toEqual(deletions.map(({ id }) => id));
    await page.getByRole('button', { name: 'Deleted', exact: true }).click();
    const all = await exported();
    expect(all.map((line) => Number(line.split(',')[0]))).toEqual((await wholeLog()).map(({ id }) => id));
    expect(all.filter((line) => line.includes(',=Bolt'))).toEqual([]);
    expect(all.filter((line) => line.includes(",'=Bolt")).length).toBeGreaterThan(0);
  });
});
