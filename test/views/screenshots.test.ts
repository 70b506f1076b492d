import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../../scripts/lib/repository.mjs';
import { migrate } from '../../src-main/mysql/migrate.ts';
import { launchBrowser } from '../support/browser.ts';
import { ConsoleTab } from '../support/console-tab.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type DoorViewName, fillAccess, showDoorView } from '../support/door-views.ts';
import { fillHour } from '../support/hour-of-figures.ts';
import { atRest } from '../support/look-at.ts';
import { PlayedAccess } from '../support/played-access.ts';
import { ServerProcess } from '../support/server-process.ts';
import { migrateOptions } from '../support/sql.ts';
import { fillWorkingDay, type WorkingDay } from '../support/working-day.ts';

// Pictures differ by their times at every run, so the ones in the documents are renewed only when asked for.
const DIRECTORY = join(ROOT, process.env.UPDATE_SCREENSHOTS === '1' ? 'docs/screenshots' : 'test-results/screenshots');
const SCHEMES = ['light', 'dark'] as const;
type Scheme = (typeof SCHEMES)[number];
/** By what the name of the picture ends in. */
const SIZES = { '': [1440, 900], '-768': [768, 1024], '-390': [390, 844], '-1920': [1920, 1080] } as const;
type Size = keyof typeof SIZES;
const DESK_AND_TABLET: readonly Size[] = ['', '-768'];

let browser: Browser;
let database: TestDatabase;
let server: ServerProcess;
let day: WorkingDay;
let tab: ConsoleTab;

beforeAll(async () => {
  mkdirSync(DIRECTORY, { recursive: true });
  browser = await launchBrowser();
  database = await createTestDatabase({ create: false });
  // The day is over before the server starts: what it counts from the log is then what it would have seen.
  await migrate(migrateOptions(database));
  await database.query(`USE \`${database.name}\``);
  day = await fillWorkingDay(database);
  server = await ServerProcess.start({ ...database.env });
});
afterEach(async () => {
  expect(tab.complaints).toEqual([]);
  await tab.close();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await database?.drop();
});

/** @param chosen what this person set up for themselves, of the preferences */
async function open(hash: string, chosen: Readonly<Record<string, unknown>> = {}): Promise<void> {
  tab = await ConsoleTab.open(browser, `${server.url}/${hash}`, {
    prepare: async (page) => {
      await page.addInitScript((preferences) => {
        localStorage.setItem('orderdeck.preferences', JSON.stringify({ tourAnswered: true, ...preferences }));
      }, chosen);
      await fillHour(page);
    },
  });
}

/** The picture of what is shown, in light and dark and in each size. */
async function take(view: string, sizes = DESK_AND_TABLET, schemes: readonly Scheme[] = SCHEMES): Promise<void> {
  for (const size of sizes) {
    const [width, height] = SIZES[size];
    await tab.page.setViewportSize({ width, height });
    // Fetched for a phone alone.
    if (size === '-390' && (await tab.page.locator('nav').count()) > 0) await tab.button('More').waitFor();
    for (const colorScheme of schemes) {
      await tab.page.emulateMedia({ colorScheme });
      // Colours fade into each other: a picture is taken once the page wears the scheme. That of the API has no word for it.
      const root = tab.page.locator('html[data-mantine-color-scheme]');
      if ((await root.count()) > 0) {
        await tab.page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor({ state: 'attached' });
      }
      await atRest(tab.page);
      await tab.page.screenshot({ path: join(DIRECTORY, `${view}-${colorScheme}${size}.png`) });
    }
  }
  const [width, height] = SIZES[''];
  await tab.page.setViewportSize({ width, height });
}

async function goTo(view: string): Promise<void> {
  await tab.page.evaluate((hash) => window.location.assign(hash), `#/${view}`);
}

/** A code by hand, where a scanner would have sent it. */
async function enter(code: string): Promise<void> {
  const field = tab.page.getByLabel('Number or code');
  await field.fill(code);
  await field.press('Enter');
}

