import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../../scripts/lib/repository.mjs';
import { statsHistorySchema } from '../../src-shared/stats-history.ts';
import { launchBrowser } from '../support/browser.ts';
import { ConsolePage } from '../support/console-page.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { readByAxe } from '../support/look-at.ts';
import { ServerProcess } from '../support/server-process.ts';

const SCREENS = [
  { width: 1920, height: 1080 },
  { width: 3840, height: 2160 },
  { width: 1280, height: 720 },
] as const;
const HOURS = 24;
/** Time goes by in steps that a connection outlives, and in leaps that it does not. */
const STEP_MS = 1_000;
/** Enough for a new connection and for what is asked every five seconds. */
const STEPS = 8;
const LEAP_MS = 3_600_000;
const FIGURES = ['pending', 'oldest', 'shipped', 'per-minute'] as const;

let browser: Browser;
let database: TestDatabase;
let server: ServerProcess;

beforeAll(async () => {
  browser = await launchBrowser();
  database = await createTestDatabase();
  server = await ServerProcess.start({ ...database.env });
  await database.query('DELETE FROM orders');
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await database?.drop();
});

async function fill(): Promise<void> {
  for (let index = 0; index < 14; index += 1) {
    await database.query(
      'INSERT INTO orders (customer_name, product_name, created_at, updated_at) VALUES (?, ?, NOW() - INTERVAL ? MINUTE, NOW())',
      [`Customer ${index}`, 'Laptop', 20 + index * 20],
    );
  }
  await database.query("UPDATE orders SET status = 'shipped' WHERE customer_name IN ('Customer 3', 'Customer 4')");
  await database.query("UPDATE orders SET status = 'delivered' WHERE customer_name = 'Customer 3'");
}

/** A screen on the wall whose clock the test moves. */
async function hang(): Promise<ConsolePage> {
  const context = await browser.newContext({ viewport: SCREENS[0], timezoneId: 'UTC', locale: 'en-GB' });
  const page = await context.newPage();
  await page.clock.install();
  const wall = new ConsolePage(page);
  await page.goto(`${server.url}/#/wallboard`);
  await page.getByTestId('wall-pending').waitFor();
  return wall;
}

/** A few seconds, each timer at most once in each: a frame every 16 ms would take longer than all the rest. */
async function goOn(page: Page): Promise<void> {
  for (let step = 0; step < STEPS; step += 1) await page.clock.fastForward(STEP_MS);
}

const figure = async (page: Page, name: (typeof FIGURES)[number]): Promise<string> =>
  ((await page.getByTestId(`wall-${name}`).textContent()) ?? '').trim();

/** Waits until what hangs there is what the table and the server's own counts say. */
async function equalsTable(page: Page): Promise<void> {
  await eventually('the figures equal the table', async () => {
    const [row] = await database.query<{ pending: number }>(
      "SELECT COUNT(*) AS pending FROM orders WHERE status = 'pending'",
    );
    const history = statsHistorySchema.parse(await (await fetch(`${server.url}/api/stats/history`)).json());
    const shipped = await database.query(
      `SELECT id FROM order_changes WHERE operation_type = 'UPDATE'
         AND JSON_UNQUOTE(JSON_EXTRACT(new_data, '$.status')) = 'shipped'
         AND JSON_UNQUOTE(JSON_EXTRACT(old_data, '$.status')) <> 'shipped'
         AND changed_at >= FROM_UNIXTIME(?)`,
      [Math.max(history.knownSince, new Date().setUTCHours(0, 0, 0, 0)) / 1_000],
    );
    expect(await figure(page, 'pending')).toBe(String(row?.pending));
    expect(await figure(page, 'shipped')).toBe(String(shipped.length));
    expect(await page.getByTestId('wall-cover').count()).toBe(0);
    return true;
  });
}

describe('the wallboard', () => {
  it('[WALL-10] is read from afar on each screen, and by axe', async () => {
    const { page, complaints } = await hang();
    await fill();
    await equalsTable(page);
    const folder = join(ROOT, 'test-results/screenshots');
    mkdirSync(folder, { recursive: true });
    for (const screen of SCREENS) {
      await page.setViewportSize(screen);
      await page.clock.runFor(1_500);
      for (const name of FIGURES) {
        const box = await page.locator(`[data-figure="${name}"]`).boundingBox();
        expect(box?.height).toBeGreaterThanOrEqual(screen.height * 0.12);
      }
      const lines = page.getByRole('region', { name: 'Last changes' }).getByRole('listitem');
      expect(await lines.count()).toBe(8);
      expect(await page.evaluate(() => document.documentElement.scrollHeight <= window.innerHeight)).toBe(true);
      await page.screenshot({ path: join(folder, `wallboard-${screen.width}.png`) });
    }
    expect(await readByAxe(page, [])).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('[WALL-11] hangs untouched for a day with three restarts, right after each, covered in between, and grows no more', async () => {
    const wall = await hang();
    const { page, complaints } = wall;
    await fill();
    const size = async (): Promise<{ nodes: number; heap: number }> => {
      await devtools.send('HeapProfiler.collectGarbage');
      const { metrics } = await devtools.send('Performance.getMetrics');
      const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0;
      return { nodes: of('Nodes'), heap: of('JSHeapUsedSize') };
    };
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable');
    const hours = async (count: number): Promise<void> => {
      for (let hour = 0; hour < count; hour += 1) {
        await database.query("UPDATE orders SET status = IF(status = 'shipped', 'pending', 'shipped') LIMIT 3");
        await page.clock.fastForward(LEAP_MS);
        await goOn(page);
      }
    };
    await hours(4);
    await equalsTable(page);
    const before = await size();
    for (let restart = 0; restart < 3; restart += 1) {
      await server.kill();
      await database.query("INSERT INTO orders (customer_name, product_name) VALUES ('While away', 'Phone')");
      await eventually('the wall covers its figures', async () => {
        await goOn(page);
        return (await page.getByTestId('wall-cover').textContent())?.includes('old');
      });
      server = await server.startAgain();
      await eventually('the wall is back', async () => {
        await page.clock.runFor(STEP_MS);
        return (await page.getByTestId('wall-cover').count()) === 0;
      });
      await equalsTable(page);
      await hours((HOURS - 4) / 3);
    }
    await equalsTable(page);
    const after = await size();
    expect(after.nodes).toBeLessThan(before.nodes * 1.5);
    expect(after.heap).toBeLessThan(before.heap * 1.5);
    expect(wall.loads).toBe(1);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('[WALL-12] loads itself again for another build, but not in circles when it gets the same one', async () => {
    const wall = await hang();
    const { page } = wall;
    await page.route(`${server.url}/`, async (route) => {
      if (route.request().resourceType() !== 'fetch') return route.continue();
      return route.fulfill({
        contentType: 'text/html',
        body: '<script type="module" src="./assets/other.js"></script>',
      });
    });
    const restart = async (): Promise<void> => {
      const looked = page.waitForResponse((response) => response.url() === `${server.url}/`);
      await server.stop();
      server = await server.startAgain();
      await eventually('the wall is back', async () => {
        await page.clock.runFor(STEP_MS);
        return (await page.getByTestId('wall-cover').count()) === 0 && (await page.getByTestId('wall-pending').count());
      });
      await looked;
    };
    await restart();
    await eventually('it was loaded again', () => wall.loads === 2);
    await page.getByTestId('wall-pending').waitFor();
    await restart();
    await page.clock.runFor(20_000);
    expect(wall.loads).toBe(2);
    await page.clock.runFor(60_000);
    await eventually('a minute later it tries once more', () => wall.loads === 3);
    await page.context().close();
  });
});
