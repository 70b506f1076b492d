import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Order, OrderStatus } from '../../src-shared/order.ts';
import { launchBrowser } from '../support/browser.ts';
import { ConsoleTab } from '../support/console-tab.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { ServerProcess } from '../support/server-process.ts';
import { WedgeScanner } from '../support/wedge-scanner.ts';

let browser: Browser;
let database: TestDatabase;
let server: ServerProcess;
let tab: ConsoleTab;
let scanner: WedgeScanner;

beforeAll(async () => {
  browser = await launchBrowser();
  database = await createTestDatabase();
  server = await ServerProcess.start({ ...database.env });
  await database.query('DELETE FROM orders');
});
beforeEach(async () => {
  tab = await ConsoleTab.open(browser, `${server.url}/#/scan`);
  await tab.page.getByText('Ready to scan').waitFor();
  // Scans that a reload finds are sent in the name of whom the page knew.
  await expect.poll(() => tab.page.evaluate(() => localStorage.getItem('orderdeck.scanner'))).not.toBeNull();
  scanner = await WedgeScanner.plugIn(tab.page);
});
afterEach(async () => {
  expect(tab.complaints).toEqual([]);
  await tab.close();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await database?.drop();
});

async function insert(customer: string, status: OrderStatus = 'pending'): Promise<number> {
  const result = await database.query(
    "INSERT INTO orders (customer_name, product_name, status) VALUES (?, 'Laptop', ?)",
    [customer, status],
  );
  return (result as unknown as { insertId: number }).insertId;
}

async function statusOf(id: number): Promise<string> {
  const [row] = await database.query<Order>('SELECT * FROM orders WHERE id = ?', [id]);
  return row === undefined ? 'gone' : `${row.status} ${row.version}`;
}

function panel(): Locator {
  return tab.page.getByRole('tabpanel', { name: 'Result of the last scan' });
}

/** Waits until the panel says this of this code. */
async function says(code: string | number, words: string): Promise<void> {
  await panel()
    .getByRole('paragraph')
    .filter({ hasText: String(code) })
    .first()
    .waitFor();
  await panel().getByText(words, { exact: true }).waitFor();
}

/** Signals that were heard since the page was loaded. */
async function listen(): Promise<() => Promise<string[]>> {
  await tab.page.evaluate(() => {
    const heard: string[] = [];
    const { start } = OscillatorNode.prototype;
    OscillatorNode.prototype.start = function begin(this: OscillatorNode, when?: number) {
      heard.push(`${this.type} ${this.frequency.value}`);
      start.call(this, when);
    };
    Object.assign(window, { heard });
  });
  return () => tab.page.evaluate(() => (window as unknown as { heard: string[] }).heard.splice(0));
}

const GOOD = ['sine 880', 'sine 1320'];
const BAD = ['sawtooth 110', 'square 116'];

function waiting(): Locator {
  return tab.page.getByTestId('scan-waiting');
}

async function isDone(code: string | number, words = 'OK, shipped'): Promise<void> {
  // By the cell of the code: the time of another scan may hold the same digits.
  const cell = tab.page.locator('td:nth-child(2)', { hasText: new RegExp(`(^|\\D)0*${code}(\\D|$)`) });
  await tab.page.getByRole('row').filter({ has: cell }).filter({ hasText: words }).first().waitFor();
}

