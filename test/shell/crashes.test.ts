import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { DesktopNotice } from '../../src-shared/desktop-bridge.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { DesktopApp } from '../support/desktop-app.ts';
import { DesktopCalls } from '../support/desktop-calls.ts';
import { eventually } from '../support/eventually.ts';

let database: TestDatabase;
const apps: DesktopApp[] = [];
beforeEach(async () => {
  database = await createTestDatabase({ create: false });
});
afterEach(async () => {
  for (const app of apps.splice(0)) await app.kill();
  await database.drop();
});

async function launched(start: Promise<DesktopApp>): Promise<DesktopApp> {
  const app = await start;
  apps.push(app);
  await app.console();
  return app;
}

async function crashNotices(app: DesktopApp): Promise<DesktopNotice[]> {
  const { notices } = await (await DesktopCalls.of(app)).state();
  return notices.filter(({ id }) => id === 'crashed');
}

const launch = () => launched(DesktopApp.launch({ env: { ...database.env, SAMPLE_DATA: '1' } }));

it('[CRASH-20] a fault of the main process leaves a report and ends it; the next start says so, the one after does not', async () => {
  const first = await launch();
  expect(await crashNotices(first)).toEqual([]);
  await first.evaluate(() => {
    setImmediate(() => {
      throw new Error('a fault on purpose');
    });
  });
  expect(await first.exit).toBe(1);
  const next = await launched(first.relaunch());
  const [notice] = await crashNotices(next);
  const report = readFileSync(notice?.file ?? 'no file', 'utf8');
  expect(report).toMatch(/version: \d+\.\d+\.\d+\nelectron: \d+/);
  expect(report).toMatch(/Error: a fault on purpose\n\s+at /);
  expect(report).toContain('"msg":"Orderdeck begins"');
  const log = readFileSync(join(first.userData, 'logs/orderdeck.log'), 'utf8');
  expect(log).toMatch(/"level":"error".*a fault on purpose.*cannot continue from/);
  expect(await next.close()).toBe(0);
  expect(await crashNotices(await launched(next.relaunch()))).toEqual([]);
});

it('[CRASH-20] a promise that nobody looks after counts as a fault', async () => {
  const app = await launch();
  await app.evaluate(() => {
    setImmediate(() => void Promise.reject(new Error('a promise on purpose')));
  });
  expect(await app.exit).toBe(1);
  const log = readFileSync(join(app.userData, 'logs/orderdeck.log'), 'utf8');
  expect(log).toContain('a promise on purpose');
});

it('[CRASH-21] killed, it says at the next start that it did not end well', async () => {
  const first = await launch();
  await first.kill();
  const next = await launched(first.relaunch());
  expect(await crashNotices(next)).toEqual([expect.objectContaining({ file: null, dismissible: true })]);
  await (await DesktopCalls.of(next)).ask('dismiss-notice', 'crashed');
  expect(await crashNotices(next)).toEqual([]);
  expect(await next.close()).toBe(0);
  expect(existsSync(join(first.userData, 'running'))).toBe(false);
});

it('[CRASH-22] a window whose process dies comes back by itself, live and with what changed meanwhile', async () => {
  const app = await launch();
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());
  await database.query(`UPDATE ${database.name}.orders SET product_name = 'Changed meanwhile' WHERE id = 1`);
  // Playwright has given this page up, so the window is asked through the main process.
  await eventually('the window is live again', () => app.evaluate(looksLive, 'Changed meanwhile'), 30_000);
  const told = { level: 'error', msg: "The window's page is gone" };
  await eventually('it is in the log', () =>
    app.log.some(({ level, msg }) => level === told.level && msg === told.msg),
  );
  await eventually('the former page is forgotten', async () => {
    const stats = await (await fetch(`${app.url}/api/stats`)).json();
    return stats.clients.total === 1;
  });
  expect(await app.close()).toBe(0);
});

/** A page that dies while it is asked never answers. */
async function looksLive({ BrowserWindow }: typeof import('electron'), text: string): Promise<boolean> {
  const page = BrowserWindow.getAllWindows()[0]?.webContents;
  if (page === undefined || page.isCrashed() || page.isLoading()) return false;
  const answer: Promise<boolean> = page.executeJavaScript(`
    document.querySelector('[data-testid=connection-pill]')?.getAttribute('data-state') === 'live' &&
    document.querySelector('.orders-grid')?.textContent.includes(${JSON.stringify(text)})`);
  const none = new Promise<boolean>((resolve) => setTimeout(resolve, 2_000, false));
  return Promise.race([answer, none]);
}
