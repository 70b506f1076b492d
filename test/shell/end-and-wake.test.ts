import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { DesktopBridge } from '../../src-shared/desktop-bridge.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { DesktopApp } from '../support/desktop-app.ts';
import { eventually } from '../support/eventually.ts';
import { pollsOnlyEvery } from '../support/poll-settings.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { V1Client } from '../support/v1-client.ts';

let database: TestDatabase;
const apps: DesktopApp[] = [];
beforeEach(async () => {
  database = await createTestDatabase({ create: false });
});
afterEach(async () => {
  for (const app of apps.splice(0)) await app.kill();
  await database.drop();
});

async function launch(env: Record<string, string> = {}, userData?: string): Promise<DesktopApp> {
  const options = { env: { ...database.env, SAMPLE_DATA: '1', ...env }, ...(userData && { userData }) };
  const app = await DesktopApp.launch(options);
  apps.push(app);
  await app.console();
  return app;
}

async function readerCount(): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `SELECT COUNT(*) AS count FROM ${database.name}.orderdeck_readers`,
  );
  return Number(row?.count);
}

it.each(['SIGTERM', 'SIGINT', 'quit', 'shutdown', 'session-end'] as const)(
  '[QUIT-20] %s: clients are told to come back, nothing is left behind, and the end is in the log',
  async (how) => {
    // Its first sign of life in the list comes after a third of this.
    const app = await launch({ READER_TIMEOUT_MS: '3000' });
    const clients = [
      await (await V1Client.connect(`ws://127.0.0.1:${app.port}/ws`)).ready(),
      await (await V1Client.connect(`ws://127.0.0.1:${app.wsPort}/`)).ready(),
    ];
    await eventually('it is in the list of readers', async () => (await readerCount()) === 1);
    const ended = how === 'quit' ? app.close() : app.exit;
    if (how === 'shutdown') await app.evaluate(({ powerMonitor }) => powerMonitor.emit('shutdown'));
    else if (how === 'session-end')
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.emit('session-end'));
    else if (how !== 'quit') for (let i = 0; i < 2; i++) process.kill(app.pid, how);
    for (const client of clients) {
      expect(await client.closed).toMatchObject({ code: 4512, reason: expect.stringMatching(/^shutting-down/) });
      expect(client.bye).toMatchObject({ code: 'shutting-down', retryAfterMs: expect.any(Number) });
    }
    expect(await ended).toBe(0);
    expect(await readerCount()).toBe(0);
    expect(existsSync(join(app.userData, 'running'))).toBe(false);
    const log = readFileSync(join(app.userData, 'logs/orderdeck.log'), 'utf8').trimEnd().split('\n');
    expect(log.filter((line) => line.includes('"msg":"Stopping"')).length).toBe(1);
    expect(JSON.parse(log.at(-1) ?? '')).toMatchObject({ level: 'info', msg: 'Stopped' });
  },
);

it('[QUIT-22] started again while it ends, it begins anew once it has ended, with the link of that start', async () => {
  const app = await launch();
  await app
    .evaluate(({ app: own }) => {
      // Kept from doing it: the test would not find the new process.
      own.relaunch = () => undefined;
      own.emit('will-quit', { preventDefault: () => undefined });
      for (const link of ['orders://2', 'orders://3']) own.emit('second-instance', {}, ['orderdeck', link], '/');
    })
    // The answer may be lost with the process.
    .catch(() => undefined);
  expect(await app.exit).toBe(0);
  const again = app.log.filter(({ msg }) => msg?.startsWith('Started again while it ends'));
  expect(again.length).toBe(1);
  const args = again[0]?.args as string[];
  expect(args.slice(-2)).toEqual(['--', 'orders://2']);
  expect(args).toContain(`--user-data-dir=${app.userData}`);
});

it.each(['frozen', 'away'] as const)('[QUIT-21] with the database %s it ends in time all the same', async (how) => {
  const wire = await TcpProxy.start({ host: database.env.DB_HOST, port: Number(database.env.DB_PORT) });
  try {
    const app = await launch({ DB_HOST: '127.0.0.1', DB_PORT: String(wire.port) });
    if (how === 'frozen') wire.freeze();
    else {
      wire.refuse();
      wire.cut();
    }
    process.kill(app.pid, 'SIGTERM');
    // Given up at 4.5 s where the machine is busy: it ends all the same.
    expect(await app.exit).toBeOneOf([0, 1]);
    expect(existsSync(join(app.userData, 'running'))).toBe(false);
  } finally {
    await wire.close();
  }
});

it('[QUIT-21] with a database that froze while it started it ends in time all the same', async () => {
  const wire = await TcpProxy.start({ host: database.env.DB_HOST, port: Number(database.env.DB_PORT) });
  try {
    wire.freeze();
    const env = { ...database.env, DB_HOST: '127.0.0.1', DB_PORT: String(wire.port) };
    const app = await DesktopApp.launch({ env });
    apps.push(app);
    await app.window();
    await eventually('it asks the database', () => wire.connections > 0);
    process.kill(app.pid, 'SIGTERM');
    expect(await app.exit).toBeOneOf([0, 1]);
  } finally {
    await wire.close();
  }
});

it('[POWER-20] when the machine wakes up, the window is told to look at its connection', async () => {
  const app = await launch();
  const window = await app.window();
  await window.evaluate(() => {
    const own = window as unknown as { orderdeck: DesktopBridge; told: string[] };
    own.told = [];
    own.orderdeck.onEvent(({ type }) => own.told.push(type));
  });
  await app.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'));
  await eventually('the window was told', () =>
    window.evaluate(() => (window as unknown as { told: string[] }).told.includes('check-connection')),
  );
  await eventually('the reason is in the log', () => app.log.some(({ reason }) => reason === 'resume'));
  expect(await app.close()).toBe(0);
});

it('[POWER-21] when the machine wakes up, the database is looked at without waiting for the next turn', async () => {
  const app = await launch(pollsOnlyEvery(60_000));
  // Without a window, which would ask for the orders anew by itself.
  await app.evaluate(({ app: own, BrowserWindow }) => {
    own.removeAllListeners('window-all-closed');
    own.on('window-all-closed', () => undefined);
    for (const window of BrowserWindow.getAllWindows()) window.destroy();
  });
  const client = await (await V1Client.connect(`ws://127.0.0.1:${app.port}/ws`)).ready();
  await database.query(`UPDATE ${database.name}.orders SET product_name = 'Written asleep' WHERE id = 1`);
  await app.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'));
  await client.until('the change', () => client.changes.length > 0);
  await client.close();
  expect(await app.close()).toBe(0);
});

it('[LOGF-20] the log is in the folder of the user data, and a file that is full gives way to a new one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'orderdeck-log-'));
  const full = 10 * 1_024 * 1_024;
  try {
    mkdirSync(join(folder, 'logs'));
    writeFileSync(join(folder, 'logs/orderdeck.log'), 'x'.repeat(full));
    const app = await launch({}, folder);
    expect(await app.close()).toBe(0);
    expect(statSync(join(folder, 'logs/orderdeck.1.log')).size).toBe(full);
    const entries = readFileSync(join(folder, 'logs/orderdeck.log'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(entries[0]).toMatchObject({ msg: 'Orderdeck begins', version: expect.any(String) });
    expect(entries.at(-1)).toMatchObject({ msg: 'Stopped' });
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
});
