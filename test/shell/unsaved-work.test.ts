import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { DesktopApp } from '../support/desktop-app.ts';
import { DesktopCalls } from '../support/desktop-calls.ts';
import { closeWindow, lookAtWindow } from '../support/desktop-surroundings.ts';
import { eventually } from '../support/eventually.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

/** The program with an order half edited; its questions stay open until `answer`. */
async function launch(): Promise<{ readonly app: DesktopApp; readonly field: Locator }> {
  const app = await DesktopApp.launch({ env: { ...database.env, SAMPLE_DATA: '1' } });
  const window = await app.console();
  await app.evaluate(({ dialog }) => {
    const open: unknown[] = [];
    Object.assign(globalThis, { open });
    dialog.showMessageBox = ((_window: unknown, { message }: { readonly message: string }) =>
      new Promise((resolve) => open.push({ message, resolve }))) as typeof dialog.showMessageBox;
  });
  const field = (await window.openOrder(1)).getByLabel('Product');
  await field.fill('Half a product');
  await window.page.getByRole('button', { name: 'Discard' }).waitFor();
  return { app, field };
}

interface OpenQuestion {
  readonly message: string;
  resolve(answer: { readonly response: number }): void;
}

const questions = (app: DesktopApp) =>
  app.evaluate(() => (globalThis as unknown as { open: OpenQuestion[] }).open.map(({ message }) => message));

/** Presses a button of the one question that is open. */
async function answer(app: DesktopApp, response: 0 | 1): Promise<void> {
  await eventually('it asks', async () => (await questions(app)).length === 1);
  expect(await questions(app)).toEqual(['Leave without saving?']);
  await app
    .evaluate((_electron, button) => {
      (globalThis as unknown as { open: OpenQuestion[] }).open.shift()?.resolve({ response: button });
    }, response)
    // The answer may be lost with the process.
    .catch(() => undefined);
}

const quit = (app: DesktopApp) => app.evaluate(({ app: own }) => own.quit()).catch(() => undefined);

it('[DESK-9] unsaved work is asked about before the program quits, and never by a window that goes to the tray', async () => {
  const { app, field } = await launch();
  await quit(app);
  await answer(app, 0);
  expect(await field.inputValue()).toBe('Half a product');

  await (await DesktopCalls.of(app)).ask('save-settings', { closeToTray: true });
  await closeWindow(app);
  await eventually('it is in the tray', async () => !(await lookAtWindow(app)).visible);
  expect((await questions(app)).filter((message) => message.includes('Leave'))).toEqual([]);
  await app.evaluate(() => (globalThis as unknown as { open: OpenQuestion[] }).open.splice(0));

  // From the tray: the question is not asked where nobody sees it.
  await quit(app);
  await eventually('it asks', async () => (await questions(app)).length === 1);
  expect((await lookAtWindow(app)).visible).toBe(true);
  await answer(app, 1);
  expect(await app.exit).toBe(0);
});

it('[DESK-10] closing the window asks and then ends the program; a reload asks as well', async () => {
  const { app, field } = await launch();
  const reload = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.reload());
  await reload();
  await answer(app, 0);
  expect(await field.inputValue()).toBe('Half a product');
  await reload();
  await answer(app, 1);
  await field.waitFor();
  expect(await field.inputValue()).not.toBe('Half a product');
  await app.console();

  await field.fill('Half a product');
  await (await app.window()).getByRole('button', { name: 'Discard' }).waitFor();
  await closeWindow(app);
  await answer(app, 0);
  expect((await lookAtWindow(app)).visible).toBe(true);
  await closeWindow(app);
  await answer(app, 1);
  expect(await app.exit).toBe(0);
});

it('[DESK-11] a signal ends the program with unsaved work, with the question open too', async () => {
  const { app } = await launch();
  await quit(app);
  await eventually('it asks', async () => (await questions(app)).length === 1);
  process.kill(app.pid, 'SIGTERM');
  expect(await app.exit).toBe(0);
});
