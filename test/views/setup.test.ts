import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  DATABASE_CHECK_STEPS,
  type DatabaseCheck,
  type DatabaseCheckStep,
  type DatabaseTls,
} from '../../src-shared/database-check.ts';
import type { DesktopState } from '../../src-shared/desktop-bridge.ts';
import { DEFAULT_DESKTOP_SETTINGS } from '../../src-shared/desktop-settings.ts';
import { launchBrowser } from '../support/browser.ts';
import { ConsolePage } from '../support/console-page.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { deferred } from '../support/deferred.ts';
import { DesktopPeer } from '../support/desktop-peer.ts';
import { lookAt } from '../support/look-at.ts';
import { ServerProcess } from '../support/server-process.ts';

let browser: Browser;
let database: TestDatabase;
let server: ServerProcess;
let page: Page;
let shown: ConsolePage;
let peer: DesktopPeer;

beforeAll(async () => {
  browser = await launchBrowser();
  database = await createTestDatabase();
  server = await ServerProcess.start({ ...database.env });
  await database.query("INSERT INTO orders (customer_name, product_name) VALUES ('Ada Ltd', 'Laptop')");
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await database?.drop();
});
beforeEach(async () => {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 720 },
    colorScheme: 'light',
    timezoneId: 'UTC',
    locale: 'en-GB',
  });
  page = await context.newPage();
  shown = new ConsolePage(page);
});
afterEach(async () => {
  expect(shown.complaints).toEqual([]);
  await page.context().close();
});

async function open(state: Partial<DesktopState>): Promise<void> {
  peer = await DesktopPeer.around(page, state);
  await page.goto(server.url);
}

const SERVER = {
  kind: 'server',
  host: 'db.example',
  port: 3306,
  user: 'orders',
  name: 'realtime_orders',
  tls: 'verify' as DatabaseTls,
  setupUser: 'admin',
} as const;

const OK: Record<DatabaseCheckStep['step'], string> = {
  host: 'db.example is 192.168.1.20.',
  port: 'Something answers at port 3306.',
  login: 'The server takes the user orders and the password.',
  version: 'MySQL 8.4.3, which is new enough.',
  database: 'realtime_orders exists.',
  rights: 'The user may do everything that is needed.',
  schema: 'Tables, columns, indexes and triggers are in place.',
};

/** What the program finds when everything up to `last` is well, and what it says of that one. */
function found(
  next: DatabaseCheck['next'],
  last: Partial<DatabaseCheckStep> & Pick<DatabaseCheckStep, 'step'>,
  orders: number | null = null,
): DatabaseCheck {
  const at = DATABASE_CHECK_STEPS.indexOf(last.step);
  const steps = DATABASE_CHECK_STEPS.map((step, index): DatabaseCheckStep => {
    const plain = { step, message: OK[step], repair: null, field: null } as const;
    if (index < at || last.state === 'warning') return { ...plain, state: 'ok', ...(index === at ? last : {}) };
    if (index === at) return { ...plain, state: 'ok', ...last };
    return { ...plain, state: 'skipped', message: 'Not looked at.' };
  });
  return { server: at > 2 ? 'MySQL 8.4.3' : null, steps, next, orders };
}

const REFUSED = found('fix', {
  step: 'login',
  state: 'failed',
  field: 'password',
  message: 'The server refuses the user root with this password.',
  repair: "ALTER USER 'root'@'%' IDENTIFIED BY 'a new password';",
});

async function toForm(): Promise<void> {
  await page.getByRole('button', { name: 'Use a MySQL server' }).click();
  await page.getByRole('heading', { name: 'Use a MySQL server' }).waitFor();
}

