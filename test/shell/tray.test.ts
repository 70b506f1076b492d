import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { DesktopApp } from '../support/desktop-app.ts';
import { DesktopCalls } from '../support/desktop-calls.ts';
import {
  chooseMenuItem,
  chooseTrayItem,
  closeWindow,
  lookAtTray,
  lookAtWindow,
  watchTray,
} from '../support/desktop-surroundings.ts';
import { eventually } from '../support/eventually.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

const visible = (app: DesktopApp, wanted: boolean) =>
  eventually(`visible: ${wanted}`, async () => (await lookAtWindow(app)).visible === wanted);

const says = (app: DesktopApp, wanted: string) =>
  eventually(wanted, async () => {
    const look = await lookAtTray(app);
    if (look.state !== wanted) throw new Error(String(look.state));
    return true;
  });

describe('the tray', () => {
  it('[TRAY-10] shows by shape and word whether the orders are live', async () => {
    const proxy = await TcpProxy.start({ host: database.env.DB_HOST, port: Number(database.env.DB_PORT) });
    const app = await DesktopApp.launch({
      env: { ...database.env, SAMPLE_DATA: '1', DB_HOST: '127.0.0.1', DB_PORT: String(proxy.port) },
    });
    await app.console();
    await watchTray(app);
    proxy.refuse();
    proxy.cut();
    await says(app, 'Database not reachable');
    proxy.accept();
    await says(app, 'Live');
    expect((await lookAtTray(app)).labels).toEqual([
      'Live',
      'Show Orderdeck',
      'New order',
      'Share on the network',
      'Quit',
    ]);
    // One for lost and another for live, at least: it may have caught up in between.
    expect((await lookAtTray(app)).icons).toBeGreaterThanOrEqual(2);
    expect(await app.close()).toBe(0);
    await proxy.close();
  });

  it('[TRAY-11] counts what nobody has seen, in the tray and in the title, until the window is shown', async () => {
    const app = await DesktopApp.launch({ env: { ...database.env, SAMPLE_DATA: '1' } });
    const console = await app.console();
    await watchTray(app);
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    await visible(app, false);
    await database.query(
      "INSERT INTO orders (customer_name, product_name) VALUES ('Ada', 'Desk'), ('Bolt', 'Lamp'), ('Cora', 'Chair')",
    );
    await says(app, 'Live – 3 unread');
    expect((await lookAtWindow(app)).title).toBe('(3) Orders – Orderdeck');
    // The title of another view keeps the count.
    await console.page.evaluate(() => {
      location.hash = '#/monitor';
    });
    await eventually('the title', async () => (await lookAtWindow(app)).title === '(3) Monitor – Orderdeck');
    await chooseTrayItem(app, 'show');
    await visible(app, true);
    await says(app, 'Live');
    expect((await lookAtWindow(app)).title).toBe('Monitor – Orderdeck');
    // In front of somebody nothing is unread.
    await eventually('the window is in front', async () => (await lookAtWindow(app)).focused);
    await database.query("INSERT INTO orders (customer_name, product_name) VALUES ('Dana', 'Shelf')");
    await chooseMenuItem(app, 'view-orders');
    await console.page.getByText('Dana').first().waitFor();
    expect((await lookAtTray(app)).state).toBe('Live');
    expect(await app.close()).toBe(0);
  });

  it('[TRAY-12] opens a new order, shares, and ends the program', async () => {
    const app = await DesktopApp.launch({ env: { ...database.env, SAMPLE_DATA: '1' } });
    const { page } = await app.console();
    const calls = await DesktopCalls.of(app);
    await watchTray(app);
    // Something to tell, so that the tray is handed its menu while it is watched.
    await calls.ask('save-settings', { sharing: true });
    await eventually('the tray has a menu', async () => (await lookAtTray(app)).labels.length > 0);
    await chooseTrayItem(app, 'sharing');
    await eventually('not shared', async () => !(await calls.state()).settings.sharing);
    await chooseTrayItem(app, 'sharing');
    await eventually('shared', async () => (await calls.state()).settings.sharing);
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    await chooseTrayItem(app, 'new-order');
    await visible(app, true);
    await page.getByRole('dialog', { name: 'New order' }).waitFor();
    await chooseTrayItem(app, 'quit');
    expect(await app.exit).toBe(0);
  });
});