async function hasOrders(): Promise<void> {
  await tab.cell(day.told, 'status').waitFor();
}

describe('pictures of the orders', () => {
  it('[SHOT-1] the list, with some selected, and the dialogs above it', async () => {
    await open('');
    await hasOrders();
    await take('orders');
    for (const id of [1, 2, 3]) {
      await tab
        .cell(day.told - id, 'ag-Grid-SelectionColumn')
        .getByRole('checkbox')
        .click();
    }
    await tab.button('Delete 3 orders').waitFor();
    await take('orders-selected', ['']);
    await tab.button('Clear the selection').click();

    await tab.page.keyboard.press('Control+k');
    await tab.page.getByRole('textbox', { name: 'Find an action or an order' }).fill('bramble');
    await tab.page.getByText('Bramblegate Books').first().waitFor();
    await take('palette', ['']);
    await tab.page.keyboard.press('Escape');

    await tab.button('New order').click();
    const dialog = tab.page.getByRole('dialog', { name: 'New order' });
    await dialog.getByLabel('Customer').fill('Bramblegate Books');
    await dialog.getByRole('button', { name: 'Create order' }).click();
    await dialog.getByText('must not be empty or blank').waitFor();
    await take('new-order', ['']);
  });

  it('[SHOT-1] one order, and the two versions of it', async () => {
    await open(`#/orders/${day.told}`);
    const drawer = tab.page.getByRole('complementary', { name: `Order ${day.told}` });
    await hasOrders();
    await drawer.getByText('Changed', { exact: true }).first().waitFor();
    await take('order');
    await drawer.getByLabel('Product').fill('Tablet 11", 256 GB');
    await database.query("SET @orderdeck_actor = 'bench 2'; UPDATE orders SET status = 'delivered' WHERE id = ?", [
      day.told,
    ]);
    await database.query("UPDATE orders SET product_name = 'Tablet 11\", 512 GB' WHERE id = ?", [day.told]);
    await drawer.getByText('Changed since you opened it').waitFor();
    await drawer.getByRole('button', { name: 'Save changes' }).click();
    await drawer.getByRole('region', { name: 'Two versions of this order' }).waitFor();
    await take('conflict');
  });

  it('[SHOT-1] a list before it is brought in', async () => {
    await open('');
    await hasOrders();
    await tab.button('CSV: import and export').click();
    await tab.page.getByRole('menuitem', { name: 'Import orders from a CSV file' }).click();
    const dialog = tab.page.getByRole('dialog', { name: 'Import orders' });
    await dialog.getByTestId('import-file').setInputFiles({
      name: 'monday.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(CSV),
    });
    await dialog.getByText('2 lines refused').waitFor();
    await take('import', ['']);
  });

  it('[SHOT-1] the help and the tour', async () => {
    await open('');
    await hasOrders();
    await tab.page.keyboard.press('?');
    await tab.page.getByRole('dialog', { name: 'Help' }).waitFor();
    await take('shortcuts', ['']);
    await tab.button('Take the tour').click();
    await tab.page.getByRole('dialog', { name: 'Tour' }).getByRole('button', { name: 'Next' }).click();
    await tab.page.getByText('2 of 5').waitFor();
    await take('tour', ['']);
  });
});

const OF_THE_DOOR: readonly DoorViewName[] = [
  'sign-in',
  'bench',
  'bench-pin',
  'first-admin',
  'join',
  'pair',
  'people',
  'join-device',
  'audit',
  'scan-viewer',
  'unsafe',
];
const CSV = `Customer;Product;Status
Calderwick Cycles;Label printer;pending
Nordhafen Reederei KG;Phone, 128 GB;pending
;Headset, stereo;pending
Rosenbach & Söhne;Monitor 27";shipped
Saltmarsh Boatyard;Power bank 20,000 mAh;on its way
Wrenfield Garden Centre;Barcode scanner;pending
`;

