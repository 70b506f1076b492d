import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, expect, it } from 'vitest';
import { findDatabaseProgram } from '../../scripts/lib/database-program.mjs';
import { freePort } from '../../scripts/lib/free-port.mjs';
import { createBaseSchema, fillOrders, OUR_TRIGGERS, triggerNames } from '../support/base-schema.ts';
import { ConsolePage } from '../support/console-page.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { DesktopApp } from '../support/desktop-app.ts';
import { takePictures } from '../support/desktop-picture.ts';
import { OWN_PORTS, userDataWith } from '../support/desktop-setup.ts';
import { eventually } from '../support/eventually.ts';

const PASSWORD = 'Correct-horse-7';
const top = mkdtempSync(join(tmpdir(), 'orderdeck-window-'));
let app: DesktopApp | null = null;
let database: TestDatabase | null = null;

afterEach(async () => {
  await app?.close();
  app = null;
  await database?.query(`DROP USER IF EXISTS '${database.name}'@'%'`);
  await database?.drop();
  database = null;
});
afterAll(() => rmSync(top, { recursive: true, force: true, maxRetries: 10 }));

/** The first start of the program. */
async function firstStart(): Promise<ConsolePage> {
  app = await DesktopApp.launch({ userData: await userDataWith(top, {}), env: OWN_PORTS });
  const shown = new ConsolePage(await app.window());
  await shown.page.getByRole('heading', { name: 'Where are your orders?' }).waitFor();
  return shown;
}

/** A new database that somebody may use, though not create tables in. */
async function newDatabase(): Promise<TestDatabase> {
  database = await createTestDatabase();
  const { name } = database;
  await database.query(`CREATE USER '${name}'@'%' IDENTIFIED BY '${PASSWORD}'`);
  await database.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON \`${name}\`.* TO '${name}'@'%'`);
  return database;
}

async function fillForm(page: Page, { env, name }: TestDatabase, password: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Host' }).fill(env.DB_HOST);
  await page.getByLabel('Port', { exact: true }).fill(env.DB_PORT);
  await page.getByLabel('User', { exact: true }).fill(name);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('textbox', { name: 'Database' }).fill(name);
  await page.getByRole('button', { name: 'Another user creates the schema' }).click();
  await page.getByLabel('User for the schema').fill(env.DB_USER);
  await page.getByLabel('Its password').fill(env.DB_PASSWORD);
}

/** Orders of a morning, the newest of them a moment ago. */
async function fillTable({ query }: TestDatabase): Promise<void> {
  const customers = ['Ada Ltd', 'Bolt Co', 'Cedar Works', 'Delta GmbH', 'Elm & Sons', 'Fir AG', 'Grove Retail'];
  const products = ['Laptop 14"', 'Phone', 'Tablet', 'Docking station', 'Headset'];
  for (let index = 0; index < 40; index++) {
    const status = index < 18 ? 'delivered' : index % 3 === 1 ? 'shipped' : 'pending';
    await query(
      `INSERT INTO orders (customer_name, product_name, status, created_at, updated_at)
       VALUES (?, ?, ?, NOW() - INTERVAL ? MINUTE, NOW() - INTERVAL ? MINUTE)`,
      [
        customers[(index * 3) % customers.length],
        products[(index * 2) % products.length],
        status,
        (40 - index) * 5,
        (40 - index) * (status === 'pending' ? 5 : 2),
      ],
    );
  }
}

/** Puts the note of what happened away, which it would do by itself a little later. */
async function putNoteAway(page: Page): Promise<void> {
  const note = page.getByRole('alert').filter({ hasText: 'Schema created' });
  await note.getByRole('button', { name: 'Dismiss' }).click();
  await page.mouse.move(1, 1);
  await note.waitFor({ state: 'detached' });
}

it('[WIZ-40] a first start leads over a wrong password and a missing schema to a live order', async () => {
  const fresh = await newDatabase();
  const shown = await firstStart();
  const { page } = shown;
  // Gone if the page were loaded anew on the way.
  await page.evaluate(() => Object.assign(window, { firstStart: true }) && undefined);
  await takePictures(page, 'welcome');
  await page.getByRole('button', { name: 'Use a MySQL server' }).click();
  await fillForm(page, fresh, 'wrong');
  await page.getByRole('button', { name: 'Test connection' }).click();
  await page.locator('[data-step="login"][data-state="failed"]').waitFor();
  await takePictures(page, 'setup-refused');
  const password = page.getByLabel('Password', { exact: true });
  await password.and(page.locator('[aria-invalid="true"]')).waitFor();
  await password.fill(PASSWORD);
  await page.getByRole('button', { name: 'Test connection' }).click();
  const create = page.getByRole('button', { name: 'Create the schema and start' });
  await create.waitFor();
  await page.getByLabel('Keep them in a file').check();
  await takePictures(page, 'setup-create');
  // It goes by itself after a while.
  const note = page.getByText(`Schema created; connected to ${fresh.name}`).waitFor();
  await create.click();
  await note;
  await shown.isState('live', 30_000);
  await page.getByText('No orders yet').waitFor();
  await fresh.query("INSERT INTO orders (customer_name, product_name) VALUES ('Ada Ltd', 'Laptop')");
  await shown.shows(1, 'customer_name', 'Ada Ltd');
  await fillTable(fresh);
  await shown.shows(41, 'status', 'Pending');
  await putNoteAway(page);
  await takePictures(page, 'orders');
  expect(await page.evaluate(() => 'firstStart' in window)).toBe(true);
  expect(shown.complaints).toEqual([]);
});

