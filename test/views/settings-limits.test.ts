import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { DesktopState } from '../../src-shared/desktop-bridge.ts';
import { desktopSettingsSchema } from '../../src-shared/desktop-settings.ts';
import { launchBrowser } from '../support/browser.ts';
import { ConsolePage } from '../support/console-page.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { DesktopPeer } from '../support/desktop-peer.ts';
import { lookAt } from '../support/look-at.ts';
import { ServerProcess } from '../support/server-process.ts';

let browser: Browser;
let database: TestDatabase;
let server: ServerProcess;
let page: Page;
let peer: DesktopPeer;

beforeAll(async () => {
  browser = await launchBrowser();
  database = await createTestDatabase();
  server = await ServerProcess.start({ ...database.env });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await database?.drop();
});
beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 1280, height: 720 }, timezoneId: 'UTC', locale: 'en-GB' });
});
afterEach(() => page.close());

/** The settings with a program around them that keeps what it is told. */
async function open(state: Partial<DesktopState> = {}): Promise<void> {
  const shown = new ConsolePage(page);
  peer = await DesktopPeer.around(page, state);
  peer.on('save-settings', async (patch) => {
    await peer.set({ settings: desktopSettingsSchema.parse({ ...peer.state.settings, ...patch }) });
    return undefined;
  });
  await page.goto(`${server.url}/#/settings`);
  await shown.isState('live');
}

it('[LIMIT-5] limits are saved in minutes; one that is wrong, or out of sequence, stays beside its field', async () => {
  await open();
  const limits = page.getByRole('region', { name: 'Limits', exact: true });
  const warn = limits.getByLabel('Pending orders: Amber after, minutes');
  await warn.fill('241');
  await limits.getByRole('button', { name: 'Save limits' }).click();
  await limits.getByText('Takes no more than the time after which it is red.').waitFor();
  await limits.getByLabel('Shipped orders: Red after, minutes').fill('0');
  await limits.getByText('Takes a whole number from 1 to 525,600.').waitFor();
  expect(peer.inputs('save-settings')).toEqual([]);
  await limits.getByLabel('Shipped orders: Red after, minutes').fill('4320');
  await limits.getByText('that is 3 d', { exact: true }).waitFor();
  await warn.fill('30');
  await limits.getByRole('button', { name: 'Save limits' }).click();
  await limits.getByText('Saved').waitFor();
  expect(peer.inputs('save-settings')).toEqual([
    {
      limits: { pendingWarnMinutes: 30, pendingLateMinutes: 240, shippedWarnMinutes: 2880, shippedLateMinutes: 4320 },
    },
  ]);
  await limits.scrollIntoViewIfNeeded();
  expect(await lookAt(page, 'settings-limits')).toEqual([]);
});

it('[LIMIT-5] limits that the environment decides cannot be changed here', async () => {
  await open({ environment: ['PENDING_LATE_MINUTES'] });
  await page.getByRole('region', { name: 'Limits', exact: true }).getByText('Fixed by PENDING_LATE_MINUTES').waitFor();
  expect(
    await page
      .getByRole('region', { name: 'Limits', exact: true })
      .getByLabel('Pending orders: Amber after, minutes')
      .isDisabled(),
  ).toBe(true);
});