describe('pictures of the other views', () => {
  it('[SHOT-2] the board, the activity and the settings', async () => {
    await open('#/board');
    await tab.page
      .getByText(`${day.pending.at(-1)}`)
      .first()
      .waitFor();
    await take('board');
    await tab.page.keyboard.press('g');
    await tab.page.keyboard.press('a');
    await tab.page.getByRole('heading', { name: 'Activity', level: 1 }).waitFor();
    await tab.page.getByText('bench 1').first().waitFor();
    await take('activity');
    await tab.page.keyboard.press('Control+,');
    await tab.page.getByRole('region', { name: 'About' }).waitFor();
    // Who there is has been asked for and answered.
    await tab.page.getByText('Nobody yet').first().waitFor();
    await take('settings');
  });

  it('[SHOT-2] the scan view: ready, good and bad', async () => {
    await open('#/scan');
    await tab.page.getByText('Ready to scan').waitFor();
    const panel = tab.page.getByRole('tabpanel', { name: 'Result of the last scan' });
    for (const id of day.pending.slice(0, 4)) {
      await enter(`ORD-${id}`);
      await panel.getByText(`ORD-${id}`, { exact: true }).waitFor();
      await panel.getByText('OK, shipped').waitFor();
    }
    await take('scan');
    await take('scan', ['-390']);
    await enter(`ORD-${day.delivered[0]}`);
    await panel.getByText('Already delivered').waitFor();
    await take('scan-bad');
  });

  it('[SHOT-2] the monitor', async () => {
    await open('#/monitor');
    await tab.page.getByText('no drift').first().waitFor({ timeout: 30_000 });
    await take('monitor');
  });

  it('[SHOT-2] the wallboard', async () => {
    await open('');
    await goTo('wallboard');
    await tab.page.getByText('Last changes').waitFor();
    // It is dark in either scheme.
    await take('wallboard', ['', '-768', '-390', '-1920'], ['dark']);
  });

  it('[SHOT-2] the page of the API', async () => {
    await open('');
    await tab.page.goto(`${server.url}/api/docs`);
    await tab.page.locator('.operation').first().waitFor();
    await take('api', ['']);
  });
});

describe('pictures in another dress', () => {
  it('[SHOT-3] German, high contrast, and on a phone', async () => {
    await open('', { language: 'de' });
    await hasOrders();
    await take('orders-de');
    await goTo('board');
    await tab.page
      .getByText(`${day.pending.at(-1)}`)
      .first()
      .waitFor();
    await take('board-de');
    await tab.close();
    await open('', { contrast: 'more' });
    await hasOrders();
    await take('orders-contrast', ['']);
    await tab.close();
    await open('');
    await hasOrders();
    await take('orders', ['-390']);
  });
});

describe('pictures of the door', () => {
  it('[SHOT-5] signing in, joining, and what admins see of it', async () => {
    await open('');
    const access = await PlayedAccess.around(tab.page);
    fillAccess(access);
    for (const name of OF_THE_DOOR) {
      await showDoorView(tab.page, access, server.url, name);
      await take(`door-${name}`);
    }
  });
});

describe('pictures of what is not there', () => {
  it('[SHOT-4] a server that is away, and scans that wait for it', async () => {
    await open('');
    await hasOrders();
    const orders = tab;
    await open('#/scan');
    await tab.page.getByText('Ready to scan').waitFor();
    const scanning = tab;
    await server.kill();
    tab = orders;
    await tab.page.getByText('changes cannot be saved until it is back').first().waitFor();
    await take('reconnecting');
    await tab.close();
    tab = scanning;
    await tab.isState('reconnecting');
    for (const id of day.pending.slice(6, 8)) await enter(`ORD-${id}`);
    await tab.page.getByRole('button', { name: `Take order ${day.pending[6]} out` }).waitFor();
    await take('scan-queued');
    server = await server.startAgain();
    await tab.isState('live');
  });

  it('[SHOT-4] no orders', async () => {
    await open('');
    await hasOrders();
    await database.query('DELETE FROM orders');
    await tab.page.getByText('No orders yet').waitFor();
    await take('orders-empty');
  });
});
