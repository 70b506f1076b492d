import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from '../../scripts/lib/repository.mjs';
import { ConsolePage } from '../support/console-page.ts';
import { inTheme } from '../support/look-at.ts';
import { PlayedFeed } from '../support/played-feed.ts';
import { AT_A_DESK, threeOrders } from '../support/three-orders.ts';

const PICTURES = join(ROOT, 'test-results/screenshots');
const SIZES = [
  { width: 768, height: 1024 },
  { width: 1440, height: 900 },
] as const;

const rig = threeOrders();
let page: Page;
let shown: ConsolePage;
let feed: PlayedFeed;

beforeEach(async () => {
  mkdirSync(PICTURES, { recursive: true });
  const context = await rig.browser.newContext(AT_A_DESK);
  await context.addInitScript(() => localStorage.setItem('orderdeck.preferences', '{"tourAnswered":true}'));
  page = await context.newPage();
  shown = new ConsolePage(page);
  feed = await PlayedFeed.around(page);
});
afterEach(async () => {
  expect(shown.complaints).toEqual([]);
  await page.context().close();
});

/** Whether what stands in place of the lines stands in the middle. */
async function isCentred(words: string): Promise<boolean> {
  const [text, view] = await Promise.all([says(words).boundingBox(), page.locator('main').boundingBox()]);
  if (text === null || view === null) throw new Error(`Not drawn: ${words}`);
  return Math.abs(text.x + text.width / 2 - (view.x + view.width / 2)) < 2;
}

async function open(view: string): Promise<void> {
  await page.goto(`${rig.server.url}/#/${view}`);
}

async function goTo(view: string): Promise<void> {
  await page.evaluate((hash) => window.location.assign(hash), `#/${view}`);
}

function says(words: string | RegExp): Locator {
  return page.locator('main').getByText(words).first();
}

/** How often a view says, to the eye or to a screen reader, that there is nothing. */
function saysNothing(): Promise<number> {
  return page
    .locator('main [role="status"]:visible')
    .filter({ hasText: /^(No |Nothing )/ })
    .count();
}

/** The state of a view, once it says what it says, in both schemes on a desk and on a tablet. */
async function picture(name: string): Promise<void> {
  for (const scheme of ['dark', 'light'] as const) {
    await inTheme(page, scheme);
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await page.screenshot({ path: join(PICTURES, `state-${name}-${scheme}-${size.width}.png`) });
    }
  }
}