describe('the first start', () => {
  it('[WIZ-1] asks where the orders are before it shows anything else, by keyboard too', async () => {
    await open({ setup: 'needed' });
    await page.getByRole('heading', { name: 'Where are your orders?' }).waitFor();
    expect(await page.getByTestId('connection-pill').count()).toBe(0);
    expect(await lookAt(page, 'setup-welcome')).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Use a MySQL server' }).waitFor();
    await page.keyboard.type('x');
    expect(await page.getByLabel('Host').inputValue()).toContain('x');
    await page.getByRole('button', { name: 'Back' }).click();
    await page.keyboard.press('Tab');
    peer.on('get-demo-offer', () => ({ available: true, program: 'MariaDB 10.11' }));
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Start the demo' }).waitFor();
  });

  it('[WIZ-2] shows what is wrong in the list and at the field, and takes it back when somebody types', async () => {
    await open({ setup: 'needed' });
    peer.on('check-database', () => REFUSED);
    await toForm();
    expect(await lookAt(page, 'setup-server')).toEqual([]);
    await page.getByLabel('Host').press('Enter');
    const step = page.locator('[data-step="login"]');
    await step.getByText('Failed').waitFor();
    expect(await step.getByText(REFUSED.steps[2]?.message ?? '').count()).toBe(1);
    expect(await step.getByText('ALTER USER').count()).toBe(1);
    expect(await page.locator('[data-state="ok"]').count()).toBe(2);
    expect(await page.locator('[data-state="skipped"]').count()).toBe(4);
    const password = page.getByLabel('Password', { exact: true });
    expect(await password.getAttribute('aria-invalid')).toBe('true');
    expect(await password.evaluate((field) => field === document.activeElement)).toBe(true);
    expect(await page.getByRole('button', { name: /start/i }).count()).toBe(0);
    expect(await lookAt(page, 'setup-refused')).toEqual([]);
    await page.keyboard.type('s');
    await step.waitFor({ state: 'detached' });
    expect(await password.getAttribute('aria-invalid')).not.toBe('true');
  });

  it('[WIZ-3] holds what cannot be right back, beside its field', async () => {
    await open({ setup: 'needed' });
    await toForm();
    await page.getByLabel('Port', { exact: true }).fill('70000');
    await page.getByLabel('Database').fill('my orders');
    await page.getByRole('button', { name: 'Test connection' }).click();
    await page.getByText('Takes a number from 1 to 65535.').waitFor();
    await page.getByText('Takes 1 to 64 letters, digits, _, $ or -.').waitFor();
    expect(await lookAt(page, 'setup-wrong-fields')).toEqual([]);
    expect(peer.inputs('check-database')).toEqual([]);
  });

  it('[WIZ-4] creates the schema and starts: the console with live orders follows', async () => {
    await open({ setup: 'needed' });
    const ready = found('use', { step: 'schema' }, 0);
    peer.on('check-database', () =>
      found('create-schema', { step: 'schema', state: 'warning', message: 'There are no tables for orders yet.' }),
    );
    const prepared = deferred<void>();
    peer.on('prepare-database', async () => {
      await prepared.promise;
      return ready;
    });
    peer.on('use-database', async () => {
      await peer.set({ setup: 'done', database: 'realtime_orders on localhost:3306' });
      return undefined;
    });
    await toForm();
    await page.getByLabel('Password', { exact: true }).fill('secret');
    await page.keyboard.press('Enter');
    const create = page.getByRole('button', { name: 'Create the schema and start' });
    await create.waitFor();
    expect(await lookAt(page, 'setup-create')).toEqual([]);
    await create.press('Enter');
    await page.getByText('Preparing the schema').waitFor();
    expect(await page.getByRole('button', { name: 'Back' }).isDisabled()).toBe(true);
    expect(await lookAt(page, 'setup-preparing')).toEqual([]);
    prepared.resolve();
    await page.getByText('Schema created; connected to realtime_orders on localhost:3306').waitFor();
    await shown.isState('live');
    await page.getByText('Ada Ltd').waitFor();
    const candidate = {
      host: 'localhost',
      port: 3306,
      user: 'root',
      password: 'secret',
      name: 'realtime_orders',
      tls: 'off',
      setupUser: '',
      setupPassword: '',
    };
    expect(peer.inputs('prepare-database')).toEqual([candidate]);
    expect(peer.inputs('use-database')).toEqual([candidate]);
    expect(await lookAt(page, 'setup-done')).toEqual([]);
  });

  it('[WIZ-5] says what an upgrade does and how many orders there are', async () => {
    await open({ setup: 'needed' });
    const older = { step: 'schema', state: 'warning', message: 'The schema is one of an older version.' } as const;
    peer.on('check-database', () => found('upgrade-schema', older, 12_004));
    await toForm();
    await page.getByRole('button', { name: 'Test connection' }).click();
    await page.getByRole('button', { name: 'Upgrade it and start' }).waitFor();
    await page.getByText('12,004 orders').waitFor();
    await page.getByText('No order is lost').waitFor();
    expect(await lookAt(page, 'setup-upgrade')).toEqual([]);
  });

  it('[WIZ-6] stops waiting when asked, and an answer that comes later changes nothing', async () => {
    await open({ setup: 'needed' });
    const late = deferred<DatabaseCheck>();
    peer.on('check-database', () => late.promise);
    await toForm();
    await page.getByRole('button', { name: 'Test connection' }).click();
    await page.getByText('Looking at the server').waitFor();
    expect(await lookAt(page, 'setup-checking')).toEqual([]);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Stopped before it was finished.').waitFor();
    late.resolve(REFUSED);
    peer.on('check-database', () => found('use', { step: 'schema' }, 3));
    await page.getByRole('button', { name: 'Test connection' }).click();
    await page.getByRole('button', { name: 'Start', exact: true }).waitFor();
    expect(await page.locator('[data-state="failed"]').count()).toBe(0);
    expect(await lookAt(page, 'setup-ready')).toEqual([]);
  });

  it('[WIZ-7] says in words what the program could not do, and keeps what was typed', async () => {
    await open({ setup: 'needed' });
    peer.on('check-database', () => found('use', { step: 'schema' }, 3));
    peer.on('use-database', () => new Error('The settings could not be written: the disk is full.'));
    await toForm();
    await page.getByLabel('Host').fill('db.example');
    await page.getByRole('button', { name: 'Test connection' }).click();
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByText('the disk is full').waitFor();
    expect(await page.getByLabel('Host').inputValue()).toBe('db.example');
  });

  it('[WIZ-8] offers another user for the schema, folded away, and hides passwords until asked', async () => {
    await open({ setup: 'needed' });
    peer.on('check-database', () => found('use', { step: 'schema' }, 3));
    await toForm();
    const password = page.getByLabel('Password', { exact: true });
    expect(await password.getAttribute('type')).toBe('password');
    await page.getByRole('button', { name: 'Show or hide the password' }).first().click();
    expect(await password.getAttribute('type')).toBe('text');
    expect(await page.getByLabel('User for the schema').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Another user creates the schema' }).click();
    await page.getByLabel('User for the schema').fill('admin');
    await page.getByLabel('Its password').fill('more');
    await page.getByText('On, checked').click();
    expect(await lookAt(page, 'setup-other-user')).toEqual([]);
    await page.getByRole('button', { name: 'Test connection' }).click();
    await page.getByRole('button', { name: 'Start', exact: true }).waitFor();
    expect(peer.inputs('check-database')).toMatchObject([
      { tls: 'verify', setupUser: 'admin', setupPassword: 'more', password: '' },
    ]);
  });

  it('[WIZ-9] asks what to do with passwords where the system has no keyring', async () => {
    await open({
      setup: 'needed',
      secrets: 'ask',
      notices: [
        {
          id: 'settings-broken',
          severity: 'warning',
          title: 'The settings could not be read',
          message: 'They were set aside and the program starts with its defaults.',
          file: '/home/ada/.config/orderdeck/settings.broken.json',
          dismissible: true,
        },
      ],
    });
    peer.on('keep-secrets', async (secrets) => {
      await peer.set({ secrets });
      return undefined;
    });
    await toForm();
    expect(await lookAt(page, 'setup-secrets')).toEqual([]);
    await page.getByLabel('Do not keep them').check();
    expect(peer.inputs('keep-secrets')).toEqual(['memory']);
    await page.getByLabel('Do not keep them').and(page.locator(':checked')).waitFor();
    await page.getByRole('button', { name: 'Show the file' }).click();
    await page.getByRole('button', { name: 'Dismiss' }).click();
    expect(peer.inputs('show-file')).toEqual(['settings-broken']);
    expect(peer.inputs('dismiss-notice')).toEqual(['settings-broken']);
  });
});

describe('the demo', () => {
  it('[WIZ-20] is one button, and says what it does', async () => {
    await open({ setup: 'needed' });
    const started = deferred<void>();
    peer.on('get-demo-offer', () => ({ available: true, program: 'MariaDB 10.11' }));
    peer.on('use-demo', async () => {
      await started.promise;
      await peer.set({ setup: 'done', database: 'the demo database' });
      return undefined;
    });
    await page.getByRole('button', { name: 'Try it with a demo database' }).click();
    await page.getByText('Orderdeck starts MariaDB 10.11 for itself').waitFor();
    expect(await lookAt(page, 'setup-demo')).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByText('Starting the demo database').waitFor();
    expect(await lookAt(page, 'setup-demo-starting')).toEqual([]);
    started.resolve();
    await page.getByText('The demo database runs').waitFor();
    await shown.isState('live');
  });

  it('[WIZ-21] says how to get one where there is none, line by line, and why it did not start', async () => {
    await open({ setup: 'needed' });
    peer.on('get-demo-offer', () => ({
      available: false,
      message: 'There is no MariaDB or MySQL server on this computer. Install one, then look again.',
      howTo: ['sudo apt-get install mariadb-server-core', 'https://mariadb.org/download/'],
    }));
    peer.on('use-demo', () => new Error('The demo database ended at once: no space left on device.'));
    await page.getByRole('button', { name: 'Try it with a demo database' }).click();
    await page.getByText('sudo apt-get install').waitFor();
    expect(await page.getByRole('button', { name: /^Copy: / }).count()).toBe(2);
    expect(await lookAt(page, 'setup-demo-missing')).toEqual([]);
    peer.on('get-demo-offer', () => ({ available: true, program: 'MariaDB 10.11' }));
    await page.getByRole('button', { name: 'Look again' }).click();
    await page.getByRole('button', { name: 'Start the demo' }).click();
    await page.getByText('no space left on device').waitFor();
    expect(await lookAt(page, 'setup-demo-failed')).toEqual([]);
  });
});

describe('a password that was not kept', () => {
  it('[WIZ-30] is asked for at the start, with a way to other databases', async () => {
    const settings = { ...DEFAULT_DESKTOP_SETTINGS, database: SERVER };
    await open({
      setup: 'password-needed',
      settings,
      secrets: 'memory',
      database: 'realtime_orders on db.example:3306',
    });
    peer.on('give-password', async ({ password }) => {
      if (password !== 'right') return new Error('The server refuses the user orders with this password.');
      await peer.set({ setup: 'done' });
      return undefined;
    });
    await page.getByText('realtime_orders on db.example:3306').waitFor();
    await page.keyboard.type('wrong');
    await page.keyboard.press('Enter');
    await page.getByText('refuses the user orders').waitFor();
    expect(await lookAt(page, 'setup-password')).toEqual([]);
    await page.getByRole('button', { name: 'Choose another database' }).click();
    await page.getByRole('button', { name: 'Back' }).click();
    await page.keyboard.type('right');
    await page.getByLabel('Password of admin').fill('more');
    await page.keyboard.press('Enter');
    await page.getByText('Connected to realtime_orders on db.example:3306').waitFor();
    await shown.isState('live');
    expect(peer.inputs('give-password').at(-1)).toEqual({ password: 'right', setupPassword: 'more' });
  });
});
