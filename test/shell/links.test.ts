import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { DesktopApp } from '../support/desktop-app.ts';
import { lookAtWindow } from '../support/desktop-surroundings.ts';
import { eventually } from '../support/eventually.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase({ create: false });
});
afterAll(() => database?.drop());

const env = () => ({ ...database.env, SAMPLE_DATA: '1' });
const orderIsOpen = async (app: DesktopApp, id: number) => {
  const page = await app.window();
  await page.getByRole('complementary', { name: `Order ${id}` }).waitFor();
  expect(await page.evaluate(() => location.hash)).toBe(`#/orders/${id}`);
};

describe('a second start', () => {
  it('[LIFE-8] shows the first one and ends with code 0, and hands on its link', async () => {
    const app = await DesktopApp.launch({ env: env() });
    await app.console();
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    expect((await lookAtWindow(app)).visible).toBe(false);
    expect(await app.startSecond()).toMatchObject({ code: 0 });
    await eventually('the window is there', async () => (await lookAtWindow(app)).visible);
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);

    expect(await app.startSecond(['orders://2'])).toMatchObject({ code: 0 });
    await orderIsOpen(app, 2);
    expect(await app.startSecond(['--', 'orders://order/3/'])).toMatchObject({ code: 0 });
    await orderIsOpen(app, 3);

    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    for (const link of ['orders://settings', 'orders://1;touch%20x', `orders://${'9'.repeat(400)}`]) {
      expect(await app.startSecond([link])).toMatchObject({ code: 0 });
      await eventually('the window is there', async () => (await lookAtWindow(app)).visible);
    }
    await eventually('each is in the log, cut short', () => {
      const refused = app.log.filter(({ msg }) => msg === 'A link that names no order was ignored');
      return refused.length === 3 && refused.every((entry) => JSON.stringify(entry).length < 1_000);
    });
    await orderIsOpen(app, 3);
    // What a start at login does while the program runs already.
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    expect(await app.startSecond(['--hidden'])).toMatchObject({ code: 0 });
    expect((await lookAtWindow(app)).visible).toBe(false);
    expect(await app.close()).toBe(0);
  });
});

describe('a link', () => {
  it('[LINK-4] opens its order in a start of the program, before there is a page', async () => {
    const app = await DesktopApp.launch({ env: env(), args: ['orders://2'] });
    await orderIsOpen(app, 2);
    // The system hands links over by this event on macOS, while the page loads too.
    await app.evaluate(({ app: own, BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.webContents.reload();
      own.emit('open-url', { preventDefault: () => undefined }, 'orders://3');
    });
    await orderIsOpen(app, 3);
    expect(await app.close()).toBe(0);
  });

  it('[LINK-4] of a start that hides shows its order all the same', async () => {
    const app = await DesktopApp.launch({ env: env(), args: ['--hidden', 'orders://1'] });
    await orderIsOpen(app, 1);
    expect((await lookAtWindow(app)).visible).toBe(true);
    expect(await app.close()).toBe(0);
  });
});
