// `npm run bench -- --console`: the console in a browser of the LAN, measured at the page, as a table and as JSON.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { ensureChromium } from '../../scripts/lib/chromium.mjs';
import { ROOT } from '../../scripts/lib/repository.mjs';
import { BenchDatabase, fillOrders, percentile, round, writeSteadily } from './bench-database.mjs';
import { watchFrames } from './page-watch.mjs';
import { startOrderdeck } from './programs.mjs';
import { measureActivity, measureBoard, measurePalette, measureSearch } from './view-loads.mjs';

/** @typedef {import('playwright-core').Page} Page */

const quick = process.argv.includes('--quick');
const LARGE = 100_000;
/** Bytes per second of a slow corner of the warehouse's WLAN, 10 Mbit/s, and its answer time in milliseconds. */
const SLOW_LAN = { bytesPerSecond: 10_000_000 / 8, latencyMs: 5 };
const VIEW = { width: 1440, height: 900 };

const found = await ensureChromium();
if (found === null) throw new Error('No Chromium is to be had');
const database = await BenchDatabase.create('console');
const server = await startOrderdeck(database.environment, 'orderdeck.v1');
const address = `http://127.0.0.1:${server.port}/`;
const browser = await chromium.launch({ executablePath: found.path, args: ['--disable-gpu'] });
/** @type {Record<string, unknown>} */
const results = {};
/** @param {string} name @param {unknown} figures */
function report(name, figures) {
  results[name] = figures;
  console.log(`${name}: ${JSON.stringify(figures)}`);
}

try {
  const writer = await database.connect();
  await fillOrders(writer, 1_000);
  report('coldLoad', await measureColdLoad());
  await fillOrders(writer, LARGE);
  const rounds = quick ? 3 : 10;
  const seconds = quick ? 10 : 60;
  report('search', await atLargeTable((page) => measureSearch(page, rounds)));
  report('palette', await atLargeTable((page) => measurePalette(page, rounds)));
  report('load', await measureLoad(writer, 1_000, seconds));
  const load = { perSecond: 1_000, seconds, orders: LARGE };
  report('activity', await atLargeTable((page) => measureActivity(page, writer, load)));
  report('board', await atLargeTable((page) => measureBoard(page, writer, seconds)));
  report('import', await measureImport(writer, quick ? 10_000 : 50_000));
  await writer.end();
} finally {
  await browser.close();
  await server.stop();
  await database.drop();
}
mkdirSync(join(ROOT, 'test-results'), { recursive: true });
writeFileSync(join(ROOT, 'test-results/bench-console.json'), `${JSON.stringify(results, null, 2)}\n`);

/** @returns {Promise<Page>} */
async function newPage() {
  const context = await browser.newContext({ viewport: VIEW });
  return context.newPage();
}

/** @param {Page} page */
async function untilLive(page) {
  await page.locator('[data-testid=connection-pill][data-state=live]').waitFor({ timeout: 120_000 });
  await page.locator('.orders-grid [row-id]').first().waitFor();
}

/** From the address to rows on the screen with an empty cache, over a slow line, as plain HTTP has it (no Brotli). */
async function measureColdLoad() {
  const times = [];
  const bytes = { script: 0, style: 0, font: 0, other: 0 };
  for (let i = 0; i < 5; i++) {
    const page = await newPage();
    const network = await page.context().newCDPSession(page);
    await network.send('Network.enable');
    await network.send('Network.setExtraHTTPHeaders', { headers: { 'Accept-Encoding': 'gzip' } });
    await network.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: SLOW_LAN.latencyMs,
      downloadThroughput: SLOW_LAN.bytesPerSecond,
      uploadThroughput: SLOW_LAN.bytesPerSecond,
    });
    // What comes after that is fetched ahead for later.
    let isLive = false;
    /** @type {Map<string, keyof typeof bytes>} */
    const kinds = new Map();
    network.on('Network.responseReceived', ({ requestId, type }) => {
      const kind = type.toLowerCase().replace('stylesheet', 'style');
      kinds.set(requestId, kind === 'script' || kind === 'style' || kind === 'font' ? kind : 'other');
    });
    network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (i === 0 && !isLive) bytes[kinds.get(requestId) ?? 'other'] += encodedDataLength;
    });
    const started = performance.now();
    await page.goto(address);
    await untilLive(page);
    isLive = true;
    times.push(performance.now() - started);
    await page.context().close();
  }
  return { medianMs: percentile(times, 0.5), worstMs: percentile(times, 1), bytes };
}

