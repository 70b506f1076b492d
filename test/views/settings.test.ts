import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DesktopState } from '../../src-shared/desktop-bridge.ts';
import {
  DEFAULT_DESKTOP_SETTINGS,
  type DesktopSettings,
  desktopSettingsSchema,
} from '../../src-shared/desktop-settings.ts';
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
let shown: ConsolePage;
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

const SETTINGS: DesktopSettings = {
  ...DEFAULT_DESKTOP_SETTINGS,
  database: {
    kind: 'server',
    host: 'db.example',
    port: 3306,
    user: 'orders',
    name: 'realtime_orders',
    tls: 'verify',
    setupUser: '',
  },
};
const DATABASE = 'realtime_orders on db.example:3306';
const SERVING = { kind: 'serving', urls: ['http://localhost:3000'], wsPort: 8080, fingerprint: null } as const;

/** The console with a program around it that keeps what it is told. */
async function open(state: Partial<DesktopState> = {}, hash = '#/settings'): Promise<void> {
  peer = await DesktopPeer.around(page, { settings: SETTINGS, database: DATABASE, serving: SERVING, ...state });
  peer.on('save-settings', async (patch) => {
    await peer.set({ settings: desktopSettingsSchema.parse({ ...peer.state.settings, ...patch }) });
    return undefined;
  });
  await page.goto(`${server.url}/${hash}`);
  await shown.isState('live');
}

function section(name: string): Locator {
  return page.getByRole('region', { name, exact: true });
}

describe('the settings', () => {
  it('[SETV-1] are reached from the navigation and by Ctrl+comma; a browser has those of the person alone', async () => {
    await open({}, '');
    await page.getByRole('link', { name: 'Settings' }).click();
    await section('Database').getByText(DATABASE).waitFor();
    await page.getByRole('link', { name: 'Monitor' }).click();
    await section('Database').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+,');
    await section('Database').waitFor();
    expect(await page.getByRole('heading', { name: 'Settings', level: 1 }).count()).toBe(1);
    expect(await lookAt(page, 'settings')).toEqual([]);
    const tab = await page.context().newPage();
    await tab.goto(`${server.url}/#/settings`);
    await tab.getByRole('region', { name: 'Look and language' }).waitFor();
    expect(await tab.getByRole('region', { name: 'Database' }).count()).toBe(0);
    expect(await lookAt(tab, 'settings-browser')).toEqual([]);
    await tab.getByLabel('Contrast').selectOption('more');
    await tab.locator('html[data-contrast="more"]').waitFor();
    expect(await lookAt(tab, 'settings-high-contrast')).toEqual([]);
    await tab.getByLabel('Language', { exact: true }).selectOption('de');
    await tab.getByRole('region', { name: 'Aussehen und Sprache' }).waitFor();
    expect(await tab.locator('html').getAttribute('lang')).toBe('de');
    expect(await tab.title()).toBe('Einstellungen – Orderdeck');
  });

  it('[SETV-2] are listed by section, which brings it up and the keyboard with it', async () => {
    await open();
    await page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name: 'About' }).click();
    const title = section('About').getByRole('heading');
    expect(await title.evaluate((element) => element === document.activeElement)).toBe(true);
    await section('About').getByText('Electron 45.4.1').waitFor();
    expect(await lookAt(page, 'settings-about')).toEqual([]);
    await page.getByRole('button', { name: 'Open folder: Log files' }).click();
    await page.getByRole('button', { name: 'Open folder: Settings and demo data' }).click();
    expect(peer.calls.slice(-2).map(({ name }) => name)).toEqual(['open-log-folder', 'open-data-folder']);
  });

  it('[SETV-3] take effect at once where they are on or off, and say so', async () => {
    await open();
    await page.getByLabel('Keep running in the tray when the window is closed').press('Space');
    await section('Program').getByText('Saved').waitFor();
    expect(peer.state.settings.closeToTray).toBe(true);
    expect(await page.getByLabel('Keep running in the tray').isChecked()).toBe(true);
    peer.on('save-settings', () => new Error('The settings could not be written: the disk is full.'));
    await page.getByLabel('Start when I log in').press('Space');
    await section('Program').getByText('the disk is full').waitFor();
    expect(await page.getByLabel('Start when I log in').isChecked()).toBe(false);
  });

  it('[WIN-7] lock the window at once, or say why it cannot be locked', async () => {
    await open();
    const program = section('Program');
    const lock = program.getByLabel('People sign in at this window');
    await program.getByText('Off: whoever sits here is an admin.').waitFor();
    peer.on('save-settings', () => new Error('No admin can sign in yet.'));
    await lock.press('Space');
    await program.getByText('No admin can sign in yet.').waitFor();
    expect(await lock.isChecked()).toBe(false);
    expect(await lookAt(page, 'settings-window-lock')).toEqual([]);
  });

  it('[SETV-4] use another database by the form of the first run, with the password kept', async () => {
    await open();
    peer.on('check-database', () => ({ server: 'MySQL 8.4.3', steps: [], next: 'use', orders: 3 }));
    peer.on('use-database', async ({ name }) => {
      await peer.set({ database: `${name} on db.example:3306` });
      return undefined;
    });
    await section('Database').getByRole('button', { name: 'Change the server' }).click();
    expect(await page.getByRole('textbox', { name: 'Host' }).inputValue()).toBe('db.example');
    expect(await page.getByLabel('Password', { exact: true }).getAttribute('placeholder')).toContain('Kept');
    await page.getByLabel('Database', { exact: true }).and(page.locator('input')).fill('other_orders');
    expect(await lookAt(page, 'settings-database')).toEqual([]);
    await page.getByRole('button', { name: 'Test connection' }).click();
    await page.getByRole('button', { name: 'Use this database' }).click();
    await page.getByText('Connected to other_orders on db.example:3306').waitFor();
    await section('Database').getByText('other_orders on db.example:3306').waitFor();
    const change = section('Database').getByRole('button', { name: 'Change the server' });
    expect(await change.evaluate((button) => button === document.activeElement)).toBe(true);
    expect(peer.inputs('use-database')).toMatchObject([{ password: null, setupPassword: '', name: 'other_orders' }]);
  });
});

