// `npm run bench -- --desktop`: the desktop program in a real Electron, measured at the window, as a table and as JSON.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../scripts/lib/free-port.mjs';
import { ROOT } from '../../scripts/lib/repository.mjs';
import { startVirtualDisplay } from '../../scripts/lib/virtual-display.mjs';
import { BenchDatabase, fillOrders, percentile, round, writeSteadily } from './bench-database.mjs';
import { DesktopProgram, watchStalls } from './desktop-program.mjs';
import { watchFrames } from './page-watch.mjs';
import { measureActivity, measureBoard, measurePalette, measureSearch } from './view-loads.mjs';

const quick = process.argv.includes('--quick');
const LARGE = 100_000;

const database = await BenchDatabase.create('desktop');
const { environment } = database;
const display = await startVirtualDisplay();
/** @type {Record<string, unknown>} */
const results = {};
/** @param {string} name @param {unknown} figures */
function report(name, figures) {
  results[name] = figures;
  console.log(`${name}: ${JSON.stringify(figures)}`);
}

try {
  report('startWithDatabase', await measureStart(environment, 'live'));
  const away = { ...environment, DB_PORT: String(await freePort()) };
  report('startWithoutDatabase', await measureStart(away, 'database-lost'));
  const writer = await database.connect();
  await fillOrders(writer, 1_000);
  report('latency', await measureLatency(writer, 200, quick ? 5 : 30));
  await fillOrders(writer, LARGE);
  report('large', await measureLarge());
  report('load', await measureLoad(writer, 1_000, quick ? 10 : 60));
  const rounds = quick ? 3 : 10;
  const seconds = quick ? 10 : 60;
  report('search', await atLargeTable((page) => measureSearch(page, rounds)));
  report('palette', await atLargeTable((page) => measurePalette(page, rounds)));
  const load = { perSecond: 1_000, seconds, orders: LARGE };
  report('activity', await atLargeTable((page) => measureActivity(page, writer, load)));
  report('board', await atLargeTable((page) => measureBoard(page, writer, seconds)));
  await writer.query('DELETE FROM orders WHERE id > 5000');
  report('endurance', await measureEndurance(writer, quick ? 100_000 : 1_000_000));
  await writer.end();
} finally {
  await database.drop();
  await display.stop();
}
mkdirSync(join(ROOT, 'test-results'), { recursive: true });
writeFileSync(join(ROOT, 'test-results/bench-desktop.json'), `${JSON.stringify(results, null, 2)}\n`);

/**
 * @param {Record<string, string>} env
 * @param {string} state that the window must reach
 */
async function measureStart(env, state) {
  const times = [];
  for (let i = 0; i < 3; i++) {
    const started = performance.now();
    const program = await DesktopProgram.start(env, display.display);
    const windowMs = performance.now() - started;
    await program.untilState(state);
    times.push({ windowMs: round(windowMs), usableMs: round(performance.now() - started) });
    await program.stop();
  }
  return times;
}

/**
 * From just before a statement is sent until the frame with its change has been drawn: the console changes the page
 * while a frame is being made.
 *
 * @param {import('mysql2/promise').Connection} writer
 * @param {number} perSecond
 * @param {number} seconds
 */