/**
 * Measures at a page with LARGE orders.
 *
 * @template T
 * @param {(page: Page) => Promise<T>} measure
 * @returns {Promise<T>}
 */
async function atLargeTable(measure) {
  const page = await newPage();
  await page.goto(address);
  await untilLive(page);
  await page.getByText('100,000 orders').waitFor();
  const figures = await measure(page);
  await page.context().close();
  return figures;
}

/**
 * @param {import('mysql2/promise').Connection} writer
 * @param {number} perSecond
 * @param {number} seconds
 */
async function measureLoad(writer, perSecond, seconds) {
  const page = await newPage();
  await page.goto(address);
  await untilLive(page);
  await page.getByText('100,000 orders').waitFor();
  const memory = await page.context().newCDPSession(page);
  const heapMb = async () => {
    await memory.send('HeapProfiler.collectGarbage');
    const { usedSize } = await memory.send('Runtime.getHeapUsage');
    return round(usedSize / 1_048_576);
  };
  // Somewhere in the middle, with a row selected: neither may move.
  await page.locator('.orders-grid .ag-grid-viewport').evaluate((viewport) => {
    viewport.scrollTop = 1_000_000;
  });
  await pause(1_000);
  const place = () =>
    page.locator('.orders-grid').evaluate((grid) => ({
      scrollTop: grid.querySelector('.ag-grid-viewport')?.scrollTop,
      selected: [...grid.querySelectorAll('.ag-row-selected')].map((row) => row.getAttribute('row-id')).sort(),
    }));
  await page.locator('.orders-grid .ag-row .ag-checkbox-input').nth(5).click();
  const before = await place();
  const heapBefore = await heapMb();
  const frames = await watchFrames(page);
  await pause(500);
  await frames();
  const rate = await writeSteadily(writer, { perSecond, seconds, orders: LARGE });
  const seen = await frames();
  const after = await place();
  const result = {
    perSecond: rate,
    frames: seen,
    heapBefore,
    heapAfter: await heapMb(),
    placeKept: before.selected.length > 0 && JSON.stringify(before) === JSON.stringify(after),
  };
  await page.context().close();
  return result;
}

/**
 * The frames of a page while it imports a file, over a list of LARGE orders.
 *
 * @param {import('mysql2/promise').Connection} writer
 * @param {number} rows
 */
async function measureImport(writer, rows) {
  const page = await newPage();
  await page.goto(address);
  await untilLive(page);
  await page.getByRole('button', { name: 'CSV: import and export' }).click();
  await page.getByRole('menuitem', { name: 'Import orders from a CSV file' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import orders' });
  const content = Array.from({ length: rows }, (_, index) => `Import ${index},Laptop`).join('\n');
  const frames = await watchFrames(page);
  await pause(500);
  await frames();
  const file = { name: 'orders.csv', mimeType: 'text/csv', buffer: Buffer.from(content) };
  await dialog.getByTestId('import-file').setInputFiles(file);
  const start = dialog.getByRole('button', { name: /^Import [\d,]+ orders/ });
  await start.waitFor({ timeout: 60_000 });
  const reading = await frames();
  const started = performance.now();
  await start.click();
  const done = new Intl.NumberFormat('en-GB').format(rows);
  await dialog.getByText(`${done} orders created`, { exact: true }).waitFor({ timeout: 300_000 });
  const perSecond = round((rows * 1_000) / (performance.now() - started));
  const sending = await frames();
  await page.context().close();
  await writer.query("DELETE FROM orders WHERE customer_name LIKE 'Import %'");
  return { rows, perSecond, reading, sending };
}