/** Counts how often the program is about to raise a notification, which the display of a test cannot show. */
const countHints = (app: DesktopApp) =>
  app.evaluate(({ Notification }) => {
    const counted = globalThis as { hints?: number };
    counted.hints = 0;
    Notification.isSupported = () => {
      counted.hints = (counted.hints ?? 0) + 1;
      return false;
    };
  });
const hints = (app: DesktopApp) => app.evaluate(() => (globalThis as { hints?: number }).hints);

describe('closing the window', () => {
  it('[LIFE-11] ends the program', async () => {
    const app = await DesktopApp.launch({ env: { ...database.env, SAMPLE_DATA: '1' } });
    await app.console();
    await closeWindow(app);
    expect(await app.exit).toBe(0);
  });

  it('[LIFE-10] leaves it in the tray where that is set, says so once, and goes on with the orders', async () => {
    const app = await DesktopApp.launch({ env: { ...database.env, SAMPLE_DATA: '1' } });
    const console = await app.console();
    await watchTray(app);
    await countHints(app);
    await (await DesktopCalls.of(app)).ask('save-settings', { closeToTray: true });
    for (let round = 0; round < 2; round += 1) {
      await closeWindow(app);
      await visible(app, false);
      const [row] = await database.query<{ next: number }>('SELECT MAX(id) + 1 AS next FROM orders');
      const id = Number(row?.next);
      await database.query("INSERT INTO orders (id, customer_name, product_name) VALUES (?, 'Eve', 'Bench')", [id]);
      await says(app, 'Live – 1 unread');
      await chooseTrayItem(app, 'show');
      await visible(app, true);
      await console.shows(id, 'customer_name', 'Eve');
    }
    expect(await hints(app)).toBe(1);
    // Where the icon is not seen, starting the program once more is the way back.
    await closeWindow(app);
    await visible(app, false);
    expect(await app.startSecond()).toMatchObject({ code: 0 });
    await visible(app, true);
    expect(await app.close()).toBe(0);

    const next = await app.relaunch();
    await next.console();
    await countHints(next);
    await closeWindow(next);
    await visible(next, false);
    expect(await hints(next)).toBe(0);
    expect(await next.close()).toBe(0);
  });
});

describe('a start at login', () => {
  it('[LIFE-12] is set up and taken back by the setting, and starts hidden in the tray', async () => {
    const app = await DesktopApp.launch({ env: { ...database.env, SAMPLE_DATA: '1' } });
    await app.console();
    const calls = await DesktopCalls.of(app);
    const [folder, program] = await app.evaluate(({ app: own }) => [own.getPath('appData'), process.execPath]);
    const file = join(folder ?? '', 'autostart/orderdeck.desktop');
    expect(existsSync(file)).toBe(false);
    await calls.ask('save-settings', { startAtLogin: true });
    const exec = /^Exec=(.*)$/m.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
    expect(exec).toContain(program);
    expect(exec).toMatch(/ --hidden$/);
    await calls.ask('save-settings', { startAtLogin: false });
    expect(existsSync(file)).toBe(false);
    // Where the system does not let it, the window says so.
    rmSync(dirname(file), { recursive: true });
    writeFileSync(dirname(file), 'no folder');
    await calls.ask('save-settings', { startAtLogin: true });
    const notice = (await app.window()).getByText('The start at login could not be set up');
    await notice.waitFor();
    rmSync(dirname(file));
    await calls.ask('save-settings', { startAtLogin: false });
    await notice.waitFor({ state: 'detached' });
    expect(await app.close()).toBe(0);
  });

  it('[LIFE-13] hides the window, which then is there at once and live', async () => {
    const app = await DesktopApp.launch({ env: { ...database.env, SAMPLE_DATA: '1' }, args: ['--hidden'] });
    const console = await app.console();
    expect((await lookAtWindow(app)).visible).toBe(false);
    expect(await app.startSecond()).toMatchObject({ code: 0 });
    await visible(app, true);
    await console.shows(1, 'product_name', 'Laptop');
    expect(await app.close()).toBe(0);
  });
});
