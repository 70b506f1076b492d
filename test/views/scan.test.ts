import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from '../../scripts/lib/repository.mjs';
import { launchBrowser } from '../support/browser.ts';
import { ConsoleTab } from '../support/console-tab.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { lookAt } from '../support/look-at.ts';
import { ServerProcess } from '../support/server-process.ts';
import { WedgeScanner } from '../support/wedge-scanner.ts';

const PICTURES = join(ROOT, 'test-results/screenshots');

let browser: Browser;
let database: TestDatabase;
let server: ServerProcess;
let tab: ConsoleTab;
let scanner: WedgeScanner;

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  browser = await launchBrowser();
  database = await createTestDatabase();
  server = await ServerProcess.start({ ...database.env });
  await database.query('DELETE FROM orders');
  await database.query(
    `INSERT INTO orders (id, customer_name, product_name, status) VALUES
     (1042, 'Ada Ltd', 'Laptop 14"', 'pending'), (1043, 'Bolt Co', 'Docking station', 'pending'),
     (1044, 'Cedar Works', 'Monitor 27"', 'delivered'), (1045, 'Delta GmbH', 'Phone', 'shipped')`,
  );
});
beforeEach(async () => {
  tab = await ConsoleTab.open(browser, `${server.url}/#/scan`);
  await tab.page.getByText('Ready to scan').waitFor();
  scanner = await WedgeScanner.plugIn(tab.page);
  return () => tab.close();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await database?.drop();
});

function panel(): Locator {
  return tab.page.getByRole('tabpanel', { name: 'Result of the last scan' });
}

async function picture(name: string, width: number, height: number): Promise<void> {
  await tab.page.setViewportSize({ width, height });
  await tab.page.screenshot({ path: join(PICTURES, `${name}-${width}.png`) });
}

describe('the scan view', () => {
  it('[SCAN-40] is read by axe and looked at: ready, done, wrong, and on its sheet of commands', async () => {
    expect(await lookAt(tab.page, 'scan-ready')).toEqual([]);
    await scanner.scan('1042');
    await panel().getByText('OK, shipped').waitFor();
    await picture('scan-done', 1440, 900);
    await scanner.scan('1045');
    await panel().getByText('Already shipped').waitFor();
    await scanner.scan('ODK:MODE:DELIVER');
    await scanner.scan('1043');
    await panel().getByText('Not shipped yet').waitFor();
    expect(await lookAt(tab.page, 'scan-wrong')).toEqual([]);
    await picture('scan-wrong', 768, 1024);
    await picture('scan-wrong', 390, 844);
    await tab.page.keyboard.press('Enter');
    await picture('scan-calm', 768, 1024);
    await tab.page.getByRole('button', { name: 'Number pad' }).click();
    await picture('scan-pad', 768, 1024);
    await picture('scan-pad', 390, 844);
    await picture('scan-pad', 1280, 720);
    await tab.page.getByRole('button', { name: 'Command barcodes' }).click();
    await tab.page.locator('[role="dialog"] svg[data-code] rect').first().waitFor();
    expect(await lookAt(tab.page, 'scan-commands')).toEqual([]);
    await tab.page.emulateMedia({ media: 'print' });
    await picture('scan-print', 794, 1123);
    await tab.page.emulateMedia({ media: null });
    expect(tab.complaints).toEqual([]);
  });

  it('[SCAN-41] says what waits while the server is away', async () => {
    await server.kill();
    await tab.isState('reconnecting');
    await scanner.scan('1043');
    await scanner.scan('1042');
    await tab.page.getByRole('button', { name: 'Take order 1042 out' }).waitFor();
    expect(await lookAt(tab.page, 'scan-queue')).toEqual([]);
    await picture('scan-queue', 768, 1024);
    server = await server.startAgain();
    await tab.isState('live');
    expect(tab.complaints).toEqual([]);
  });
});