describe('scanning', () => {
  it('[SCAN-30] a scan ships the order wherever the focus is, and never leaks into what has it', async () => {
    const { page } = tab;
    await page.evaluate(() => {
      const place = document.createElement('div');
      place.innerHTML =
        '<textarea id="t">before</textarea><select id="s"><option>Ada<option>1 first<option>2 second</select>' +
        '<button id="b" type="button">0</button><input id="c" type="checkbox">';
      place.querySelector('button')?.addEventListener('click', (event) => {
        const button = event.currentTarget as HTMLButtonElement;
        button.textContent = String(Number(button.textContent) + 1);
      });
      document.querySelector('main section')?.append(place);
    });
    const places = ['#t', '#s', '#b', '#c'].map((one) => page.locator(one));
    places.push(page.getByLabel('Search orders'), page.getByLabel('Number or code'), tab.button('New order'));
    const ids: number[] = [];
    for (const [index, place] of places.entries()) {
      const id = await insert('Focus');
      ids.push(id);
      await place.focus();
      await scanner.scan(
        index % 2 === 0 ? `ORD-${id}` : `ORD ${id}`,
        index === 1 ? 'Tab' : index === 2 ? null : 'Enter',
      );
      await isDone(id);
      expect(await place.evaluate((element) => element === document.activeElement)).toBe(true);
    }
    expect(await page.locator('#t').inputValue()).toBe('before');
    expect(await page.locator('#s').inputValue()).toBe('Ada');
    expect(await page.locator('#b').textContent()).toBe('0');
    expect(await page.locator('#c').isChecked()).toBe(false);
    expect(await page.getByLabel('Search orders').inputValue()).toBe('');
    expect(await page.getByLabel('Number or code').inputValue()).toBe('');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(new URL(page.url()).hash).toBe('#/scan');
    for (const id of ids) expect(await statusOf(id)).toBe('shipped 2');
  });

  it('[SCAN-31] somebody who types among scans loses no letter, and no scan loses a key', async () => {
    const ids = [await insert('Among'), await insert('Among'), await insert('Among')];
    const codes = ids.map((id) => `ORD-${id}`);
    await tab.button('New order').click();
    const dialog = tab.page.getByRole('dialog', { name: 'New order' });
    await dialog.getByLabel('Customer').focus();
    await scanner.person('Old ');
    await scanner.personAmongScans('bolt', codes);
    await scanner.person(' Co');
    for (const id of ids) await isDone(id);
    expect(await dialog.getByLabel('Customer').inputValue()).toBe('Old bolt Co');
    // Shortcuts, the clipboard and an input method go their own way.
    await tab.page.keyboard.press('Control+a');
    await tab.page.keyboard.press('Control+c');
    await dialog.getByLabel('Product').focus();
    await tab.page.keyboard.press('Control+v');
    await tab.page.keyboard.press('Backspace');
    await tab.page.keyboard.insertText('ü');
    await scanner.person('x');
    await expect.poll(() => dialog.getByLabel('Product').inputValue()).toBe('Old bolt Cüx');
    await tab.page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    const [created] = await database.query<Order>("SELECT * FROM orders WHERE customer_name = 'Old bolt Co'");
    expect(created).toMatchObject({ product_name: 'Old bolt Cüx', status: 'pending' });
    for (const id of ids) expect(await statusOf(id)).toBe('shipped 2');
  });

  it('[SCAN-32] commands, undo, a repeated code, a wrong one that blocks, and what is heard of them', async () => {
    const heard = await listen();
    const [one, two, away] = [await insert('Cedar'), await insert('Cedar'), await insert('Cedar')];
    await database.query('DELETE FROM orders WHERE id = ?', [away]);
    await scanner.scan(String(one));
    await says(one, 'OK, shipped');
    expect(await heard()).toEqual(GOOD);
    await tab.page.getByText('No sound yet').waitFor({ state: 'detached' });
    await scanner.scan(String(one));
    await says(one, 'Already scanned');
    await scanner.scan('ODK:UNDO');
    await says('ODK:UNDO', 'Undone, pending again');
    await expect.poll(() => statusOf(one)).toBe('pending 3');
    await heard();
    await scanner.scan('ODK:MODE:DELIVER');
    await says('ODK:MODE:DELIVER', 'Mode: Deliver');
    await scanner.scan(String(two));
    await says(two, 'Not shipped yet');
    expect(await heard()).toEqual([...GOOD, ...BAD]);
    expect(await tab.page.getByTestId('scan-alert').textContent()).toContain('Not shipped yet');
    // While it is red, nothing is carried out.
    await scanner.scan('ODK:MODE:SHIP');
    await scanner.scan(String(two));
    await panel().getByText('2 scans refused since').waitFor();
    expect(await heard()).toEqual([...BAD, ...BAD]);
    await scanner.scan('ODK:ACK');
    await tab.button('Acknowledge').waitFor({ state: 'detached' });
    for (const [code, words] of [
      [String(away), 'This order was deleted'],
      ['2000000000', 'No such order'],
      ['9007199254740993', 'Not a code of ours'],
    ] as const) {
      await scanner.scan(code);
      await says(code, words);
      await tab.page.keyboard.press(code === '2000000000' ? ' ' : 'Enter');
      await tab.button('Acknowledge').waitFor({ state: 'detached' });
    }
    expect(await statusOf(one)).toBe('pending 3');
    expect(await statusOf(two)).toBe('pending 1');
  });

  it('[SCAN-33] the server is killed: scans wait, are seen, and are sent in sequence when it is back', async () => {
    const ids = [await insert('Delta'), await insert('Delta'), await insert('Delta'), await insert('Delta')];
    await server.kill();
    await tab.isState('reconnecting');
    for (const id of ids) {
      await scanner.scan(String(id));
      await says(id, 'Waiting, not saved yet');
    }
    await waiting().getByText('4 scans waiting, not saved yet').waitFor();
    await tab.button(`Take order ${ids[1]} out`).click();
    await waiting().getByText('3 scans waiting').waitFor();
    // Meanwhile somebody else does one of them.
    await database.query("UPDATE orders SET status = 'shipped' WHERE id = ?", [ids[2]]);
    server = await server.startAgain();
    await isDone(ids[0] ?? 0);
    await isDone(ids[2] ?? 0, 'Already shipped');
    await isDone(ids[3] ?? 0);
    await waiting().waitFor({ state: 'detached' });
    expect(await Promise.all(ids.map(statusOf))).toEqual(['shipped 2', 'pending 1', 'shipped 2', 'shipped 2']);
  });

  it('[SCAN-34] the page is reloaded while scans wait: none is lost, and none is carried out twice', async () => {
    const { page } = tab;
    const ids = [await insert('Elm'), await insert('Elm')];
    let isCut = true;
    await page.routeWebSocket(/\/ws$/, (socket) => {
      if (isCut) void socket.close();
      else socket.connectToServer();
    });
    await page.route(/\/api\//, (route) => (isCut ? route.abort() : route.continue()));
    await page.reload();
    await page.getByText('Ready to scan').waitFor();
    for (const id of ids) await scanner.scan(String(id));
    await waiting().getByText('2 scans waiting').waitFor();
    await page.reload();
    await waiting().getByText('2 scans waiting').waitFor();
    await scanner.scan(String(ids[0]));
    await says(ids[0] ?? 0, 'Already scanned');
    isCut = false;
    for (const id of ids) await isDone(id);
    await page.reload();
    await page.getByText('Ready to scan').waitFor();
    expect(await waiting().count()).toBe(0);
    expect(await Promise.all(ids.map(statusOf))).toEqual(['shipped 2', 'shipped 2']);
  });

  it('[SCAN-35] a number is typed at nothing or on the pad, by a person’s pace, and U takes it back', async () => {
    const { page } = tab;
    const field = page.getByLabel('Number or code');
    const ids = [await insert('Fir'), await insert('Fir'), await insert('Fir')] as const;
    const undo = async (id: number, key = 'u'): Promise<void> => {
      if (key === 'u') await scanner.person(key);
      else await page.keyboard.press(key);
      await says('Undo last scan', 'Undone, pending again');
      expect(await statusOf(id)).toBe('pending 3');
      expect(await field.inputValue()).toBe('');
    };
    await scanner.person(`#${ids[0]}`);
    await expect.poll(() => field.inputValue()).toBe(`#${ids[0]}`);
    await page.keyboard.press('Enter');
    await says(`#${ids[0]}`, 'OK, shipped');
    await undo(ids[0]);
    // Beside a button that has the focus: it gets the focus back, and Enter does not press it.
    await tab.button('Command barcodes').focus();
    await scanner.person(String(ids[1]));
    await expect.poll(() => field.inputValue()).toBe(String(ids[1]));
    await page.keyboard.press('Enter');
    await says(ids[1], 'OK, shipped');
    expect(await tab.button('Command barcodes').evaluate((one) => one === document.activeElement)).toBe(true);
    expect(await page.getByRole('dialog').count()).toBe(0);
    await undo(ids[1], 'Control+z');
    await tab.button('Number pad').click();
    for (const digit of `${ids[2]}0`) await page.getByRole('button', { name: digit, exact: true }).click();
    await tab.button('Erase the last digit').click();
    await page.getByRole('button', { name: 'Enter', exact: true }).click();
    await says(ids[2], 'OK, shipped');
    // In the empty field U means what it means everywhere; behind a number it is a letter.
    await field.focus();
    await undo(ids[2]);
    await scanner.person('7u');
    await expect.poll(() => field.inputValue()).toBe('7u');
  });

  it('[SCAN-36] a page that is blocked in the middle of a scan takes it whole', async () => {
    const { page } = tab;
    await page.addInitScript(() => {
      let downs = 0;
      const down = (event: KeyboardEvent): void => {
        if (!event.isTrusted || ++downs % 4 !== 2) return;
        const until = performance.now() + 100;
        while (performance.now() < until);
      };
      window.addEventListener('keydown', down, { capture: true });
    });
    await page.reload();
    await page.getByText('Ready to scan').waitFor();
    await page.getByLabel('Number or code').focus();
    for (const [index, end] of (['Enter', 'Tab', null] as const).entries()) {
      const id = await insert('Gum');
      await scanner.scan(index === 1 ? String(id) : `ORD-${id}`, end);
      await isDone(id);
      expect(await page.getByLabel('Number or code').inputValue()).toBe('');
      expect(await statusOf(id)).toBe('shipped 2');
    }
  });
});
