import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { ConsolePage } from '../support/console-page.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { knownPerson, SHARED } from '../support/known-person.ts';
import { pairedDevice } from '../support/paired-device.ts';
import { SCRIPT_NAMES, ScriptWatch } from '../support/script-names.ts';
import { ServerProcess } from '../support/server-process.ts';
import { AT_A_DESK } from '../support/three-orders.ts';

/** Those that fit into the column of a name. */
const NAMES = SCRIPT_NAMES.filter((name) => name.length < 64);
const [FIRST = '', SECOND = ''] = NAMES;
const OWN = '<img src=y onerror="window.owned=1">';
const NEW = '<iframe onload="window.owned=1">';
const BENCH = '<svg/onload="window.owned=1">Bench';

let browser: Browser;
let database: TestDatabase;
let server: ServerProcess;

// The schemas refuse none of these names, and a row may have been written by hand.
beforeAll(async () => {
  browser = await launchBrowser();
  database = await createTestDatabase();
  server = await ServerProcess.start({ ...database.env, ...SHARED, RATE_LIMIT_PER_MINUTE: '0' });
  // With nobody who can sign in, the door would ask for the first admin.
  await database.query("INSERT INTO orderdeck_people (name, role, password_hash) VALUES ('Root', 'admin', 'x')");
  for (const name of NAMES) {
    await database.query("INSERT INTO orderdeck_people (name, role, pin_hash) VALUES (?, 'viewer', 'x')", [name]);
    await database.query(
      `INSERT INTO orderdeck_devices (name, role, created_by, last_address, user_agent, last_seen_at)
       VALUES (?, 'viewer', ?, ?, ?, NOW(6))`,
      [name, name, name, name],
    );
    await database.query(
      "INSERT INTO orderdeck_audit (kind, actor, address, detail) VALUES ('person-changed', ?, ?, ?)",
      [name, name, JSON.stringify({ [name]: name })],
    );
  }
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await database?.drop();
});

async function open(hash: string, cookies: Readonly<Record<string, string>> = {}) {
  const context = await browser.newContext(AT_A_DESK);
  await context.addCookies(Object.entries(cookies).map(([name, value]) => ({ name, value, url: server.url })));
  await context.addInitScript(() => localStorage.setItem('orderdeck.preferences', '{"tourAnswered":true}'));
  const shown = new ConsolePage(await context.newPage());
  const watch = new ScriptWatch(shown.page, server.url);
  const isText = async (where: string): Promise<void> => {
    await watch.isText(where);
    expect([where, shown.complaints]).toEqual([where, []]);
  };
  await shown.page.goto(`${server.url}/${hash}`);
  return { shown, page: shown.page, isText, close: () => context.close() };
}

it('[SEC-70] are text where admins look after people, devices, places and the audit', async () => {
  const { id, secret } = await knownPerson(database, server.port, 'admin');
  await database.query('UPDATE orderdeck_people SET name = ? WHERE id = ?', [OWN, id]);
  await database.query('UPDATE orderdeck_sessions SET address = ?, user_agent = ?', [FIRST, SECOND]);
  const { shown, page, isText, close } = await open('#/settings', { [`orderdeck-${server.port}`]: secret });
  const dialog = page.getByRole('dialog');

  for (const list of [
    page.getByRole('list', { name: 'People' }),
    page.getByRole('list', { name: 'Devices' }),
    page.getByRole('table'),
  ]) {
    await list.getByText(FIRST).first().waitFor();
    const text = (await list.textContent()) ?? '';
    expect(NAMES.filter((name) => !text.includes(name))).toEqual([]);
  }
  const places = page.getByRole('list', { name: 'Signed in' });
  await places.getByText(OWN).first().waitFor();
  expect(await places.textContent()).toContain(FIRST);
  await isText('settings');

  for (const [button, title, confirm, told] of [
    [`Remove ${FIRST}`, `Remove ${FIRST}?`, `Remove ${FIRST}`, `${FIRST} was removed`],
    [`Revoke ${SECOND}`, `Revoke ${SECOND}?`, 'Revoke device', `${SECOND} was revoked`],
  ] as const) {
    await shown.button(button).click();
    await dialog.getByText(title, { exact: true }).waitFor();
    await isText(title);
    await dialog.getByRole('button', { name: confirm, exact: true }).click();
    await page.getByText(told).first().waitFor();
    await isText(told);
  }
  for (const list of ['People', 'Devices']) {
    const name = list === 'People' ? SECOND : FIRST;
    await page
      .getByRole('list', { name: list })
      .getByRole('button', { name: `Change ${name}`, exact: true })
      .click();
    await dialog.getByText(`Change ${name}`, { exact: true }).waitFor();
    await isText(`change in ${list}`);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  }
  await shown.button('Join a device').click();
  await dialog.getByLabel('Name').fill(NEW);
  await dialog.getByRole('button', { name: 'Make a code' }).click();
  await dialog.getByRole('img', { name: `QR code that joins ${NEW}` }).waitFor();
  await isText('code of a device');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: `Signed in: ${OWN}, Admin` }).click();
  await page.getByRole('menuitem').first().waitFor();
  await isText('who is signed in');
  await close();
});

it('[SEC-70] are text at the door', async () => {
  const device = await pairedDevice(database, server.port, BENCH);
  const bench = await open('', Object.fromEntries(device.cookies));
  await bench.page.getByRole('button', { name: `Signed in: ${BENCH}, Viewer` }).click();
  await bench.page.getByRole('menuitem', { name: 'Sign in' }).click();
  const people = bench.page.getByRole('list', { name: 'People' });
  await people.getByText(SECOND).waitFor();
  await bench.page.getByRole('button', { name: `Go on as ${BENCH}` }).waitFor();
  await bench.isText('people at a bench');
  await people.getByText(SECOND).click();
  await bench.page.getByRole('heading', { name: `PIN of ${SECOND}` }).waitFor();
  await bench.isText('PIN');
  await bench.close();

  const { page, isText, close } = await open(`#/orders?q=${encodeURIComponent(FIRST)}`);
  await page.getByLabel('Name').fill(FIRST);
  await page.getByLabel('Password', { exact: true }).fill(FIRST);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').first().waitFor();
  await isText('sign-in');
  for (const hash of ['#/join', `#/pair/${FIRST}`, '#/pair/javascript.owned-1', `#/first-admin/${FIRST}`]) {
    await page.evaluate((to) => window.location.assign(to), hash);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await isText(hash);
  }
  await close();
});
