import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConsolePage } from '../support/console-page.ts';
import { eventually } from '../support/eventually.ts';
import { atRest } from '../support/look-at.ts';
import { AT_A_DESK, threeOrders } from '../support/three-orders.ts';

const rig = threeOrders();
let page: Page;
let shown: ConsolePage;

beforeEach(async () => {
  const context = await rig.browser.newContext(AT_A_DESK);
  page = await context.newPage();
  shown = new ConsolePage(page);
  await page.goto(`${rig.server.url}/`);
  await shown.isState('live');
  await shown.cell(1, 'status').waitFor();
});
afterEach(async () => {
  expect(shown.complaints).toEqual([]);
  await page.context().close();
});

async function goTo(view: string): Promise<void> {
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, `#/${view}`);
}

function title(name: string): Locator {
  return page.getByRole('heading', { name, level: 1, exact: true });
}

async function hasFocus(element: Locator): Promise<void> {
  const handle = await element.elementHandle();
  await page.waitForFunction((one) => one === document.activeElement, handle);
}

describe('keys', () => {
  it('[KEY-2] lead to the views, and their title has the focus', async () => {
    for (const [keys, name] of [
      ['gb', 'Board'],
      ['ga', 'Activity'],
      ['gm', 'Monitor'],
      ['go', 'Orders'],
    ] as const) {
      for (const key of keys) await page.keyboard.press(key);
      await title(name).waitFor();
      await hasFocus(title(name));
    }
    await page.keyboard.press('/');
    await hasFocus(page.getByLabel('Search orders'));
    await page.keyboard.press('Escape');
    for (const key of 'gw') await page.keyboard.press(key);
    await title('Orders').waitFor({ state: 'detached' });
    for (const key of 'gs') await page.keyboard.press(key);
    await title('Scan').waitFor();
    await page.keyboard.press('Control+,');
    await title('Settings').waitFor();
  });

  it('[KEY-3] mean nothing in fields, in dialogs, where scans are read, and when they are switched off', async () => {
    const dialogs = page.getByRole('dialog', { name: /^(Help|New order|Ship|Deliver)/ });
    await page.getByLabel('Search orders').fill('a');
    await page.keyboard.type('gmsdpn?');
    expect(await title('Orders').count()).toBe(1);
    await page.getByLabel('Search orders').fill('');
    await page.getByLabel('Search orders').blur();
    await page.keyboard.press('n');
    await page.getByRole('dialog', { name: 'New order' }).getByRole('button', { name: 'Cancel' }).focus();
    await page.keyboard.type('gms?');
    expect(await dialogs.count()).toBe(1);
    await page.keyboard.press('Escape');
    await dialogs.waitFor({ state: 'detached' });
    await goTo('scan');
    await title('Scan').waitFor();
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.type('gmn?');
    expect(await title('Scan').count()).toBe(1);
    await goTo('settings');
    await page.getByText('Single-key shortcuts', { exact: true }).click();
    await goTo('orders');
    await shown.cell(1, 'id').waitFor();
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.type('gmn?');
    await focusRow(1);
    await page.keyboard.type('sd');
    expect(await title('Orders').count()).toBe(1);
    expect(await dialogs.count()).toBe(0);
  });

  it('[KEY-4] are all listed under the question mark', async () => {
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Help' });
    await help.getByRole('region', { name: 'Shortcuts: Everywhere' }).getByText('New order').waitFor();
    const list = help.getByRole('region', { name: 'Shortcuts: Orders' });
    await list.getByText('Ship the selected orders').waitFor();
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
  });

  it('[KEY-5] of the list open, select and ask, and the focus comes back to its row', async () => {
    await focusRow(2);
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('complementary', { name: 'Order 2' });
    await drawer.waitFor();
    await drawer.getByRole('button', { name: 'Close' }).first().focus();
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    await page.waitForFunction(() => document.activeElement?.closest('[row-id="2"]') != null);
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction(() => document.activeElement?.closest('[row-id="1"]') != null);
    for (const [key, question] of [
      ['s', /^Ship/],
      ['d', /^Deliver/],
      ['Delete', /^Delete/],
    ] as const) {
      await page.keyboard.press(key);
      const dialog = page.getByRole('dialog', { name: question });
      await dialog.waitFor();
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await page.waitForFunction(() => document.activeElement?.closest('[row-id="1"]') != null);
    }
  });
});

async function focusRow(id: number): Promise<void> {
  await shown.cell(id, 'ag-Grid-SelectionColumn').focus();
  await page.waitForFunction((row) => document.activeElement?.closest(`[row-id="${row}"]`) != null, id);
}

