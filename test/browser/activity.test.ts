import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { ConsoleTab } from '../support/console-tab.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { lookAt } from '../support/look-at.ts';
import { testSeed } from '../support/random.ts';
import { ServerProcess } from '../support/server-process.ts';
import { runWriters } from '../support/writers.ts';

const CHANGES = 10_000;

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

/** All lines of the list from the top to the end, by scrolling through it. */
async function scrollThrough(): Promise<string[]> {
  return tab.page.evaluate(async () => {
    const list = document.querySelector('section[tabindex="0"]');
    if (list === null) throw new Error('there is no list');
    const seen = new Map<string, string>();
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    list.scrollTop = 0;
    // A frame too early there would be a hole where the lines are to come.
    const isDrawn = () => {
      const rows = [...list.querySelectorAll('li')].map((row) => row.getBoundingClientRect());
      const { top, bottom } = list.getBoundingClientRect();
      const rests = list.scrollTop + list.clientHeight >= list.scrollHeight - 2;
      return rows.some((row) => row.top <= top + 1) && (rests || rows.some((row) => row.bottom >= bottom));
    };
    for (let still = 0; still < 200; ) {
      await frame();
      if (!isDrawn()) continue;
      const before = seen.size;
      for (const row of list.querySelectorAll<HTMLElement>('li[data-kind="change"]')) {
        seen.set(row.dataset.change ?? '', `${row.dataset.change} ${row.querySelector('a')?.textContent}`);
      }
      list.scrollTop += list.clientHeight * 0.9;
      const atEnd = list.textContent?.includes('Nothing older is kept') === true;
      const atBottom = list.scrollTop + list.clientHeight >= list.scrollHeight - 2;
      if (atEnd && atBottom && seen.size === before) break;
      still = seen.size === before ? still + 1 : 0;
    }
    return [...seen.values()];
  });
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
    expect(await newest.textContent()).toMatch(/Changed.*=BoltProduct Tablet → Docking station.*Ada at bench 3/);
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
    // All of it is listed: one line is one that was filtered, and the view hears its keys.
    await lines().getByText('Nothing older is kept').waitFor();
    await lines().getByRole('listitem').first().waitFor();
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

  it('[ACT-23] what comes while somebody looks further down moves nothing, and a chip leads to it', async () => {
    const { page } = tab;
    for (let index = 0; index < 60; index += 1) {
      await database.query("INSERT INTO orders (customer_name, product_name) VALUES ('Many', 'Headset')");
    }
    await page
      .getByTestId('activity-count')
      .getByText(/^7\d changes listed$/)
      .waitFor();
    await lines().evaluate((list) => {
      list.scrollTop = 500;
    });
    const places = () =>
      lines()
        .locator('li')
        .evaluateAll((rows) => rows.map((row) => `${row.dataset.change} ${row.getBoundingClientRect().top}`));
    // While the list is still drawn for its new place, lines of the old one stand there as well.
    const isDrawn = () =>
      lines().evaluate((list) => {
        const rows = [...list.querySelectorAll('li')].map((row) => row.getBoundingClientRect());
        const { top, bottom } = list.getBoundingClientRect();
        return rows.some((row) => row.top <= top) && rows.some((row) => row.bottom >= bottom);
      });
    const before = await eventually('the lines stand', async () => {
      const now = await places();
      return now.length > 20 && (await isDrawn()) && isDeepStrictEqual(await places(), now) ? now : null;
    });
    for (const name of ['First', 'Second']) {
      await database.query("INSERT INTO orders (customer_name, product_name) VALUES (?, 'Tablet')", [name]);
    }
    await tab.button('2 new above').waitFor();
    expect(await places()).toEqual(before);
    await tab.button('2 new above').click();
    await lines().getByRole('listitem').first().getByText('Second').waitFor();
  });

  it('[ACT-22] ends as the log, line by line, after 10,000 changes by several writers, paused and resumed meanwhile', async () => {
    const { page } = tab;
    await tab.button('Pause').click();
    const before = await lines().getByRole('listitem').first().getAttribute('data-change');
    const shared = { seed: testSeed(), maxTransactionMs: 2, rollbackShare: 0.05 };
    await runWriters(database, { ...shared, kind: 'transactions', writers: 3, changes: 600 });
    await runWriters(database, { ...shared, kind: 'multi-row', writers: 2, changes: CHANGES - 600 });
    await page.getByRole('button', { name: /^Resume .* new$/ }).waitFor();
    expect(await lines().getByRole('listitem').first().getAttribute('data-change')).toBe(before);
    const newest = (await wholeLog())[0]?.id;
    await eventually('everything has come', async () => {
      const received = tab.received.flatMap((message) => (message.type === 'changes' ? message.changes : []));
      return received.some(({ changeId }) => changeId === newest);
    });
    await page.getByRole('button', { name: /^Resume/ }).click();
    await page.getByText('changes that came meanwhile were read from the server').waitFor();
    // Many lines a frame: the list is read from its top to its end.
    await page.setViewportSize({ width: 1280, height: 3_000 });
    const shown = await scrollThrough();
    const log = await wholeLog();
    expect(log.length).toBeGreaterThan(CHANGES);
    expect(shown.length).toBe(log.length);
    expect([...shown].sort()).toEqual(log.map(({ id, order_id }) => `${id} ${order_id}`).sort());
    expect(tab.complaints).toEqual([]);
    expect(tab.loads).toBe(1);
  });
});