describe('the state of a view', () => {
  it('[STATE-1] is loading until the picture has come, and then says that there is nothing and what brings something', async () => {
    feed.hold();
    await page.route('**/api/activity**', async (route) => {
      await released;
      await route.fulfill({ json: { changes: [], next: null } });
    });
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    await open('orders');
    await shown.isState('catching-up');
    for (const [view, name] of [
      ['orders', 'Loading orders'],
      ['board', 'Loading orders'],
      ['activity', 'Loading changes'],
    ] as const) {
      await goTo(view);
      // What it could say too early is said by what is fetched later.
      if (view === 'orders') await page.locator('.orders-grid .ag-header').first().waitFor({ state: 'attached' });
      await page.getByRole('status', { name }).waitFor();
      expect(await saysNothing(), view).toBe(0);
      if (view === 'orders') expect(await reachedInGrid()).toEqual([]);
      await picture(`loading-${view}`);
    }
    await goTo('scan');
    await page.getByTestId('scan-news').waitFor();
    await picture('loading-scan');
    release();
    feed.releaseEmpty();
    await shown.isState('live');
    for (const [view, words, hint] of [
      ['orders', 'No orders yet', /New ones appear here/],
      ['board', 'Nothing waits to be shipped', /New orders appear here/],
      ['activity', 'No changes yet', /Every change to an order appears here/],
    ] as const) {
      await goTo(view);
      await says(words).waitFor();
      await says(hint).waitFor();
      if (view !== 'board') expect(await isCentred(words), view).toBe(true);
      expect(await page.getByRole('status', { name: /^Loading/ }).count(), view).toBe(0);
      await picture(`empty-${view}`);
    }
    await goTo('orders');
    await page.locator('main').getByRole('button', { name: 'New order' }).last().waitFor();
    await goTo('scan');
    await page.getByTestId('scan-news').waitFor();
    await picture('empty-scan');
  });

  it('[STATE-2] is an error where nothing could be had, with a way to try again', async () => {
    await feed.leave();
    await open('orders');
    await shown.isState('reconnecting');
    for (const view of ['orders', 'board'] as const) {
      await goTo(view);
      await says('The server is not reachable').waitFor();
      await says(/appear here as soon as it answers/).waitFor();
      expect(await saysNothing(), view).toBe(0);
      await picture(`error-${view}`);
    }
    await goTo('activity');
    await says('The changes could not be loaded').waitFor();
    expect(await isCentred('The changes could not be loaded')).toBe(true);
    expect(await page.getByTestId('activity-count').textContent()).toBe('');
    await picture('error-activity');
    await goTo('scan');
    await page.getByTestId('scan-news').waitFor();
    await picture('error-scan');
    feed.comeBack();
    await shown.button('Try now').click();
    await shown.isState('live');
    await goTo('board');
    await page.locator('main [data-card]').first().waitFor();
    // The connection is there, and one call fails.
    feed.fail(/activity/);
    await goTo('activity');
    await says('The changes could not be loaded').waitFor();
    await picture('error-activity-alone');
    feed.fail(null);
    await shown.button('Try again').click();
    await page.locator('[data-change]').first().waitFor();
    expect(await says('The changes could not be loaded').count()).toBe(0);
  });

  it('[STATE-3] is old once the server has read nothing for half a minute, and new with what it reads next', async () => {
    await open('orders');
    await shown.isState('live');
    for (const view of ['orders', 'board', 'activity'] as const) {
      await goTo(view);
      await page.locator(DRAWN[view]).first().waitFor();
      expect(await page.locator('main [data-old="true"]').count(), view).toBe(0);
      feed.growOld(45_000);
      await shown.isState('stale');
      await page.locator('main [data-old="true"]').waitFor();
      await page.getByText(/it has read nothing new for/).waitFor();
      await picture(`stale-${view}`);
      feed.growOld(null);
      await shown.isState('live');
      await page.locator('main [data-old="true"]').waitFor({ state: 'detached' });
    }
    await goTo('scan');
    await page.getByTestId('scan-news').waitFor();
    feed.growOld(45_000);
    await shown.isState('stale');
    await picture('stale-scan');
  });

  it('[STATE-4] is offline without the server: what was there stays, nothing says live, and nothing can be saved', async () => {
    await open('orders');
    await shown.isState('live');
    const drawn = new Map<string, number>();
    for (const view of ['orders', 'orders/1', 'board', 'scan', 'activity'] as const) {
      await goTo(view);
      await page.locator(DRAWN[view]).first().waitFor();
      drawn.set(view, await page.locator(DRAWN[view]).count());
    }
    await feed.leave();
    await shown.isState('reconnecting');
    for (const view of ['activity', 'scan', 'board', 'orders/1', 'activity', 'orders'] as const) {
      await goTo(view);
      await page.locator(DRAWN[view]).first().waitFor();
      expect(await page.locator(DRAWN[view]).count(), view).toBe(drawn.get(view));
      expect(await says(/could not be (loaded|read)/).count(), view).toBe(0);
      await page
        .getByText(/changes cannot be saved until it is back/)
        .first()
        .waitFor();
      expect(await page.getByText(/^Live$/).count(), view).toBe(0);
      await picture(`offline-${view.replace('/', '-')}`);
    }
    for (const [key, question, answer] of [
      ['s', 'Ship 1 order?', 'Ship 1 order'],
      ['Delete', 'Delete 1 order?', 'Delete 1 order'],
    ] as const) {
      await shown.cell(1, 'id').focus();
      await page.keyboard.press(key);
      const asked = page.getByRole('dialog', { name: question });
      await asked.getByText(/Nothing can be sent now/).waitFor();
      expect(await asked.getByRole('button', { name: answer }).isEnabled()).toBe(false);
      await picture(`offline-question-${key.toLowerCase()}`);
      await page.keyboard.press('Escape');
      await asked.waitFor({ state: 'detached' });
    }
    await shown.shows(1, 'status', 'Pending');
    const drawer = await shown.openOrder(1);
    await drawer.getByLabel('Customer').fill('Ada and Sons');
    await picture('offline-edit');
    expect(await drawer.getByRole('button', { name: 'Save changes' }).isEnabled()).toBe(false);
    await shown.shows(1, 'customer_name', 'Ada Ltd');
    // What was asked for waits for the connection before the eyes of whoever asked.
    await drawer.getByRole('button', { name: 'Discard changes' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('complementary').waitFor({ state: 'detached' });
    await shown.cell(1, 'id').focus();
    await page.keyboard.press('s');
    const asked = page.getByRole('dialog', { name: 'Ship 1 order?' });
    await asked.getByText(/Nothing can be sent now/).waitFor();
    feed.comeBack();
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await asked.getByText(/Nothing can be sent now/).waitFor({ state: 'detached' });
    await asked.getByRole('button', { name: 'Ship 1 order' }).click();
    await shown.shows(1, 'status', 'Shipped');
  });
});

/** What of the list of orders the keyboard comes to, from the first thing on the page to the last. */
async function reachedInGrid(): Promise<string[]> {
  const reached: string[] = [];
  await page.evaluate(() =>
    document.activeElement instanceof HTMLElement ? document.activeElement.blur() : undefined,
  );
  for (;;) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const { activeElement } = document;
      if (activeElement === null || activeElement === document.body) return null;
      return activeElement.closest('.orders-grid') === null ? '' : activeElement.outerHTML.slice(0, 90);
    });
    if (at === null) return reached;
    if (at !== '') reached.push(at);
  }
}

/** Each with what is there only once it is drawn. */
const DRAWN = {
  orders: '.orders-grid [row-id="1"]',
  'orders/1': 'aside ol li',
  board: 'main [data-card]',
  scan: '[data-testid="scan-news"]',
  activity: '[data-change]',
} as const;
