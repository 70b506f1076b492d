import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../../scripts/lib/free-port.mjs';
import type {
  DesktopBridge,
  DesktopCallInput,
  DesktopCallName,
  DesktopState,
} from '../../src-shared/desktop-bridge.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { DesktopApp, type DesktopOptions } from '../support/desktop-app.ts';
import { DesktopCalls } from '../support/desktop-calls.ts';
import { candidateOf, noticeIn, OWN_PORTS, userDataWith } from '../support/desktop-setup.ts';
import { eventually } from '../support/eventually.ts';

const top = mkdtempSync(join(tmpdir(), 'orderdeck-setup-'));
const databases: TestDatabase[] = [];
let running: DesktopApp | null = null;

afterEach(async () => {
  await running?.close();
  running = null;
  await Promise.all(databases.splice(0).map((database) => database.drop()));
});
afterAll(() => rmSync(top, { recursive: true, force: true }));

async function launch(options: DesktopOptions): Promise<DesktopApp> {
  running = await DesktopApp.launch({ ...options, env: { ...OWN_PORTS, ...options.env } });
  return running;
}

/** The next start of the program, on the same data. */
async function relaunch(app: DesktopApp): Promise<DesktopApp> {
  expect(await app.close()).toBe(0);
  running = await app.relaunch({ env: OWN_PORTS });
  return running;
}

const userData = () => userDataWith(top, {});

async function newDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase({ create: false });
  databases.push(database);
  return database;
}

async function ask<Name extends DesktopCallName>(app: DesktopApp, name: Name, input: DesktopCallInput<Name>) {
  return (await DesktopCalls.of(app)).ask(name, input);
}

async function refusal<Name extends DesktopCallName>(app: DesktopApp, name: Name, input: DesktopCallInput<Name>) {
  return (await DesktopCalls.of(app)).refusal(name, input);
}

const stateOf = (app: DesktopApp): Promise<DesktopState> => ask(app, 'get-state', undefined);

/** Chooses a new database that has one order of this product. */
async function useDatabaseWith(app: DesktopApp, product: string): Promise<TestDatabase> {
  const database = await newDatabase();
  await ask(app, 'prepare-database', candidateOf(database));
  await database.query(`INSERT INTO \`${database.name}\`.orders (customer_name, product_name) VALUES ('A', ?)`, [
    product,
  ]);
  await ask(app, 'use-database', candidateOf(database));
  return database;
}

describe('the choice of a database', () => {
  it('[SETUP-1] is asked for, and moves every screen to it and to the next, without a restart', async () => {
    const app = await launch({ userData: await userData() });
    expect(await stateOf(app)).toMatchObject({ setup: 'needed', database: null, environment: [] });
    const first = await newDatabase();
    expect(await refusal(app, 'use-database', candidateOf(first))).toBe('The schema is missing. Create it first.');

    await useDatabaseWith(app, 'Kettle');
    const console = await app.console();
    await console.page.goto('app://orderdeck/#/orders');
    await console.shows(1, 'product_name', 'Kettle');

    const { name, env, query } = await useDatabaseWith(app, 'Lamp');
    await console.shows(1, 'product_name', 'Lamp');
    await query(`UPDATE \`${name}\`.orders SET product_name = 'Chair'`);
    await console.shows(1, 'product_name', 'Chair');
    expect(await stateOf(app)).toMatchObject({
      setup: 'done',
      database: `${name} on ${env.DB_HOST}:${env.DB_PORT}`,
    });
    expect(console.complaints).toEqual([]);

    const again = await relaunch(app);
    await (await again.console()).shows(1, 'product_name', 'Chair');
  });

  it('[SETUP-2] is refused when the server does not check out, and the step is named', async () => {
    const app = await launch({ userData: await userData() });
    const database = await newDatabase();
    const port = await freePort();
    expect(await refusal(app, 'use-database', candidateOf(database, { port }))).toMatch(/^Port: /);
    expect(await refusal(app, 'use-database', candidateOf(database, { password: 'wrong' }))).toMatch(/^Login: /);
    expect((await stateOf(app)).settings.database).toEqual({ kind: 'none' });
    expect(readdirSync(app.userData)).not.toContain('secrets.json');
  });

  it('[SETUP-3] takes a kept password for the same user on the same host alone', async () => {
    const app = await launch({ userData: await userData() });
    const kept = { password: null };
    const database = await newDatabase();
    expect(await refusal(app, 'check-database', candidateOf(database, kept))).toMatch(/No password of root .*type it/);
    const used = await useDatabaseWith(app, 'Kettle');
    expect((await ask(app, 'check-database', candidateOf(used, kept))).next).toBe('use');
    const other = candidateOf(used, { ...kept, user: 'somebody' });
    expect(await refusal(app, 'check-database', other)).toMatch(/No password of somebody/);
  });

  it('[SETUP-4] is not possible while the environment names one, which nothing asks about', async () => {
    const database = await newDatabase();
    const app = await launch({ userData: await userDataWith(top, { database: { kind: 'demo' } }), env: database.env });
    await app.console();
    expect(await stateOf(app)).toMatchObject({
      setup: 'done',
      environment: ['DB_HOST', 'DB_PORT', 'DB_USER', 'DB_PASSWORD', 'DB_NAME'],
      database: `${database.name} on ${database.env.DB_HOST}:${database.env.DB_PORT}`,
    });
    expect(await refusal(app, 'use-database', candidateOf(database))).toMatch(
      /named by DB_HOST, .* in the environment/,
    );
    expect(await refusal(app, 'use-demo', undefined)).toMatch(/named by DB_HOST/);
  });

  it('[SETUP-5] shows a wrong value of the environment in the window', async () => {
    const app = await launch({ userData: await userData(), env: { DB_HOST: '127.0.0.1', POLL_BUSY_MS: 'soon' } });
    const notice = await eventually('the notice', async () => noticeIn(await stateOf(app), 'core-failed'));
    expect(notice.message).toMatch(/^POLL_BUSY_MS: got "soon", takes a whole number from 1 to 60000\. Correct it/);
    expect(await refusal(app, 'dismiss-notice', 'core-failed')).toMatch(/waits for an answer/);
  });
});

