import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { ConsolePage } from '../support/console-page.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { knownPerson } from '../support/known-person.ts';
import { ServerProcess } from '../support/server-process.ts';
import { AT_A_DESK } from '../support/three-orders.ts';

let browser: Browser;
let database: TestDatabase;
let server: ServerProcess;

beforeAll(async () => {
  browser = await launchBrowser();
  database = await createTestDatabase();
  server = await ServerProcess.start({ ...database.env, BIND_ADDRESS: '0.0.0.0', TLS: 'off' });
  await database.query('DELETE FROM orders');
  await database.query(
    "INSERT INTO orders (id, customer_name, product_name, status) VALUES (1, 'Ada Ltd', 'Phone', 'pending')",
  );
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await database?.drop();
});

/** A browser of its own: what one is let in with, the others do not have. */
async function openAt(hash: string): Promise<ConsolePage> {
  const context = await browser.newContext(AT_A_DESK);
  await context.addInitScript(() => localStorage.setItem('orderdeck.preferences', '{"tourAnswered":true}'));
  const shown = new ConsolePage(await context.newPage());
  await shown.page.goto(`${server.url}/${hash}`);
  return shown;
}

function isSignedIn(page: Page, who: string): Promise<void> {
  return page.getByRole('button', { name: `Signed in: ${who}` }).waitFor();
}

it('[DOOR-20] an admin by the printed link, an operator by PIN at a paired bench, and a bench that is taken out', async () => {
  const code = await eventually('the link of the first admin was printed', async () => {
    return /#\/first-admin\/([\w.~-]+)/.exec(server.lines.join('\n'))?.[1] ?? false;
  });
  const admin = await openAt(`#/first-admin/${code}`);
  await admin.page.getByLabel('Name').fill('Ada');
  await admin.page.getByLabel('Password', { exact: true }).fill('a long enough one');
  await admin.button('Create admin and sign in').click();
  await isSignedIn(admin.page, 'Ada, Admin');
  await admin.isState('live');

  await admin.page.keyboard.press('Control+,');
  await admin.button('Add a person').click();
  const dialog = admin.page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Bo');
  await dialog.getByLabel('PIN', { exact: true }).fill('4711');
  await dialog.getByRole('button', { name: 'Add a person' }).click();
  await admin.page.getByText('Signs in by: PIN').waitFor();
  await admin.button('Join a device').click();
  await dialog.getByLabel('Name').fill('Bench 3');
  await dialog.getByRole('button', { name: 'Make a code' }).click();
  const address = (await dialog.getByTestId('pairing-url').textContent()) ?? '';

  const bench = await openAt(new URL(address).hash);
  await isSignedIn(bench.page, 'Bench 3, Viewer');
  await admin.page.getByText('Bench 3 has joined').waitFor();
  expect(await bench.button('New order').count()).toBe(0);
  await bench.page.getByRole('button', { name: 'Signed in: Bench 3, Viewer' }).click();
  await bench.page.getByRole('menuitem', { name: 'Sign in' }).click();
  await bench.page.getByRole('button', { name: 'Bo' }).click();
  const pad = bench.page.getByRole('group', { name: 'PIN pad' });
  for (const digit of ['4', '7', '1', '1']) await pad.getByRole('button', { name: digit }).click();
  await pad.getByRole('button', { name: 'Sign in' }).click();
  await isSignedIn(bench.page, 'Bo, Operator');
  await bench.isState('live');

  await bench.cell(1, 'ag-Grid-SelectionColumn').getByRole('checkbox').click();
  await bench.button('Ship 1 order').click();
  await bench.page.getByRole('dialog').getByRole('button', { name: 'Ship 1 order' }).click();
  await bench.shows(1, 'status', 'Shipped');
  const actor = await eventually('the change is in the log', async () => {
    const [row] = await database.query<{ actor: string }>(
      "SELECT actor FROM order_changes WHERE order_id = 1 AND operation_type = 'UPDATE'",
    );
    return row?.actor ?? false;
  });
  expect(actor).toBe('Bo');
  expect(await bench.page.getByRole('button', { name: /^Delete/ }).count()).toBe(0);
  const refused = await bench.page.evaluate(async () => (await fetch('/api/orders/1', { method: 'DELETE' })).status);
  expect(refused).toBe(403);
  expect(await database.query('SELECT id FROM orders')).toHaveLength(1);

  await admin.button('Revoke Bench 3').click();
  await dialog.getByRole('button', { name: 'Revoke device' }).click();
  await bench.page.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor();
  expect(await bench.page.getByRole('navigation').count()).toBe(0);
  expect(await bench.page.evaluate(async () => (await fetch('/api/orders')).status)).toBe(401);
  await isSignedIn(admin.page, 'Ada, Admin');
  expect([...admin.complaints, ...bench.complaints]).toEqual([]);
});

it('[DOOR-21] where REST alone is left, what a tab sends after another has signed somebody in is refused, and it says so', async () => {
  await database.query("INSERT INTO orders (id, customer_name, product_name) VALUES (2, 'Bolt Co', 'Lamp')");
  const [ada, bo] = [
    await knownPerson(database, server.port, 'operator'),
    await knownPerson(database, server.port, 'operator'),
  ];
  const context = await browser.newContext(AT_A_DESK);
  await context.addInitScript(() => localStorage.setItem('orderdeck.preferences', '{"tourAnswered":true}'));
  const signIn = ({ cookie }: typeof ada) => {
    const [name = '', value = ''] = cookie.split('=');
    return context.addCookies([{ name, value, url: server.url, httpOnly: true, sameSite: 'Strict' }]);
  };
  await signIn(ada);
  const shown = new ConsolePage(await context.newPage());
  await shown.page.routeWebSocket(/\/ws$/, (socket) => socket.close());
  await shown.page.goto(server.url);
  await isSignedIn(shown.page, `${ada.name}, Operator`);
  await shown.isState('live');
  await signIn(bo);
  await shown.cell(2, 'ag-Grid-SelectionColumn').getByRole('checkbox').click();
  await shown.button('Ship 1 order').click();
  await shown.page.getByRole('dialog').getByRole('button', { name: 'Ship 1 order' }).click();
  await shown.page.getByText('This sign-in is not good any more').first().waitFor();
  await isSignedIn(shown.page, `${bo.name}, Operator`);
  expect(await database.query("SELECT id FROM orders WHERE id = 2 AND status = 'pending'")).toHaveLength(1);
  await context.close();
});
