import type { Connection } from 'mysql2/promise';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import {
  MINUTE_MS,
  SAMPLE_MS,
  SAMPLES_KEPT,
  type StatsHistory,
  statsHistorySchema,
} from '../../src-shared/stats-history.ts';
import { launchBrowser } from '../support/browser.ts';
import { ConsoleTab } from '../support/console-tab.ts';
import { emptyHistory } from '../support/empty-history.ts';
import { eventually } from '../support/eventually.ts';
import { liveServer } from '../support/live-server.ts';
import { lookAt } from '../support/look-at.ts';

const live = liveServer({ ALERT_GAP_AGE_SECONDS: '1' });
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

let tab: ConsoleTab | null = null;
let holding: Connection;
beforeEach(async () => {
  holding = await live.database.connect();
});
// Whatever was not as expected: no transaction stays open, and no page.
afterEach(async () => {
  holding.destroy();
  await tab?.close();
  tab = null;
});

async function open(): Promise<ConsoleTab> {
  tab = await ConsoleTab.open(browser, `${live.server.url}/#/monitor`);
  return tab;
}

async function history(): Promise<StatsHistory> {
  return statsHistorySchema.parse(await (await fetch(`${live.server.url}/api/stats/history`)).json());
}

it('[MON-1] the charts show what the server measured, and the lists who is there and what is held', async () => {
  const { database } = live;
  await holding.query("BEGIN; INSERT INTO orders (customer_name, product_name) VALUES ('Held', 'Lamp')");
  for (let i = 0; i < 20; i++) {
    await database.query("INSERT INTO orders (customer_name, product_name) VALUES ('Ada', 'Desk')");
  }
  const tab = await open();
  const { page } = tab;
  const chart = tab.page.getByRole('region', { name: 'Changes, last hour', exact: true });
  await chart.locator('canvas').waitFor();
  await chart.getByText('As a table').click();
  await eventually('the table holds the highest value of each minute', async () => {
    const { samples } = await history();
    const highest = new Map<number, number>();
    for (const [index, at] of samples.at.entries()) {
      const minute = Math.floor(at / MINUTE_MS);
      highest.set(minute, Math.max(highest.get(minute) ?? 0, Math.round(samples.changesPerSecond[index] ?? 0)));
    }
    const expected = [...highest.values()].reverse().map((value) => `${value}/s`);
    const shown = await chart.locator('tbody td').allTextContents();
    expect(Math.max(...highest.values())).toBeGreaterThan(0);
    expect(shown).toEqual(expected);
    return true;
  });
  const gaps = tab.page.getByRole('region', { name: 'Open gaps' }).first();
  await gaps.getByText(/creates order \d+/).waitFor();
  await gaps
    .getByRole('button', { name: /^Copy KILL \d+$/ })
    .first()
    .waitFor();
  const clients = tab.page.getByRole('region', { name: 'Connections' }).first();
  await clients.getByText('WebSocket, orderdeck.v1').waitFor();
  await clients.getByText('live', { exact: true }).waitFor();
  // A figure is explained to those who come by keyboard as well.
  const figure = tab.page.getByRole('button', { name: /^Lag p99 ?: / });
  await tab.page.getByRole('button', { name: /^Lag p95 ?: / }).focus();
  await tab.page.keyboard.press('Tab');
  expect(await figure.evaluate((element) => element === document.activeElement)).toBe(true);
  await tab.page
    .getByRole('tooltip')
    .getByText(/99 of 100 changes/)
    .waitFor();
  // What explains goes when the focus does.
  await figure.blur();
  await tab.page.getByRole('tooltip').waitFor({ state: 'hidden' });
  await holding.query('ROLLBACK');
  await gaps.getByText('No gap is open').waitFor({ timeout: 60_000 });
  expect(await lookAt(tab.page, 'monitor')).toEqual([]);
  for (const width of [768, 390]) {
    await tab.page.setViewportSize({ width, height: 1024 });
    await eventually(`nothing is wider than ${width} px once the charts fit`, async () => {
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (overflow > 0) throw new Error(`${overflow} px too wide`);
      return true;
    });
    await tab.page.screenshot({ path: `test-results/screenshots/monitor-${width}.png` });
  }
  expect(tab.complaints).toEqual([]);
});