describe('the palette', () => {
  it('[PAL-1] finds orders and actions by words, and does the first of them on Enter', async () => {
    const search = page.getByPlaceholder('Type an action, a number, a customer, a product');
    const open = async (words: string): Promise<void> => {
      await page.keyboard.press('Control+k');
      await search.fill(words);
    };
    await open('bolt');
    await page.getByRole('dialog').getByText('Bolt Co – Phone').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('complementary', { name: 'Order 2' }).waitFor();
    await search.waitFor({ state: 'detached' });
    await open('contrast high');
    await page.keyboard.press('Enter');
    await page.locator('html[data-contrast="more"]').waitFor();
    await search.waitFor({ state: 'detached' });
    // What was used last is first, and Enter does it without a word.
    await open('');
    const first = page.locator('[data-action][data-selected]');
    expect(await first.textContent()).toBe('Contrast: High');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Escape');
    await search.waitFor({ state: 'detached' });
    await open('go mon');
    await page.keyboard.press('Enter');
    await title('Monitor').waitFor();
    await open('zzz');
    await page.getByText('Nothing found').waitFor();
    await page.keyboard.press('Enter');
    expect(await search.count()).toBe(1);
  });

  it('[PAL-2] does what the selected orders allow, with the question that comes first', async () => {
    await shown.cell(1, 'ag-Grid-SelectionColumn').getByRole('checkbox').click();
    await shown.button('Delete 1 order').waitFor();
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Type an action').fill('ship');
    await page.keyboard.press('Enter');
    const question = page.getByRole('dialog', { name: /^Ship/ });
    await question.getByRole('button', { name: /^Ship/ }).click();
    await shown.shows(1, 'status', 'Shipped');
    // Shown before it is written.
    await eventually('order 1 is shipped in the database', async () => {
      const [row] = await rig.database.query<{ status: string }>('SELECT status FROM orders WHERE id = 1');
      return row?.status === 'shipped';
    });
  });
});

describe('the tour', () => {
  it('[TOUR-1] is offered at the first start, goes through five steps, and is not offered again', async () => {
    await page.getByText('First time here?').waitFor();
    await shown.button('Take the tour').click();
    const tour = page.getByRole('dialog', { name: 'Tour' });
    for (const step of [1, 2, 3, 4]) {
      await tour.getByText(`${step} of 5`).waitFor();
      await tour.getByRole('button', { name: 'Next' }).click();
    }
    await tour.getByRole('button', { name: 'Done' }).click();
    await tour.waitFor({ state: 'detached' });
    await page.reload();
    await shown.isState('live');
    expect(await page.getByText('First time here?').count()).toBe(0);
    await shown.button('Help').click();
    await page.getByRole('dialog', { name: 'Help' }).getByRole('button', { name: 'Take the tour' }).click();
    await tour.waitFor();
    await page.keyboard.press('Escape');
    await tour.waitFor({ state: 'detached' });
  });

  it('[TOUR-3] stands beside what it speaks of and hides nothing of it, on a desk, a tablet and a phone', async () => {
    const tour = page.getByRole('dialog', { name: 'Tour' });
    for (const [width, height] of [
      [1440, 900],
      [768, 1024],
      [390, 844],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Help' }).getByRole('button', { name: 'Take the tour' }).click();
      for (const target of ['views', 'search', 'new-order', 'pill', 'help']) {
        await tour.waitFor();
        await atRest(page);
        const card = await tour.boundingBox();
        const spoken = await page.locator(`[data-tour="${target}"]`).boundingBox();
        if (card === null) throw new Error('no card');
        expect(card.x >= 0 && card.y >= 0 && card.x + card.width <= width && card.y + card.height <= height).toBe(true);
        if (spoken !== null && spoken.width > 0) {
          const across = Math.max(spoken.x - card.x - card.width, card.x - spoken.x - spoken.width);
          const down = Math.max(spoken.y - card.y - card.height, card.y - spoken.y - spoken.height);
          expect(Math.max(across, down), `${target} at ${width}`).toBeCloseTo(16, 0);
        }
        await tour.getByRole('button', { name: /^(Next|Done)$/ }).click();
      }
      await tour.waitFor({ state: 'detached' });
    }
  });

  it('[TOUR-2] can be declined, and is never on the wallboard', async () => {
    await goTo('wallboard');
    await title('Orders').waitFor({ state: 'detached' });
    expect(await page.getByText('First time here?').count()).toBe(0);
    await goTo('orders');
    await shown.button('No, thanks').click();
    await page.getByText('First time here?').waitFor({ state: 'detached' });
  });
});