it('[WIZ-42] a database of an earlier version is upgraded: its orders and its log are kept, and it is live', async () => {
  database = await createTestDatabase();
  const old = database;
  await createBaseSchema(old);
  await fillOrders(old, 3);
  await old.query('UPDATE order_changes SET processed = TRUE WHERE id = 1');
  const orders = () => old.query('SELECT id, customer_name, product_name, status, updated_at, created_at FROM orders');
  const logged = () => old.query('SELECT id, order_id, operation_type, new_data FROM order_changes WHERE id <= 3');
  const before = { orders: await orders(), logged: await logged() };
  expect(before).toMatchObject({ orders: { length: 3 }, logged: { length: 3 } });

  const shown = await firstStart();
  const { page } = shown;
  await page.getByRole('button', { name: 'Use a MySQL server' }).click();
  await page.getByRole('textbox', { name: 'Host' }).fill(old.env.DB_HOST);
  await page.getByLabel('Port', { exact: true }).fill(old.env.DB_PORT);
  await page.getByLabel('User', { exact: true }).fill(old.env.DB_USER);
  await page.getByLabel('Password', { exact: true }).fill(old.env.DB_PASSWORD);
  await page.getByRole('textbox', { name: 'Database' }).fill(old.name);
  await page.getByRole('button', { name: 'Test connection' }).click();
  await page.getByText('An older schema with 3 orders was found.').waitFor();
  await page.getByRole('button', { name: 'Upgrade it and start' }).click();
  await shown.isState('live', 60_000);
  await shown.shows(3, 'product_name', 'Product 2');
  expect({ orders: await orders(), logged: await logged() }).toEqual(before);
  expect(await triggerNames(old)).toEqual(OUR_TRIGGERS);

  await old.query("UPDATE orders SET status = 'shipped' WHERE id = 1");
  await shown.shows(1, 'status', 'Shipped');
  expect(shown.complaints).toEqual([]);
});

it('[WIZ-41] the demo is one button away from live orders', async () => {
  const program = await findDatabaseProgram();
  if (program === null) throw new Error('No database server is installed: run the tests with `npm test`');
  const shown = await firstStart();
  await shown.page.getByRole('button', { name: 'Try it with a demo database' }).click();
  await shown.page.getByRole('button', { name: 'Start the demo' }).click();
  await shown.isState('live', 90_000);
  await shown.shows(1, 'product_name', 'Laptop');
  expect(shown.complaints).toEqual([]);
});

it('[SETV-40] settings take effect in the window, the ports at once, and are there at the next start', async () => {
  const fresh = await newDatabase();
  const shown = await firstStart();
  const { page } = shown;
  await page.getByRole('button', { name: 'Use a MySQL server' }).click();
  await fillForm(page, fresh, PASSWORD);
  await page.getByLabel('Keep them in a file').check();
  await page.getByRole('button', { name: 'Test connection' }).click();
  await page.getByRole('button', { name: 'Create the schema and start' }).click();
  await shown.isState('live', 30_000);
  await page.keyboard.press('Control+,');
  const sharing = page.getByRole('region', { name: 'Ports and sharing', exact: true });
  const ports = { port: await freePort(), wsPort: await freePort() };
  await sharing.getByLabel('Port of the console').fill(String(ports.port));
  await sharing.getByLabel('Port for live updates').fill(String(ports.wsPort));
  await sharing.getByRole('button', { name: 'Save ports' }).click();
  await sharing.getByText(`http://localhost:${ports.port}`, { exact: true }).waitFor();
  await eventually('browsers are served there', async () => (await fetch(`http://127.0.0.1:${ports.port}/health`)).ok);
  await page.getByLabel('Keep running in the tray when the window is closed').press('Space');
  await page.getByRole('region', { name: 'Program', exact: true }).getByText('Saved').waitFor();
  await putNoteAway(page);
  await page.getByRole('button', { name: 'Database', exact: true }).click();
  await takePictures(page, 'settings');
  expect(await app?.close()).toBe(0);
  app = (await app?.relaunch({ env: OWN_PORTS })) ?? null;
  const next = await app?.console();
  if (next === undefined) throw new Error('The program did not start again');
  await next.page.keyboard.press('Control+,');
  await next.page
    .getByLabel('Keep running in the tray when the window is closed')
    .and(next.page.locator(':checked'))
    .waitFor();
  expect(await next.page.getByLabel('Port of the console').inputValue()).toBe(String(ports.port));
});
