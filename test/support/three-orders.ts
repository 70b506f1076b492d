import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launchBrowser } from './browser.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { ServerProcess } from './server-process.ts';

/** A browser and a server with three orders, one of each status, for all tests of a file. */
export interface ThreeOrders {
  readonly browser: Browser;
  readonly database: TestDatabase;
  readonly server: ServerProcess;
}

/** On a desk, in English, by light. */
export const AT_A_DESK: BrowserContextOptions = {
  viewport: { width: 1440, height: 900 },
  colorScheme: 'light',
  timezoneId: 'UTC',
  locale: 'en-GB',
};

/** Registers the hooks; call at the top of a file. What it gives is there inside tests only. */
export function threeOrders(): ThreeOrders {
  let browser: Browser | null = null;
  let database: TestDatabase | null = null;
  let server: ServerProcess | null = null;
  beforeAll(async () => {
    browser = await launchBrowser();
    database = await createTestDatabase();
    server = await ServerProcess.start({ ...database.env, RATE_LIMIT_PER_MINUTE: '0' });
    await database.query('DELETE FROM orders');
    await database.query(
      `INSERT INTO orders (id, customer_name, product_name, status) VALUES
       (1, 'Ada Ltd', 'Phone', 'pending'), (2, 'Bolt Co', 'Phone', 'shipped'), (3, 'Cedar Works', 'Phone', 'delivered')`,
    );
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await database?.drop();
  });
  const running = <T>(thing: T | null): T => {
    if (thing === null) throw new Error('Only to be used inside a test');
    return thing;
  };
  return {
    get browser() {
      return running(browser);
    },
    get database() {
      return running(database);
    },
    get server() {
      return running(server);
    },
  };
}
