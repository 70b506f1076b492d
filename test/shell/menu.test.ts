import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { DesktopApp } from '../support/desktop-app.ts';
import { chooseMenuItem, lookAtWindow, pressKey } from '../support/desktop-surroundings.ts';
import { eventually } from '../support/eventually.ts';

let database: TestDatabase;
let app: DesktopApp;
let page: Page;

beforeAll(async () => {
  database = await createTestDatabase({ create: false });
  app = await DesktopApp.launch({ env: { ...database.env, SAMPLE_DATA: '1' } });
  page = (await app.console()).page;
  // What would leave the program: kept instead of done.
  await app.evaluate(({ app: own, shell }) => {
    const outside: string[] = [];
    (globalThis as { outside?: string[] }).outside = outside;
    shell.openExternal = async (url) => void outside.push(`browser ${url}`);
    shell.openPath = async (path) => {
      outside.push(`folder ${path}`);
      return '';
    };
    own.showAboutPanel = () => void outside.push('about');
    own.setAboutPanelOptions = (options) => void outside.push(JSON.stringify(options));
  });
});
afterAll(async () => {
  await app?.close();
  await database?.drop();
});

const outside = () => app.evaluate(() => (globalThis as { outside?: string[] }).outside?.splice(0) ?? []);
const hashIs = (hash: string) => eventually(hash, async () => (await page.evaluate(() => location.hash)) === hash);
const choose = (id: string) => chooseMenuItem(app, id);
const search = () => page.getByRole('searchbox');
const dialog = () => page.getByRole('dialog', { name: 'New order' });
const zoom = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.zoomFactor);

