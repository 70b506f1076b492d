import { afterEach, describe, expect, it } from 'vitest';
import type { NotificationRules } from '../../src-shared/desktop-settings.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { DesktopApp } from '../support/desktop-app.ts';
import { DesktopCalls } from '../support/desktop-calls.ts';
import { eventually } from '../support/eventually.ts';
import { startOwnDatabaseServer } from '../support/private-database.ts';
import { SystemNotificationsRig } from '../support/system-notifications.ts';

const NOTHING: NotificationRules = { pendingMinutes: null, databaseLostSeconds: null, customers: [], alerts: false };

let database: TestDatabase | null = null;
let app: DesktopApp | null = null;

afterEach(async () => {
  const running = app;
  app = null;
  await running?.close();
  await database?.drop();
  database = null;
});

/** The live console with these rules, out of sight. */
async function launch(rules: Partial<NotificationRules>, env: Readonly<Record<string, string>>) {
  const running = await DesktopApp.launch({ env });
  app = running;
  const rig = await SystemNotificationsRig.install(running);
  const console = await running.console();
  await rig.leaveWindow();
  const use = async (changed: Partial<NotificationRules>) =>
    (await DesktopCalls.of(running)).ask('save-settings', { notifications: { ...NOTHING, ...changed } });
  await use(rules);
  const seen = (count: number) =>
    eventually(`${count} notifications`, async () => {
      const all = await rig.seen();
      if (all.length < count) throw new Error(JSON.stringify(all));
      return all;
    });
  return { app: running, rig, console, use, seen };
}

async function insert(own: TestDatabase, customers: readonly string[], minutesAgo = 0): Promise<void> {
  await own.query(
    `INSERT INTO orders (customer_name, product_name, created_at) VALUES ${customers
      .map(() => `(?, 'Lamp', NOW() - INTERVAL ${minutesAgo} MINUTE)`)
      .join(', ')}`,
    customers,
  );
}

describe('notifications of the system', () => {
  it("[NOTE-30] tell a listed customer's new order once, and a click opens it in the window", async () => {
    database = await createTestDatabase();
    const { app: running, rig, console, seen } = await launch({ customers: ['ada lovelace'] }, database.env);
    await insert(database, ['Grace Hopper']);
    await insert(database, ['Ada Lovelace']);
    await insert(database, ['Ada Lovelace Ltd']);
    expect(await seen(1)).toEqual([{ title: 'New order of Ada Lovelace', body: 'Order 2: Lamp' }]);
    await console.shows(3, 'customer_name', 'Ada Lovelace Ltd');
    await rig.clickLast();
    await console.page.getByRole('complementary', { name: 'Order 2' }).waitFor();
    expect(
      await running.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isVisible())),
    ).toEqual([true]);
    expect(await rig.seen()).toHaveLength(1);
  });

  it('[NOTE-31] tell many overdue orders together, and a click lists the pending ones', async () => {
    database = await createTestDatabase();
    const own = database;
    const { rig, console, use, seen } = await launch({}, own.env);
    await insert(
      own,
      Array.from({ length: 500 }, (_one, index) => `Customer <${index + 1}> & Co`),
      45,
    );
    await own.query("UPDATE orders SET status = 'shipped' WHERE id > 490");
    await console.shows(500, 'status', 'Shipped');
    await use({ pendingMinutes: 30 });
    const [first] = await seen(1);
    expect(first?.title).toBe('490 orders have been pending for more than 30 minutes');
    // The desktops of Linux take the text for markup.
    expect(first?.body.split('\n')[0]).toBe('1: Customer &lt;1&gt; &amp; Co, Lamp');
    await rig.clickLast();
    await console.showsNot(500);
    await console.shows(490, 'status', 'Pending');
    expect(await rig.seen()).toHaveLength(1);
  });

  it('[NOTE-32] are not shown while the window is in front', async () => {
    database = await createTestDatabase();
    const { app: running, rig, console, seen } = await launch({ customers: ['Ada'] }, database.env);
    await running.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.show();
      window?.focus();
    });
    await eventually('the window is in front', () =>
      running.evaluate(({ BrowserWindow }) => BrowserWindow.getFocusedWindow() !== null),
    );
    await insert(database, ['Ada', 'Ada']);
    await console.shows(2, 'customer_name', 'Ada');
    await rig.leaveWindow();
    await insert(database, ['Ada']);
    expect(await seen(1)).toEqual([{ title: 'New order of Ada', body: 'Order 3: Lamp' }]);
  });

  it('[NOTE-33] tell a database that went away, and that it is back', async () => {
    const own = await startOwnDatabaseServer();
    try {
      const server = { DB_HOST: '127.0.0.1', DB_PORT: String(own.port), DB_USER: 'root', DB_PASSWORD: '' };
      const { rig, console, seen } = await launch({ databaseLostSeconds: 1 }, { ...server, DB_NAME: 'od_away' });
      await own.stop();
      expect(await seen(1)).toMatchObject([{ title: 'The database has been away for more than 1 second' }]);
      await own.start();
      expect((await seen(2)).slice(1)).toMatchObject([{ title: 'The database is back' }]);
      await console.isState('live');
      await rig.clickLast();
      await console.page.waitForURL(/#\/monitor$/);
      expect(await rig.seen()).toHaveLength(2);
    } finally {
      await app?.close();
      app = null;
      await own.remove();
    }
  });
});