it('[MON-2] a trigger that was dropped is found and made again from the page', async () => {
  const { database } = live;
  await database.query('DROP TRIGGER orderdeck_1_after_insert');
  const tab = await open();
  const panel = tab.page.getByRole('region', { name: 'Database setup' });
  await tab.button('Check the database').click();
  await panel.getByText(/Trigger orderdeck_1_after_insert on orders is missing/).waitFor();
  await tab.page.getByText(/the database setup needs attention/).waitFor();
  await tab.button('Repair what is missing').click();
  await panel.getByText('1 thing repaired; nothing is left to do.').waitFor();
  expect(await lookAt(tab.page, 'monitor-repaired')).toEqual([]);
  const rows = await database.query(
    "SELECT 1 FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = DATABASE() AND TRIGGER_NAME = 'orderdeck_1_after_insert'",
  );
  expect(rows).toHaveLength(1);
});

it('[MON-3] hours of measurements make neither the page nor its memory grow, and a closed view asks for none', async () => {
  const tab = await open();
  const { page } = tab;
  let asked = 0;
  let count = 0;
  const start = Date.now() - 20 * 3_600_000;
  const sample = (index: number) => start + index * SAMPLE_MS;
  await page.route('**/api/stats/history*', async (route) => {
    asked++;
    const from = asked === 1 ? count - SAMPLES_KEPT : count;
    count += 360;
    const indexes = Array.from({ length: count - Math.max(0, from) }, (_, i) => Math.max(0, from) + i);
    const filled = (value: (index: number) => number) => indexes.map(value);
    const answer: StatsHistory = {
      ...emptyHistory('s', 0),
      whole: asked === 1,
      next: `s.${count}`,
      samples: {
        at: filled(sample),
        lagP50: filled((i) => i % 10),
        lagP95: filled((i) => i % 20),
        lagP99: filled((i) => i % 40),
        changesPerSecond: filled((i) => i % 100),
        pollMs: filled(() => 25),
        gaps: filled(() => 0),
        oldestGapMs: indexes.map(() => null),
        clients: filled(() => 3),
        rssBytes: filled(() => 45e6),
        heapBytes: filled(() => 15e6),
        loopDelayP99: filled(() => 1),
        feed: indexes.map(() => 'live' as const),
      },
    };
    await route.fulfill({ json: answer });
  });
  await page.clock.install();
  await page.reload();
  await page.locator('canvas').first().waitFor();
  const debug = await page.context().newCDPSession(page);
  const size = async () => {
    await debug.send('HeapProfiler.collectGarbage');
    const { usedSize } = await debug.send('Runtime.getHeapUsage');
    return { usedSize, elements: await page.evaluate(() => document.querySelectorAll('*').length) };
  };
  const pass = async (answers: number) => {
    const until = asked + answers;
    await eventually('the answers have come', async () => {
      await page.clock.runFor(SAMPLE_MS);
      return asked >= until;
    });
  };
  await pass(5);
  const before = await size();
  await pass(80);
  expect(Math.abs((await size()).elements - before.elements)).toBeLessThan(60);
  // One collection does not find all that is garbage: what is let go in it is found by the next one.
  await eventually('no more than before is held', async () => (await size()).usedSize - before.usedSize < 4e6);
  await page.goto(`${live.server.url}/#/orders`);
  await page.locator('canvas').first().waitFor({ state: 'detached' });
  const last = asked;
  await page.clock.runFor(SAMPLE_MS * 10);
  expect(asked).toBe(last);
});

it('[ALRT-11] lists alerts with what to do, lists nothing cut off, and saves the diagnostics', async () => {
  await holding.query("BEGIN; INSERT INTO orders (customer_name, product_name) VALUES ('Held', 'Lamp')");
  await live.database.query("INSERT INTO orders (customer_name, product_name) VALUES ('Ada', 'Desk')");
  const { page } = await open();
  const alerts = page.getByRole('region', { name: 'Alerts, as a table', exact: true });
  const row = alerts.locator('tbody tr').filter({ hasText: 'active' });
  await row.waitFor();
  expect(await row.textContent()).toContain(
    'A transaction has been open for long. The list of gaps names the connection that holds it.',
  );
  expect(await row.locator('td').nth(3).textContent()).toBe('1 s');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save diagnostics' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^orderdeck-diagnostics-\d{4}-\d\d-\d\d\.json$/);
  await alerts.scrollIntoViewIfNeeded();
  expect(await lookAt(page, 'monitor-alerts')).toEqual([]);
});
