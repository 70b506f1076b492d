import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import mysql, { type Pool } from 'mysql2/promise';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DesktopBridge } from '../../src-shared/desktop-bridge.ts';
import type { Order } from '../../src-shared/order.ts';
import { launchBrowser } from '../support/browser.ts';
import { ConsolePage } from '../support/console-page.ts';
import { ConsoleTab } from '../support/console-tab.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { DesktopApp } from '../support/desktop-app.ts';
import { eventually } from '../support/eventually.ts';
import { type OwnDatabaseServer, startOwnDatabaseServer } from '../support/private-database.ts';

describe('the window and a browser beside it', () => {
  let browser: Browser;
  let database: TestDatabase;
  let app: DesktopApp;
  let window: ConsolePage;
  let tab: ConsoleTab;

  beforeAll(async () => {
    database = await createTestDatabase();
    [browser, app] = await Promise.all([launchBrowser(), DesktopApp.launch({ env: database.env })]);
    window = await app.console();
    tab = await ConsoleTab.open(browser, app.url);
  });
  afterEach(() => {
    expect([...window.complaints, ...tab.complaints]).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
    await database?.drop();
  });

  /** A row written by some other program, and its number. */
  async function insert(customer: string, product: string): Promise<number> {
    const sql = 'INSERT INTO orders (customer_name, product_name) VALUES (?, ?)';
    return ((await database.query(sql, [customer, product])) as unknown as { insertId: number }).insertId;
  }

  async function row(id: number): Promise<Order | undefined> {
    return (await database.query<Order>('SELECT * FROM orders WHERE id = ?', [id]))[0];
  }

  async function both(look: (page: ConsolePage) => Promise<void>): Promise<void> {
    await Promise.all([look(window), look(tab)]);
  }

  it('[DESK-1] what another program writes appears in both without a reload', async () => {
    const id = await insert('Ada Ltd', 'Laptop');
    await both((page) => page.shows(id, 'customer_name', 'Ada Ltd'));
    const loads = [window.loads, tab.loads];
    await database.query("UPDATE orders SET status = 'shipped' WHERE id = ?", [id]);
    await both((page) => page.shows(id, 'status', 'Shipped'));
    await app.screenshot('orders');
    await database.query('DELETE FROM orders WHERE id = ?', [id]);
    await both((page) => page.showsNot(id));
    expect([window.loads, tab.loads]).toEqual(loads);
  });

  it('[DESK-2] an edit in the window reaches the database and the browser, with who made it', async () => {
    const id = await insert('Cedar Works', 'Phone');
    await both((page) => page.shows(id, 'product_name', 'Phone'));
    const drawer = await window.openOrder(id);
    await drawer.getByLabel('Product').fill('Tablet');
    await drawer.getByRole('button', { name: 'Save changes' }).click();
    await both((page) => page.shows(id, 'product_name', 'Tablet'));
    expect(await row(id)).toMatchObject({ product_name: 'Tablet', version: 2 });
    const sql = 'SELECT actor FROM order_changes WHERE order_id = ? ORDER BY id DESC LIMIT 1';
    expect(await database.query(sql, [id])).toEqual([{ actor: 'console@window' }]);
    await drawer.getByText('Phone').first().waitFor();
    await app.screenshot('history');
  });

  it('[DESK-3] an edit in the browser is in the window, and an order deleted there is gone here', async () => {
    const id = await insert('Elm AG', 'Phone');
    await both((page) => page.shows(id, 'product_name', 'Phone'));
    const drawer = await tab.openOrder(id);
    await drawer.getByLabel('Customer').fill('Elm Ltd');
    await drawer.getByRole('button', { name: 'Save changes' }).click();
    await both((page) => page.shows(id, 'customer_name', 'Elm Ltd'));
    await drawer.getByRole('button', { name: 'Delete order' }).click();
    await tab.page.getByRole('dialog').getByRole('button', { name: 'Delete 1 order' }).click();
    await both((page) => page.showsNot(id));
  });

  it('[DESK-4] somebody else was quicker: both versions are shown in the window, and the person chooses', async () => {
    const id = await insert('Delta GmbH', 'Laptop');
    await window.shows(id, 'product_name', 'Laptop');
    const drawer = await window.openOrder(id);
    await drawer.getByLabel('Product').fill('Laptop, blue');
    await database.query("UPDATE orders SET product_name = 'Laptop, red', status = 'shipped' WHERE id = ?", [id]);
    await drawer.getByText('Changed since you opened it').waitFor();
    await drawer.getByRole('button', { name: 'Save changes' }).click();
    const conflict = drawer.getByRole('region', { name: 'Two versions of this order' });
    await conflict.getByText('Not saved:').waitFor();
    await app.screenshot('conflict');
    await conflict.getByRole('radio', { name: 'Yours: Laptop, blue' }).click();
    await conflict.getByRole('button', { name: 'Save my choice' }).click();
    await both((page) => page.shows(id, 'product_name', 'Laptop, blue'));
    expect(await row(id)).toMatchObject({ product_name: 'Laptop, blue', status: 'shipped', version: 3 });
  });

  it('[DESK-5] the monitoring page of the window has its figures without a port', async () => {
    await window.page.getByRole('link', { name: 'Monitor' }).click();
    await window.page.getByText('2', { exact: true }).first().waitFor();
    await app.screenshot('monitor');
    await window.page.getByRole('link', { name: 'Orders' }).first().click();
  });

  it('[CSV-6] the window saves the orders as the file that the port answers, from the list and from the palette', async () => {
    const id = await insert('=1+1', 'Caf\u00e9, black');
    await window.shows(id, 'customer_name', '=1+1');
    const answered = await fetch(`${app.url}/api/orders.csv?sort=-id`).then((response) => response.arrayBuffer());
    const fromList = await savedBy(async () => {
      await window.button('CSV: import and export').click();
      await window.page.getByRole('menuitem', { name: 'Export all orders as CSV' }).click();
    });
    expect(fromList).toEqual({ name: expect.stringMatching(/^orders-[-0-9]{10}\.csv$/), bytes: Buffer.from(answered) });
    const fromPalette = await savedBy(async () => {
      await window.page.keyboard.press('Control+k');
      await window.page.keyboard.type('export');
      await window.page.getByText('Export all orders as CSV').click();
    });
    expect(fromPalette.name).toBe(fromList.name);
    expect(fromPalette.bytes.toString()).toContain('"Caf\u00e9, black"');
    await database.query('DELETE FROM orders WHERE id = ?', [id]);
  });

  /** What the window saves; the place that a person would choose is chosen by the test. */
  async function savedBy(press: () => Promise<void>): Promise<{ readonly name: string; readonly bytes: Buffer }> {
    const path = join(app.userData, 'saved.csv');
    const watch = await app.electron.evaluateHandle(({ session }, savePath) => {
      const saved = new Promise<{ state: string; name: string }>((resolve) => {
        session.defaultSession.once('will-download', (_event, item) => {
          item.setSavePath(savePath);
          item.once('done', (_done, state) => resolve({ state, name: item.getFilename() }));
        });
      });
      return { saved };
    }, path);
    await press();
    const { state, name } = await watch.evaluate(({ saved }) => saved);
    expect(state).toBe('completed');
    return { name, bytes: readFileSync(path) };
  }
});