describe('the settings file', () => {
  it('[SETUP-10] broken on purpose is told in the window, set aside, and the last good copy is in use', async () => {
    const app = await launch({ userData: await userData() });
    await useDatabaseWith(app, 'Kettle');
    await ask(app, 'save-settings', { closeToTray: true });
    expect(await app.close()).toBe(0);
    const file = join(app.userData, 'settings.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"closeToTray": true', '"closeToTray": "often"'));

    running = await app.relaunch({ env: OWN_PORTS });
    await (await running.console()).shows(1, 'product_name', 'Kettle');
    const state = await stateOf(running);
    expect(state.settings.closeToTray).toBe(true);
    const notice = noticeIn(state, 'settings-broken');
    expect(notice?.message).toMatch(/^closeToTray holds "often": .* The last settings known to be good are in use/);
    expect(readFileSync(notice?.file ?? '', 'utf8')).toContain('"often"');
    await ask(running, 'dismiss-notice', 'settings-broken');

    const again = await relaunch(running);
    expect((await stateOf(again)).notices).toEqual([]);
  });

  it('[SETUP-11] replaces the core when ports or sharing change, and only then', async () => {
    const app = await launch({ userData: await userData() });
    await useDatabaseWith(app, 'Kettle');
    const console = await app.console();
    const before = await serverId(app);
    await ask(app, 'save-settings', { closeToTray: true, notifications: { ...NO_RULES, pendingMinutes: 5 } });
    expect(await serverId(app)).toBe(before);
    const port = await freePort();
    await ask(app, 'save-settings', { ports: { port, wsPort: await freePort() } });
    expect(await serverId(app)).not.toBe(before);
    expect((await fetch(`http://127.0.0.1:${port}/api/orders`)).status).toBe(200);
    await console.isState('live');
    expect(await refusal(app, 'save-settings', { ports: { port, wsPort: port } })).toMatch(/two ports have to differ/);
  });
});

describe('what the window has the system open', () => {
  it('[SETUP-12] is the folder of a notice, of the log and of the data, and our own pages; nothing that a page names', async () => {
    const folder = await userData();
    writeFileSync(join(folder, 'settings.json'), '{');
    const app = await launch({ userData: folder, env: { PORT: '0', WS_PORT: '0' } });
    const opened = await captureShell(app);
    const broken = await eventually('the notice', async () => noticeIn(await stateOf(app), 'settings-broken'));
    const { about } = await stateOf(app);
    expect(await refusal(app, 'open-in-browser', 'console')).toBe('Browsers are not served at the moment.');
    await useDatabaseWith(app, 'Kettle');
    const { serving } = await stateOf(app);
    const [own] = serving.kind === 'serving' ? serving.urls : [];
    expect(own).toMatch(/^http:\/\/(localhost|127\.0\.0\.1):\d+$/);
    await ask(app, 'show-file', 'settings-broken');
    await ask(app, 'open-log-folder', undefined);
    await ask(app, 'open-data-folder', undefined);
    await ask(app, 'open-in-browser', 'console');
    await ask(app, 'open-in-browser', 'api-docs');
    expect(await opened()).toEqual([
      `shown ${broken.file}`,
      `folder ${about.logFolder}`,
      `folder ${about.dataFolder}`,
      `browser ${own}/`,
      `browser ${own}/api/docs`,
    ]);
    expect(await refusal(app, 'show-file', '/etc/passwd')).toBe('That notice is not there any more.');
    await ask(app, 'dismiss-notice', 'settings-broken');
    expect(await refusal(app, 'show-file', 'settings-broken')).toBe('That notice is not there any more.');
    expect(await opened()).toEqual([]);
  });
});

/** What would leave the program is kept instead of done; the answer gives it out. */
async function captureShell(app: DesktopApp): Promise<() => Promise<string[]>> {
  await app.evaluate(({ shell }) => {
    const opened: string[] = [];
    (globalThis as { opened?: string[] }).opened = opened;
    shell.openExternal = async (url) => void opened.push(`browser ${url}`);
    shell.showItemInFolder = (path) => void opened.push(`shown ${path}`);
    shell.openPath = async (path) => {
      opened.push(`folder ${path}`);
      return '';
    };
  });
  return () => app.evaluate(() => (globalThis as { opened?: string[] }).opened?.splice(0) ?? []);
}

const NO_RULES = { pendingMinutes: null, databaseLostSeconds: null, customers: [], alerts: false };

/** Names the core that answers: each has an id of its own. */
async function serverId(app: DesktopApp): Promise<string> {
  const page = await app.window();
  return page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const { orderdeck } = globalThis as unknown as { orderdeck: DesktopBridge };
        const session = orderdeck.openSession({
          message(text) {
            const message = JSON.parse(text) as { readonly type: string; readonly serverId: string };
            if (message.type !== 'welcome') return;
            session.close();
            resolve(message.serverId);
          },
          closed: (code, reason) => resolve(`closed: ${code} ${reason}`),
        });
        session.send(JSON.stringify({ type: 'hello' }));
      }),
  );
}
