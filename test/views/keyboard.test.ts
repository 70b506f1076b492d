import type { Locator } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConsoleTab } from '../support/console-tab.ts';
import { eventually } from '../support/eventually.ts';
import { walkByTab } from '../support/tab-walk.ts';
import { threeOrders } from '../support/three-orders.ts';

const rig = threeOrders();
let tab: ConsoleTab;

beforeEach(async () => {
  tab = await ConsoleTab.open(rig.browser, `${rig.server.url}/`);
  await tab.cell(1, 'status').waitFor();
});
afterEach(async () => {
  expect(tab.complaints).toEqual([]);
  await tab.close();
});

/** Each with what is there only once it is drawn. */
const WALKED: Readonly<Record<string, string>> = {
  orders: '.orders-grid [row-id="1"]',
  'orders/1': 'aside form',
  board: 'main [data-card]',
  scan: '[data-testid="scan-news"]',
  activity: '[data-change]',
  monitor: '.uplot',
  settings: 'main section select',
};

async function goTo(view: string): Promise<void> {
  await tab.page.evaluate((hash) => window.location.assign(hash), `#/${view}`);
  await tab.page
    .locator(WALKED[view] ?? 'main')
    .first()
    .waitFor({ state: 'attached' });
}

async function hasFocus(element: Locator): Promise<void> {
  const handle = await element.elementHandle();
  await tab.page.waitForFunction((one) => one === document.activeElement, handle);
}

/** Escape closes what has the keyboard, and a menu takes it a moment after it is drawn. */
async function holdsFocus(element: Locator): Promise<void> {
  const handle = await element.elementHandle();
  await tab.page.waitForFunction((one) => one?.contains(document.activeElement), handle);
}

async function focusRow(id: number): Promise<void> {
  await tab.cell(id, 'id').focus();
  await isAtRow(id);
}

async function isAtRow(id: number): Promise<void> {
  await tab.page.waitForFunction(
    (row) => document.activeElement?.closest(`.orders-grid [row-id="${row}"]`) != null,
    id,
  );
}

function dialog(name: string | RegExp): Locator {
  return tab.page.getByRole('dialog', { name });
}

describe('the keyboard', () => {
  it('[KEY-1] reaches everything with Tab, in every view, and the focus is drawn wherever it is', async () => {
    for (const view of Object.keys(WALKED)) {
      await goTo(view);
      // What stands around the views is the same for all of them.
      const { unseen, unreached, met } = await walkByTab(tab.page, view === 'orders' ? 'body' : 'main');
      expect(unseen, view).toEqual([]);
      expect(unreached, view).toEqual([]);
      expect(met, view).toBeGreaterThan(3);
    }
  });

  it('[KEY-6] is back where it was when what opened above has closed', async () => {
    const { page } = tab;
    await focusRow(2);
    for (const [key, name] of [
      ['Control+k', 'Find an action or an order'],
      ['?', 'Help'],
      ['n', 'New order'],
    ] as const) {
      await page.keyboard.press(key);
      const opened = key === 'Control+k' ? page.getByRole('textbox', { name }) : dialog(name);
      await opened.waitFor();
      await page.keyboard.press('Escape');
      await opened.waitFor({ state: 'detached' });
      await isAtRow(2);
    }
    for (const name of ['New order', 'CSV: import and export', 'View']) {
      const button = tab.button(name);
      await button.focus();
      await page.keyboard.press('Enter');
      const opened = page.locator('[role="dialog"], [role="menu"]').first();
      await holdsFocus(opened);
      await page.keyboard.press('Escape');
      await opened.waitFor({ state: 'detached' });
      await hasFocus(button);
    }
    const pill = page.getByTestId('connection-pill');
    await pill.focus();
    await page.keyboard.press('Enter');
    const card = page.locator('.mantine-Popover-dropdown');
    await holdsFocus(card);
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
    await hasFocus(pill);
    await tab.button('CSV: import and export').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Import orders from a CSV file' }).press('Enter');
    await dialog('Import orders').waitFor();
    await page.keyboard.press('Escape');
    await dialog('Import orders').waitFor({ state: 'detached' });
    await hasFocus(tab.button('CSV: import and export'));
  });

  it('[KEY-7] undoes nothing behind a dialog, and the last thing once it is closed', async () => {
    const { page } = tab;
    const comesTo = async (word: string, status: string): Promise<void> => {
      await tab.shows(1, 'status', word);
      await eventually(`the order is ${status}`, async () => {
        const [row] = await rig.database.query<{ status: string }>('SELECT status FROM orders WHERE id = 1');
        return row?.status === status;
      });
    };
    const pressBehindDialogs = async (keys: string): Promise<void> => {
      for (const [key, name] of [
        ['?', 'Help'],
        ['Delete', /^Delete/],
      ] as const) {
        await page.keyboard.press(key);
        await dialog(name).waitFor();
        await dialog(name).getByRole('button').first().focus();
        await page.keyboard.press(keys);
        await page.keyboard.press('Escape');
        await dialog(name).waitFor({ state: 'detached' });
        await isAtRow(1);
      }
    };
    await focusRow(1);
    for (const [key, question, word, status] of [
      ['s', /^Ship/, 'Shipped', 'shipped'],
      ['d', /^Deliver/, 'Delivered', 'delivered'],
    ] as const) {
      await page.keyboard.press(key);
      await dialog(question).waitFor();
      await page.keyboard.press('Enter');
      await comesTo(word, status);
      await dialog(question).waitFor({ state: 'detached' });
      await focusRow(1);
    }
    // Two things can be undone: each key that worked behind a dialog would leave one less for the next line.
    await pressBehindDialogs('Control+z');
    await page.keyboard.press('Control+z');
    await comesTo('Shipped', 'shipped');
    await pressBehindDialogs('Control+y');
    await page.keyboard.press('Control+z');
    await comesTo('Pending', 'pending');
    await page.keyboard.press('Control+y');
    await comesTo('Shipped', 'shipped');
  });

  it('[KEY-8] closes with Escape what is on top: the question, then the order, then the selection', async () => {
    const { page } = tab;
    await tab.cell(1, 'ag-Grid-SelectionColumn').getByRole('checkbox').click();
    await tab.button('Delete 1 order').waitFor();
    await focusRow(2);
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('complementary', { name: 'Order 2' });
    await drawer.getByRole('button', { name: 'Delete order' }).press('Enter');
    const question = dialog(/^Delete/);
    await question.waitFor();
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    await hasFocus(drawer.getByRole('button', { name: 'Delete order' }));
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    await isAtRow(2);
    expect(await tab.button('Delete 1 order').count()).toBe(1);
    await page.keyboard.press('Escape');
    await tab.button('Delete 1 order').waitFor({ state: 'detached' });
    await isAtRow(2);
  });

  it('[KEY-9] stays with the order when the button that had it has done its work', async () => {
    const { page } = tab;
    for (const [name, customer] of [
      ['Discard changes', 'Bolt Co'],
      ['Save changes', 'Bolt and Sons'],
    ] as const) {
      await focusRow(2);
      await page.keyboard.press('Enter');
      const drawer = page.getByRole('complementary', { name: 'Order 2' });
      const field = drawer.getByLabel('Customer');
      await field.fill('Bolt and Sons');
      await drawer.getByRole('button', { name }).press('Enter');
      await drawer.getByRole('button', { name: 'Discard changes' }).waitFor({ state: 'detached' });
      expect(await field.inputValue()).toBe(customer);
      await holdsFocus(drawer);
      await page.keyboard.press('Escape');
      await drawer.waitFor({ state: 'detached' });
      await isAtRow(2);
    }
  });
});