describe('the menu', () => {
  it('[MENU-10] leads to every place of the console', async () => {
    for (const [id, hash] of [
      ['view-board', '#/board'],
      ['view-scan', '#/scan'],
      ['view-activity', '#/activity'],
      ['view-wallboard', '#/wallboard'],
      ['view-monitor', '#/monitor'],
      ['view-orders', '#/orders'],
      ['check-database', '#/monitor'],
      ['settings', '#/settings'],
      ['view-orders', '#/orders'],
      ['share', '#/settings'],
      ['view-orders', '#/orders'],
      ['check-for-updates', '#/settings'],
      ['view-orders', '#/orders'],
    ] as const) {
      await choose(id);
      await hashIs(hash);
    }
  });

  it('[MENU-11] opens a new order and puts the cursor into the search field', async () => {
    await choose('new-order');
    await dialog().waitFor();
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    await choose('find');
    await eventually('the search field has the cursor', () =>
      search().evaluate((field) => field === document.activeElement),
    );
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  });

  it('[MENU-12] opens the console in the browser, and the folders of log and data', async () => {
    await choose('open-in-browser');
    await choose('open-log-folder');
    await choose('open-data-folder');
    const [logs, data] = await app.evaluate(({ app: own }) => [own.getPath('logs'), own.getPath('userData')]);
    expect(await outside()).toEqual([
      expect.stringMatching(new RegExp(`^browser http://(localhost|127\\.0\\.0\\.1):${app.port}`)),
      `folder ${logs}`,
      `folder ${data}`,
    ]);
  });

  it('[MENU-13] says what the program is: version, Electron, licence', async () => {
    await choose('about');
    const [options, shown] = await outside();
    expect(options).toContain('"applicationName":"Orderdeck"');
    expect(options).toMatch(/"applicationVersion":"\d+\.\d+\.\d+"/);
    expect(options).toContain(`Electron ${await app.evaluate(() => process.versions.electron)}`);
    expect(options).toContain('MIT');
    expect(shown).toBe('about');
  });

  it('[MENU-14] zooms, by item and by key', async () => {
    const zoomed = (what: string, holds: (factor: number) => boolean) =>
      eventually(what, async () => holds((await zoom()) ?? 0));
    await choose('zoom-in');
    await zoomed('larger', (factor) => factor > 1);
    await choose('zoom-reset');
    await zoomed('as it was', (factor) => factor === 1);
    await choose('zoom-out');
    await zoomed('smaller', (factor) => factor < 1);
    await pressKey(app, '0', ['control']);
    await zoomed('as it was', (factor) => factor === 1);
    await pressKey(app, '=', ['control']);
    await zoomed('larger', (factor) => factor > 1);
    await choose('zoom-reset');
    await zoomed('as it was', (factor) => factor === 1);
  });

  it('[MENU-15] has the usual keys', async () => {
    for (const [key, hash] of Object.entries({ 2: 'board', 3: 'scan', 4: 'activity', 6: 'monitor', 1: 'orders' })) {
      await pressKey(app, key, ['control']);
      await hashIs(`#/${hash}`);
    }
    await pressKey(app, ',', ['control']);
    await hashIs('#/settings');
    await pressKey(app, 'F', ['control']);
    await eventually('the search field has the cursor', () =>
      search().evaluate((field) => field === document.activeElement),
    );
    await pressKey(app, 'N', ['control']);
    await dialog().waitFor();
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
  });

  it('[MENU-16] leaves the page its own keys', async () => {
    await choose('view-orders');
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press('/');
    await page.keyboard.type('n');
    expect(await search().inputValue()).toBe('n');
    await page.keyboard.press('Escape');
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press('n');
    await dialog().waitFor();
    const customer = dialog().getByLabel('Customer');
    await customer.fill('Ada');
    await customer.press('Control+a');
    await customer.press('Delete');
    await pressKey(app, 'Z', ['control']);
    await eventually('undo in a field', async () => (await customer.inputValue()) === 'Ada');
    await page.keyboard.press('Escape');
  });

  it('[MENU-21] the right button offers what the place allows, and does it', async () => {
    await app.evaluate(({ Menu }) => {
      const own = globalThis as { offered?: Electron.Menu };
      Menu.prototype.popup = function popup(this: Electron.Menu) {
        own.offered = this;
      };
    });
    const offered = () =>
      app.evaluate(() => (globalThis as { offered?: Electron.Menu }).offered?.items.map(({ label }) => label) ?? []);
    const rightClick = async (place: Locator, wanted: readonly string[]) => {
      await place.click({ button: 'right' });
      await eventually(`it offers ${wanted}`, async () => {
        expect(await offered()).toEqual(wanted);
        return true;
      });
    };
    await search().fill('Lap');
    await search().selectText();
    await rightClick(search(), ['&Undo', '&Redo', '', 'Cu&t', '&Copy', '&Paste', 'Select &all']);
    await app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      const { offered: menu } = globalThis as { offered?: Electron.Menu };
      menu?.items.find(({ role }) => role === ('cut' as string))?.click({}, window, window?.webContents);
    });
    await eventually('it is cut', async () => (await search().inputValue()) === '');
    expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toBe('Lap');
    await choose('view-activity');
    await rightClick(page.getByRole('link', { name: 'Open order 1' }).first(), ['Copy &link']);
    await app.evaluate(() => (globalThis as { offered?: Electron.Menu }).offered?.items[0]?.click());
    expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toBe('orders://1');
    await choose('view-orders');
  });

  it('[MENU-17] loads the page anew, and the orders are live again', async () => {
    for (let round = 0; round < 3; round += 1) {
      await page.evaluate(() => document.body.setAttribute('data-former', ''));
      await choose('reload');
      await page.locator('body:not([data-former])').waitFor();
      await (await app.console()).shows(1, 'product_name', 'Laptop');
    }
  });

  it('[MENU-20] leads back to the console from the page about the API', async () => {
    for (const [id, isDone] of [
      ['view-monitor', () => hashIs('#/monitor')],
      ['new-order', () => dialog().waitFor()],
    ] as const) {
      await page.evaluate(() => location.assign('/api/docs'));
      await page.getByRole('link', { name: 'Console' }).waitFor();
      await choose(id);
      await isDone();
      expect(await page.evaluate(() => location.pathname)).toBe('/');
    }
    await page.keyboard.press('Escape');
    await page.evaluate(() => location.assign('/api/docs'));
    await page.getByRole('link', { name: 'Console' }).click();
    await (await app.console()).shows(1, 'product_name', 'Laptop');
  });

  it('[MENU-18] goes over the whole screen and back', async () => {
    const isFull = (wanted: boolean) =>
      eventually(`full screen: ${wanted}`, async () => (await lookAtWindow(app)).fullScreen === wanted);
    await choose('full-screen');
    await isFull(true);
    await pressKey(app, 'F11', []);
    await isFull(false);
  });

  it('[MENU-19] ends the program', async () => {
    await app.evaluate(({ Menu }) => {
      setImmediate(() => Menu.getApplicationMenu()?.getMenuItemById('quit')?.click());
    });
    expect(await app.exit).toBe(0);
  });
});
