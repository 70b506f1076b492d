import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { DesktopApp } from '../support/desktop-app.ts';
import { chooseMenuItem, lookAtWindow, pressKey } from '../support/desktop-surroundings.ts';
import { eventually } from '../support/eventually.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

const env = () => ({ ...database.env, SAMPLE_DATA: '1' });
const stateFile = (app: DesktopApp) => join(app.userData, 'window-state.json');
const boundsAre = (app: DesktopApp, bounds: object) =>
  eventually(JSON.stringify(bounds), async () => {
    const look = await lookAtWindow(app);
    if (JSON.stringify(look.bounds) !== JSON.stringify(bounds)) throw new Error(JSON.stringify(look.bounds));
    return true;
  });

describe('the window', () => {
  it('[LIFE-9] is where it was after a restart, on the display when that one is gone, and there when its file is broken', async () => {
    const first = await DesktopApp.launch({ env: env() });
    await first.console();
    const moved = { x: 100, y: 60, width: 1000, height: 700 };
    await first.evaluate(({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds), moved);
    await boundsAre(first, moved);
    expect(await first.close()).toBe(0);

    const second = await first.relaunch();
    await second.console();
    await boundsAre(second, moved);
    expect(await second.close()).toBe(0);

    // It was on a display to the right, which was larger, and is unplugged now. This one has 1920 x 1080.
    const kept = JSON.parse(readFileSync(stateFile(second), 'utf8'));
    const gone = { ...kept, bounds: { x: 5_000, y: 300, width: 2_500, height: 900 } };
    writeFileSync(stateFile(second), JSON.stringify(gone));
    const third = await second.relaunch();
    await third.console();
    await boundsAre(third, { x: 0, y: 180, width: 1920, height: 900 });
    expect(await third.close()).toBe(0);

    writeFileSync(stateFile(third), '{"bounds":');
    const fourth = await third.relaunch();
    await fourth.console();
    await boundsAre(fourth, { x: 240, y: 90, width: 1440, height: 900 });
    await eventually('it is in the log', () =>
      fourth.log.some(({ msg }) => msg?.includes('window-state.json is broken')),
    );
    expect(await fourth.close()).toBe(0);
  });

  it('[LIFE-14] on a wall covers the screen with the wallboard, is left by its own ways alone, and outlives a restart', async () => {
    const first = await DesktopApp.launch({ env: env() });
    const { page } = await first.console();
    await page.evaluate(() => {
      location.hash = '#/board';
    });
    await page.getByRole('region', { name: 'Pending', exact: true }).waitFor();
    await chooseMenuItem(first, 'wallboard');
    const covers = (app: DesktopApp, wanted: boolean) =>
      eventually(`covers the screen: ${wanted}`, async () => (await lookAtWindow(app)).fullScreen === wanted);
    const isKept = (app: DesktopApp) =>
      app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('wallboard')?.checked);
    const isAt = (one: Page, hash: string) =>
      eventually(hash, async () => (await one.evaluate(() => location.hash)) === hash);
    await covers(first, true);
    expect(await isKept(first)).toBe(true);
    await page.getByTestId('wall-pending').waitFor();
    await pressKey(first, 'Escape', []);
    await pressKey(first, 'F11', []);
    await chooseMenuItem(first, 'full-screen');
    // What comes after those keys has been handled when this has.
    await pressKey(first, '6', ['control']);
    await isAt(page, '#/monitor');
    await covers(first, true);
    expect(await isKept(first)).toBe(true);
    expect(await first.close()).toBe(0);
    expect(JSON.parse(readFileSync(stateFile(first), 'utf8'))).toMatchObject({ wallboard: true, fullScreen: false });

    const second = await first.relaunch();
    const wall = await second.window();
    await wall.getByTestId('wall-pending').waitFor();
    await covers(second, true);
    await pressKey(second, 'K', ['control', 'shift']);
    await covers(second, false);
    await isAt(wall, '#/orders');
    await second.console();
    expect(await isKept(second)).toBe(false);

    await wall.evaluate(() => {
      location.hash = '#/board';
    });
    await wall.getByRole('region', { name: 'Pending', exact: true }).waitFor();
    await chooseMenuItem(second, 'wallboard');
    await covers(second, true);
    await wall.getByTestId('wall-pending').waitFor();
    await pressKey(second, 'Escape', []);
    await wall.getByRole('button', { name: 'Leave the wallboard' }).click();
    await covers(second, false);
    await isAt(wall, '#/board');
    expect(await isKept(second)).toBe(false);
    expect(await second.close()).toBe(0);
    expect(JSON.parse(readFileSync(stateFile(second), 'utf8'))).toMatchObject({ wallboard: false });
  });

  it('[LIFE-16] on a wall keeps the display bright, and no longer than it is there', async () => {
    const app = await DesktopApp.launch({ env: env() });
    await app.console();
    const isHeld = () =>
      app.evaluate(({ powerSaveBlocker }) => [0, 1, 2, 3].some((id) => powerSaveBlocker.isStarted(id)));
    expect(await isHeld()).toBe(false);
    await chooseMenuItem(app, 'wallboard');
    expect(await isHeld()).toBe(true);
    // As on macOS, where the program goes on without a window.
    await app.evaluate(({ app: own, BrowserWindow }) => {
      own.removeAllListeners('window-all-closed');
      own.on('window-all-closed', () => undefined);
      BrowserWindow.getAllWindows()[0]?.destroy();
    });
    await eventually('it is let go', async () => !(await isHeld()));
    expect(await app.close()).toBe(0);
  });

  it('[LIFE-1] shows a splash that needs no program, in light and dark, until the console takes its place', async () => {
    const app = await DesktopApp.launch({ env: env() });
    const { page } = await app.console();
    expect(await page.locator('.splash').count()).toBe(0);
    // The page's own program is kept away, as if it had not been loaded yet.
    await app.evaluate(({ session }) => {
      const programs = { urls: ['app://orderdeck/assets/*.js'] };
      session.defaultSession.webRequest.onBeforeRequest(programs, (_request, answer) => answer({ cancel: true }));
    });
    for (const [colorScheme, background] of [
      ['light', 'rgb(246, 247, 249)'],
      ['dark', 'rgb(16, 18, 21)'],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.reload();
      const splash = page.locator('#root > .splash');
      expect(await splash.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe(background);
      expect(await splash.getByText('Orderdeck', { exact: true }).isVisible()).toBe(true);
      await app.screenshot(`splash-${colorScheme}`);
    }
    await app.evaluate(({ session }) => session.defaultSession.webRequest.onBeforeRequest(null));
    await page.reload();
    await app.console();
    expect(await page.locator('.splash').count()).toBe(0);
    expect(await app.close()).toBe(0);
  });

  it('[LIFE-15] is not the only page that is held to the console: every other one is, too', async () => {
    const app = await DesktopApp.launch({ env: env() });
    await app.console();
    const url = await app.evaluate(async ({ BrowserWindow }) => {
      const window = new BrowserWindow({ show: false });
      await window.loadURL('app://orderdeck/icon.svg');
      await window.webContents.executeJavaScript("location.href = 'https://example.org/'; 1");
      const opened = await window.webContents.executeJavaScript("String(window.open('https://example.org/'))");
      return { at: window.webContents.getURL(), opened };
    });
    expect(url).toEqual({ at: 'app://orderdeck/icon.svg', opened: 'null' });
    await eventually('both are in the log', () => {
      const refused = app.log.filter(({ msg }) => msg === 'Refused').map((entry) => entry.what);
      return refused.includes('navigation') && refused.includes('new window');
    });
    expect(await app.close()).toBe(0);
  });
});
