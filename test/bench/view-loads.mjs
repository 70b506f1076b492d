// What is measured at a page of the console that shows 100,000 orders, in a browser and in the desktop's window alike.
import { setTimeout as pause } from 'node:timers/promises';
import { percentile, round, writeSteadily } from './bench-database.mjs';
import { watchFrames } from './page-watch.mjs';

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('mysql2/promise').Connection} Connection
 */

/** Orders that are open while the board is measured, half of them pending. */
const OPEN_CARDS = 500;
const CARD_MOVES_PER_SECOND = 100;
const STATUSES = ['pending', 'shipped', 'delivered'];
/** Nothing more has come to a key when nothing changed for so long, in milliseconds. */
const SETTLED_MS = 100;

/** From a key in the search to the frame in which the list has answered it. @param {Page} page @param {number} rounds */
export async function measureSearch(page, rounds) {
  await page.keyboard.press('/');
  // Each key changes how many orders match, so each is answered by another count.
  const keys = ['9', '8', '7', 'Backspace', 'Backspace', 'Backspace'];
  const figures = await answerTimes(page, 'main footer', keys, rounds);
  await page.keyboard.press('Escape');
  return figures;
}

/** From a key in the palette to the frame with all that was found. @param {Page} page @param {number} rounds */
export async function measurePalette(page, rounds) {
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').locator('[data-action]').first().waitFor();
  // The longer the number, the more orders are looked at before there are eight.
  const keys = ['1', '2', '3', '4', 'Backspace', 'Backspace', 'Backspace', 'Backspace'];
  const figures = await answerTimes(page, '[role=dialog]', keys, rounds);
  await page.keyboard.press('Escape');
  return figures;
}

/**
 * Activity while orders change, at its newest line.
 *
 * @param {Page} page
 * @param {Connection} writer
 * @param {{ perSecond: number, seconds: number, orders: number }} load
 */
export async function measureActivity(page, writer, load) {
  await open(page, 'activity');
  await page.getByTestId('activity-count').waitFor();
  const frames = await watchFrames(page);
  await pause(1_000);
  await frames();
  const perSecond = await writeSteadily(writer, load);
  return { perSecond, frames: await frames() };
}

/**
 * The board while cards move.
 *
 * @param {Page} page
 * @param {Connection} writer
 * @param {number} seconds
 */
export async function measureBoard(page, writer, seconds) {
  await open(page, 'board');
  await writer.query("UPDATE orders SET status = IF(id > ?, 'delivered', IF(id % 2, 'pending', 'shipped'))", [
    OPEN_CARDS,
  ]);
  const pending = page.getByTestId('board-count-pending').getByText(String(OPEN_CARDS / 2), { exact: true });
  await pending.waitFor({ timeout: 300_000 });
  await pause(2_000);
  const frames = await watchFrames(page);
  await pause(1_000);
  await frames();
  const started = performance.now();
  let written = 0;
  for (; performance.now() - started < seconds * 1_000; written++) {
    const due = started + (written * 1_000) / CARD_MOVES_PER_SECOND;
    if (due > performance.now()) await pause(due - performance.now());
    const status = STATUSES[Math.floor(Math.random() * STATUSES.length)];
    const id = 1 + Math.floor(Math.random() * OPEN_CARDS);
    await writer.query('UPDATE orders SET status = ? WHERE id = ?', [status, id]);
  }
  const perSecond = round(written / ((performance.now() - started) / 1_000));
  return { cards: OPEN_CARDS, perSecond, frames: await frames() };
}

/** @param {Page} page @param {string} view */
async function open(page, view) {
  await page.evaluate((name) => {
    location.hash = `#/${name}`;
  }, view);
}

/**
 * Presses keys again and again, each when the one before has been answered.
 *
 * @param {Page} page
 * @param {string} place where answers change the page
 * @param {readonly string[]} keys
 * @param {number} rounds
 */
async function answerTimes(page, place, keys, rounds) {
  await page.evaluate((selector) => {
    const own = /** @type {{ answers?: number[] }} */ (/** @type {unknown} */ (window));
    const answers = /** @type {number[]} */ ([]);
    own.answers = answers;
    let pressed = 0;
    addEventListener(
      'keydown',
      (event) => {
        pressed = event.timeStamp;
      },
      true,
    );
    const watched = document.querySelector(selector);
    if (watched === null) throw new Error(`nothing at ${selector}`);
    new MutationObserver(() => {
      // Answered once the frame that is being made has been drawn.
      const { port1, port2 } = new MessageChannel();
      const from = pressed;
      port1.onmessage = () => answers.push(performance.now() - from);
      port2.postMessage(null);
    }).observe(watched, { subtree: true, childList: true, characterData: true });
  }, place);
  const taken = () =>
    page.evaluate(() => {
      const own = /** @type {{ answers?: number[] }} */ (/** @type {unknown} */ (window));
      return own.answers?.splice(0) ?? [];
    });
  /** @type {number[]} */
  const all = [];
  for (let i = 0; i < rounds * keys.length; i++) {
    await taken();
    await page.keyboard.press(keys[i % keys.length] ?? '');
    /** @type {number[]} */
    let answers = [];
    for (let more = 1; more > 0 || answers.length === 0; ) {
      await pause(SETTLED_MS);
      const came = await taken();
      more = came.length;
      answers = [...answers, ...came];
    }
    all.push(answers.at(-1) ?? 0);
  }
  return { keys: all.length, p50: percentile(all, 0.5), p95: percentile(all, 0.95), worst: percentile(all, 1) };
}