it('[SETV-5] the API reference opens in a browser, and it is said why when it cannot', async () => {
  await open({}, '');
  await page.getByRole('button', { name: 'API reference' }).click();
  expect(peer.inputs('open-in-browser')).toEqual(['api-docs']);
  peer.on('open-in-browser', () => new Error('Browsers are not served at the moment.'));
  await page.getByRole('button', { name: 'API reference' }).click();
  await page.getByText('Browsers are not served at the moment.').waitFor();
  expect(shown.loads).toBe(1);
});

describe('ports and sharing', () => {
  it('[SETV-10] hold wrong ports back beside their field and save right ones', async () => {
    await open();
    const ports = section('Ports and sharing');
    await ports.getByLabel('Port of the console').fill('0');
    await ports.getByLabel('Port for live updates').fill('x');
    await ports.getByRole('button', { name: 'Save ports' }).click();
    expect(await ports.getByText('Takes a whole number from 1 to 65,535.').count()).toBe(2);
    await ports.getByLabel('Port of the console').fill('4000');
    await ports.getByLabel('Port for live updates').fill('4000');
    await ports.getByText('Takes another port than the console.').waitFor();
    await ports.getByLabel('Port for live updates').fill('4001');
    await ports.getByRole('button', { name: 'Save ports' }).click();
    await ports.getByText('Saved').waitFor();
    expect(peer.inputs('save-settings')).toEqual([{ ports: { port: 4_000, wsPort: 4_001 } }]);
  });

  it('[SETV-11] say what sharing opens, and list the addresses to copy', async () => {
    await open();
    const sharing = section('Ports and sharing');
    const share = sharing.getByLabel('Let other computers open the console');
    expect(await share.isChecked()).toBe(false);
    await sharing.getByText('nothing can be reached from outside this computer').waitFor();
    await share.press('Space');
    const fingerprint = Array.from({ length: 32 }, (_, index) => (index + 160).toString(16).toUpperCase()).join(':');
    const urls = ['https://localhost:3000', 'https://192.168.1.20:3000'];
    await peer.set({ serving: { ...SERVING, urls, fingerprint } });
    await sharing.getByText('People who can sign in').waitFor();
    await sharing.getByRole('button', { name: 'Copy https://192.168.1.20:3000' }).waitFor();
    await sharing.getByText(fingerprint).waitFor();
    await sharing.getByText('on other computers').waitFor();
    await sharing.scrollIntoViewIfNeeded();
    expect(await lookAt(page, 'settings-sharing')).toEqual([]);
    await sharing.getByRole('button', { name: 'Open in browser' }).click();
    expect(peer.inputs('open-in-browser')).toEqual(['console']);
  });

  it('[SETV-12] show which program has the ports, here and above every view, and take the free ones', async () => {
    await open({
      serving: {
        kind: 'ports-in-use',
        inUse: [
          { name: 'port', port: 3000, program: 'node (process 4711)' },
          { name: 'wsPort', port: 8080, program: null },
        ],
        free: { port: 3001, wsPort: 8081 },
      },
      notices: [
        {
          id: 'ports-in-use',
          severity: 'warning',
          title: 'Ports 3000 and 8080 are in use',
          message:
            'node (process 4711) has port 3000. Another program has port 8080. So browsers cannot open the console; this window works all the same.',
          file: null,
          dismissible: true,
        },
      ],
    });
    const words = 'port 3000 is used by node (process 4711), and port 8080 is used by another program';
    await section('Ports and sharing').getByText(words).waitFor();
    expect(await lookAt(page, 'settings-ports-in-use')).toEqual([]);
    await page.getByRole('link', { name: 'Orders' }).click();
    await section('Notices of the program').getByText('Ports 3000 and 8080 are in use').waitFor();
    expect(await lookAt(page, 'notice-ports-in-use')).toEqual([]);
    await page.getByRole('button', { name: 'Use ports 3001 and 8081' }).click();
    await peer.set({
      serving: { kind: 'serving', urls: ['http://localhost:3001'], wsPort: 8081, fingerprint: null },
      notices: [],
    });
    await page.getByText('Ports 3000 and 8080 are in use').waitFor({ state: 'detached' });
    expect(peer.inputs('save-settings')).toEqual([{ ports: { port: 3_001, wsPort: 8_081 } }]);
  });

  it('[SETV-14] of the environment are shown as they are, and no others are offered that could not be had', async () => {
    await open({
      environment: ['PORT', 'BIND_ADDRESS'],
      serving: {
        kind: 'serving',
        urls: ['http://localhost:4711', 'http://192.168.1.20:4711'],
        wsPort: 8080,
        fingerprint: null,
      },
    });
    const sharing = section('Ports and sharing');
    expect(await sharing.getByLabel('Port of the console').inputValue()).toBe('4711');
    expect(await sharing.getByLabel('Let other computers open the console').isChecked()).toBe(true);
    await sharing.getByText('People who can sign in').waitFor();
    await peer.set({
      serving: {
        kind: 'ports-in-use',
        inUse: [{ name: 'port', port: 4711, program: null }],
        free: { port: 4712, wsPort: 8080 },
      },
      notices: [
        {
          id: 'ports-in-use',
          severity: 'warning',
          title: 'Port 4711 is in use',
          message: 'Another program has port 4711. So browsers cannot open the console.',
          file: null,
          dismissible: true,
        },
      ],
    });
    await sharing.getByText('change PORT in the environment or .env and start again').waitFor();
    expect(await lookAt(page, 'settings-fixed-port-in-use')).toEqual([]);
    await page.getByRole('link', { name: 'Orders' }).click();
    await section('Notices of the program').getByText('Port 4711 is in use').waitFor();
    expect(await page.getByRole('button', { name: /^Use port/ }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Open settings' }).count()).toBe(0);
  });

  it('[SETV-13] show what the environment decides as fixed, with the variables', async () => {
    await open({ environment: ['DB_HOST', 'DB_PASSWORD', 'PORT', 'BIND_ADDRESS'] });
    await section('Database').getByText('Fixed by DB_HOST, DB_PASSWORD in the environment').waitFor();
    expect(await section('Database').getByRole('button').count()).toBe(0);
    const sharing = section('Ports and sharing');
    await sharing.getByText('Fixed by PORT in the environment').waitFor();
    await sharing.getByText('Fixed by BIND_ADDRESS in the environment').waitFor();
    expect(await sharing.getByLabel('Port of the console').isDisabled()).toBe(true);
    expect(await sharing.getByLabel('Port for live updates').isDisabled()).toBe(false);
    expect(await sharing.getByLabel('Let other computers open the console').isDisabled()).toBe(true);
    expect(await lookAt(page, 'settings-fixed')).toEqual([]);
  });
});

describe('notifications, updates and passwords', () => {
  it('[SETV-20] notifications are saved as rules, and wrong figures stay beside their field', async () => {
    await open();
    const rules = section('Notifications');
    await rules.getByLabel('An order is pending for too long').first().press('Space');
    await rules.getByLabel('An order is pending for too long: Minutes').fill('0');
    await rules.getByRole('button', { name: 'Save notifications' }).click();
    await rules.getByText('Takes a whole number from 1 to 10,080.').waitFor();
    await rules.getByLabel('An order is pending for too long: Minutes').fill('45');
    await rules.getByLabel('The database is not reachable').last().press('Space');
    const customers = rules.getByLabel('New orders of these customers');
    await customers.fill('Ada Ltd');
    await customers.press('Enter');
    await customers.fill('Bolt Co');
    await rules.getByRole('button', { name: 'Save notifications' }).click();
    await rules.getByText('Saved').waitFor();
    await rules.scrollIntoViewIfNeeded();
    expect(await lookAt(page, 'settings-notifications')).toEqual([]);
    const customersNow = { customers: ['Ada Ltd', 'Bolt Co'], alerts: true };
    const notifications = { pendingMinutes: 45, databaseLostSeconds: null, ...customersNow };
    expect(peer.inputs('save-settings')).toEqual([{ notifications }]);
  });

  it('[SETV-21] a new version is offered above every view, fetched and installed when asked, or later', async () => {
    await open({ update: { kind: 'available', version: '0.2.0', notes: 'Faster lists.', deferred: false } });
    const notices = section('Notices of the program');
    await notices.getByText('Version 0.2.0 is available').waitFor();
    expect(await lookAt(page, 'notice-update')).toEqual([]);
    await notices.getByRole('button', { name: 'Later' }).click();
    expect(peer.inputs('defer-update')).toHaveLength(1);
    await peer.set({ update: { kind: 'available', version: '0.2.0', notes: 'Faster lists.', deferred: true } });
    await notices.getByText('Version 0.2.0 is available').waitFor({ state: 'detached' });
    const updates = section('Updates');
    await updates.getByText('Faster lists.').waitFor();
    await updates.getByRole('button', { name: 'Download' }).click();
    expect(peer.inputs('download-update')).toHaveLength(1);
    await peer.set({ update: { kind: 'downloading', version: '0.2.0', percent: 41.7 } });
    await updates.getByText('42 %').waitFor();
    await peer.set({ update: { kind: 'ready', version: '0.2.0', deferred: false } });
    await notices.getByRole('button', { name: 'Restart and update' }).click();
    expect(peer.inputs('install-update')).toHaveLength(1);
  });

  it('[SETV-22] the address of announcements is held back when it is none, and saved when it is', async () => {
    await open({
      update: { kind: 'failed', message: 'The announcements could not be read.', checkedAt: '2024-05-01T10:00:00Z' },
    });
    const updates = section('Updates');
    await updates.getByText('The announcements could not be read.').waitFor();
    await updates.getByRole('button', { name: 'Check now' }).click();
    expect(peer.inputs('check-for-update')).toHaveLength(1);
    await updates.getByLabel('Address of the announcements').fill('files.example');
    await updates.getByRole('button', { name: 'Save address' }).click();
    await updates.getByText('Takes an address that begins with').waitFor();
    await updates.scrollIntoViewIfNeeded();
    expect(await lookAt(page, 'settings-updates')).toEqual([]);
    await updates.getByLabel('Address of the announcements').fill('https://files.example/orderdeck');
    await updates.getByRole('button', { name: 'Save address' }).click();
    await updates.getByText('Saved').waitFor();
    expect(peer.state.settings.updates).toEqual({ check: true, feedUrl: 'https://files.example/orderdeck' });
  });

  it('[SETV-23] the question about passwords leads to its answer', async () => {
    await open(
      {
        secrets: 'ask',
        notices: [
          {
            id: 'secrets-unsafe',
            severity: 'warning',
            title: 'Passwords are not kept',
            message: 'This system has no keyring. Say in Settings what should happen to them.',
            file: null,
            dismissible: false,
          },
          {
            id: 'crashed',
            severity: 'error',
            title: 'Orderdeck ended unexpectedly last time',
            message: 'Nothing that was saved is lost. A report says what happened.',
            file: '/home/ada/.config/orderdeck/crashes/2024-05-01.json',
            dismissible: true,
          },
        ],
      },
      '',
    );
    peer.on('keep-secrets', async (secrets) => {
      await peer.set({ secrets, notices: [] });
      return undefined;
    });
    await page.getByText('Nothing that was saved is lost').waitFor();
    expect(await lookAt(page, 'notices')).toEqual([]);
    await page.getByRole('button', { name: 'Open settings' }).click();
    await page.getByRole('button', { name: 'Open settings' }).waitFor({ state: 'detached' });
    const secrets = section('Passwords');
    await secrets.scrollIntoViewIfNeeded();
    expect(await lookAt(page, 'settings-secrets')).toEqual([]);
    await secrets.getByLabel('Keep them in a file').check();
    await secrets.getByText('In a file in the data folder').waitFor();
    expect(peer.inputs('keep-secrets')).toEqual(['file']);
  });
});