async function measureLatency(writer, perSecond, seconds) {
  const program = await DesktopProgram.start(environment, display.display);
  const rows = program.page.locator('.orders-grid [row-id]');
  await rows.nth(15).waitFor();
  const ids = await rows.evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('row-id'))).slice(0, 15));
  await program.page.evaluate(() => {
    const own = /** @type {{ seen?: number[] }} */ (/** @type {unknown} */ (window));
    const seen = /** @type {number[]} */ ([]);
    own.seen = seen;
    const told = new Set();
    const grid = document.querySelector('.orders-grid');
    if (grid === null) throw new Error('no grid');
    new MutationObserver(() => {
      const fresh = /** @type {number[]} */ ([]);
      for (const cell of grid.querySelectorAll('[col-id="customer_name"]')) {
        const [, stamp] = /^at (\d+\.\d+)/.exec(cell.textContent ?? '') ?? [];
        if (stamp === undefined || told.has(stamp)) continue;
        told.add(stamp);
        fresh.push(Number(stamp));
      }
      // Answered once the frame that is being made has been drawn.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        const now = performance.timeOrigin + performance.now();
        for (const at of fresh) seen.push(now - at);
      };
      port2.postMessage(null);
    }).observe(grid, { subtree: true, childList: true, characterData: true });
  });
  const started = performance.now();
  for (let i = 0; i < perSecond * seconds; i++) {
    const due = started + (i * 1000) / perSecond;
    if (due > performance.now()) await pause(due - performance.now());
    const at = (performance.timeOrigin + performance.now()).toFixed(3);
    await writer.query('UPDATE orders SET customer_name = ? WHERE id = ?', [`at ${at}`, ids[i % ids.length]]);
  }
  const took = (performance.now() - started) / 1000;
  await pause(1_000);
  const seen = await program.page.evaluate(
    () => /** @type {{ seen?: number[] }} */ (/** @type {unknown} */ (window)).seen ?? [],
  );
  await program.stop();
  return {
    written: perSecond * seconds,
    perSecond: round((perSecond * seconds) / took),
    seen: seen.length,
    p50: percentile(seen, 0.5),
    p95: percentile(seen, 0.95),
    p99: percentile(seen, 0.99),
  };
}

async function measureLarge() {
  const program = await DesktopProgram.start(environment, display.display);
  const worst = await watchStalls(program.electron);
  const started = performance.now();
  const opened = async () => {
    await program.untilState('live');
    await program.page.getByText('100,000 orders').waitFor();
  };
  await opened();
  const liveMs = performance.now() - started;
  // With the start of the core in it, which puts the server together in one go.
  const startStallMs = round(await worst());
  await program.page.reload();
  await opened();
  const mainStallMs = round(await worst());
  const frames = await watchFrames(program.page);
  const box = await program.page.locator('.orders-grid').boundingBox();
  if (box === null) throw new Error('no grid');
  await program.page.mouse.move(box.x + 200, box.y + 200);
  for (let i = 0; i < 100; i++) {
    await program.page.mouse.wheel(0, 600);
    await pause(16);
  }
  const scrolling = await frames();
  const result = {
    liveMs: round(liveMs),
    startStallMs,
    mainStallMs,
    scrolling,
    memory: await program.memory(),
  };
  await program.stop();
  return result;
}

/**
 * @param {import('mysql2/promise').Connection} writer
 * @param {number} perSecond
 * @param {number} seconds
 */
async function measureLoad(writer, perSecond, seconds) {
  const program = await DesktopProgram.start(environment, display.display);
  await program.untilState('live');
  await pause(3_000);
  const worst = await watchStalls(program.electron);
  const frames = await watchFrames(program.page);
  await frames();
  const before = await program.memory();
  const rate = await writeSteadily(writer, { perSecond, seconds, orders: LARGE });
  const result = {
    perSecond: rate,
    frames: await frames(),
    mainStallMs: round(await worst()),
    memoryBefore: before,
    memoryAfter: await program.memory(),
  };
  await program.stop();
  return result;
}

/**
 * Measures at a window with LARGE orders.
 *
 * @template T
 * @param {(page: import('./desktop-program.mjs').Page) => Promise<T>} measure
 * @returns {Promise<T>}
 */
async function atLargeTable(measure) {
  const program = await DesktopProgram.start(environment, display.display);
  await program.untilState('live');
  await program.page.getByText('100,000 orders').waitFor();
  const figures = await measure(program.page);
  await program.stop();
  return figures;
}

/** @param {import('mysql2/promise').Connection} writer @param {number} changes */
async function measureEndurance(writer, changes) {
  const program = await DesktopProgram.start(environment, display.display);
  await program.untilState('live');
  const tenths = [];
  for (let tenth = 0; tenth < 10; tenth++) {
    for (let i = 0; i < changes / 10; i += 500) {
      const from = 1 + Math.floor(Math.random() * 4_000);
      await writer.query('UPDATE orders SET product_name = ? WHERE id BETWEEN ? AND ?', [
        `E ${tenth} ${i}`,
        from,
        from + 499,
      ]);
      // The pace of a busy day many times over, not a flood that only fills queues.
      await pause(25);
    }
    await program.untilState('live');
    tenths.push(await program.memory());
  }
  await program.stop();
  return tenths.map(({ main, renderer, heap }) => ({
    main: round(main),
    renderer: round(renderer),
    heap: round(heap),
  }));
}