describe('a database that goes and comes back', () => {
  let server: OwnDatabaseServer;
  let pool: Pool;
  let env: Record<string, string>;
  let app: DesktopApp | null = null;

  beforeAll(async () => {
    server = await startOwnDatabaseServer();
    const name = 'od_desktop';
    env = { DB_HOST: '127.0.0.1', DB_PORT: String(server.port), DB_USER: 'root', DB_PASSWORD: '', DB_NAME: name };
    pool = mysql.createPool({ uri: `${server.url}${name}`, connectTimeout: 1_000 });
  });
  afterEach(async () => {
    await app?.close();
    app = null;
  });
  afterAll(async () => {
    await pool?.end();
    await server?.remove();
  });

  /** As soon as the database takes it: its first connections after a crash may be dead ones. */
  async function insertSoon(customer: string): Promise<void> {
    await eventually('the order is stored', async () => {
      await pool.query("INSERT INTO orders (customer_name, product_name) VALUES (?, 'Laptop')", [customer]);
      return true;
    });
  }

  it('[DESK-6] killed and started again: the window says so, and shows what was written meanwhile', async () => {
    app = await DesktopApp.launch({ env });
    const window = await app.console();
    await insertSoon('Before');
    await window.page.getByText('Before').first().waitFor();
    await server.kill();
    await window.isState('database-lost');
    await window.page.getByText('cannot be reached').first().waitFor();
    await window.page.getByText('You see the orders as they were last').waitFor();
    await app.screenshot('database-lost');
    // What is on the screen stays readable meanwhile.
    expect(await window.page.getByText('Before').first().isVisible()).toBe(true);
    await server.start();
    await insertSoon('After');
    await window.page.getByText('After').first().waitFor();
    await window.isState('live');
  });

  it('[DESK-7] away when the program starts: the window says what is wrong, and comes to life by itself', async () => {
    await server.stop();
    app = await DesktopApp.launch({ env });
    const window = new ConsolePage(await app.window());
    await window.isState('database-lost');
    await window.page.getByText('The database is not reachable').waitFor();
    await window.page.getByText(`127.0.0.1:${server.port}`).first().waitFor();
    await window.page.getByText('No orders can be shown or saved.').waitFor();
    expect(await window.page.getByText('as they were last').count()).toBe(0);
    await app.screenshot('database-away');
    await server.start();
    await window.isState('live');
    await insertSoon('At last');
    await window.page.getByText('At last').first().waitFor();
  });
});

it('[DESK-8] what the page fails to handle counts as taken all the same', async () => {
  const database = await createTestDatabase();
  const app = await DesktopApp.launch({ env: database.env });
  try {
    const { page } = await app.console();
    await app.evaluate(({ ipcMain }) => {
      const own = globalThis as { taken?: number };
      own.taken = 0;
      ipcMain.on('orderdeck:session-taken', (_event, session: string, count: number) => {
        // The page's first session is that of the console.
        if (session.endsWith('-2')) own.taken = (own.taken ?? 0) + count;
      });
    });
    await page.evaluate(() => {
      const { orderdeck } = globalThis as unknown as { orderdeck: DesktopBridge };
      const fail = () => {
        throw new Error('a fault on purpose');
      };
      orderdeck.openSession({ message: fail, closed: () => undefined }).send('{"type":"hello"}');
    });
    // A welcome, and a snapshot in its parts.
    await eventually('the messages are taken', async () => {
      const taken = await app.evaluate(() => (globalThis as { taken?: number }).taken ?? 0);
      return taken >= 3;
    });
  } finally {
    expect(await app.close()).toBe(0);
    await database.drop();
  }
});
