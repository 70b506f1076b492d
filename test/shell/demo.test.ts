import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import { afterAll, afterEach, expect, it } from 'vitest';
import { findDatabaseProgram } from '../../scripts/lib/database-program.mjs';
import { isProcessWith } from '../../scripts/lib/process-identity.mjs';
import { DesktopApp } from '../support/desktop-app.ts';
import { DesktopCalls } from '../support/desktop-calls.ts';
import { noticeIn, OWN_PORTS, userDataWith } from '../support/desktop-setup.ts';
import { eventually } from '../support/eventually.ts';

const top = mkdtempSync(join(tmpdir(), 'orderdeck-demo-'));
let app: DesktopApp | null = null;

afterEach(async () => {
  await app?.close();
  app = null;
});
afterAll(() => rmSync(top, { recursive: true, force: true, maxRetries: 10 }));

/** Where the demo keeps its data, and what it says of itself. */
async function demoIn(folder: string) {
  const program = await findDatabaseProgram();
  if (program === null) throw new Error('No database server is installed: run the tests with `npm test`');
  const directory = join(folder, `demo-${program.flavour}`);
  const number = (file: string) => Number(readFileSync(join(directory, file), 'utf8'));
  return {
    name: program.name,
    directory,
    port: () => number('port'),
    pid: () => number('server.pid'),
    isRunning: (pid: number) => isProcessWith(pid, `--datadir=${directory}/data`),
  };
}

it('[DEMO-1] a demo database leads from nothing to a live order, keeps it over a restart and ends with the program', async () => {
  const folder = await userDataWith(top, {});
  app = await DesktopApp.launch({ userData: folder, env: OWN_PORTS });
  const calls = await DesktopCalls.of(app);
  const demo = await demoIn(folder);
  expect(await calls.ask('get-demo-offer', undefined)).toEqual({ available: true, program: demo.name });
  await calls.ask('use-demo', undefined);
  expect(await calls.state()).toMatchObject({
    setup: 'done',
    settings: { database: { kind: 'demo' } },
    database: `the demo database of this program (${demo.name})`,
  });
  const console = await app.console();
  await console.page.goto('app://orderdeck/#/orders');
  await console.shows(1, 'product_name', 'Laptop');
  const body = JSON.stringify({ product_name: 'Kettle' });
  const changed = await console.page.evaluate(async (text) => {
    const headers = { 'Content-Type': 'application/json' };
    return (await fetch('/api/orders/1', { method: 'PUT', headers, body: text })).status;
  }, body);
  expect(changed).toBe(200);
  await console.shows(1, 'product_name', 'Kettle');

  const pid = demo.pid();
  expect(await app.close()).toBe(0);
  await eventually('the demo has ended', () => !demo.isRunning(pid), 30_000);
  app = await app.relaunch({ env: OWN_PORTS });
  await (await app.console()).shows(1, 'product_name', 'Kettle');
});

it('[DEMO-2] what a crash of the program left running is taken over', async () => {
  const folder = await userDataWith(top, { database: { kind: 'demo' } });
  app = await DesktopApp.launch({ userData: folder, env: OWN_PORTS });
  await app.console();
  const demo = await demoIn(folder);
  const pid = demo.pid();
  await app.kill();
  expect(demo.isRunning(pid)).toBe(true);
  app = await app.relaunch({ env: OWN_PORTS });
  await app.console();
  expect(demo.pid()).toBe(pid);
  expect(await app.close()).toBe(0);
  await eventually('the demo has ended', () => !demo.isRunning(pid), 30_000);
});

it('[DEMO-3] one that cannot start is told in the window, and can be tried again', async () => {
  const folder = await userDataWith(top, { database: { kind: 'demo' } });
  const { directory } = await demoIn(folder);
  writeFileSync(directory, 'in the way');
  app = await DesktopApp.launch({ userData: folder, env: OWN_PORTS });
  const calls = await DesktopCalls.of(app);
  const notice = await eventually('the notice', async () => noticeIn(await calls.state(), 'demo-failed'));
  expect(notice.message).toMatch(/^The demo database did not start: .* Choose the demo again to try once more/);
  expect(await calls.refusal('use-demo', undefined)).toMatch(/^The demo database did not start: /);
  rmSync(directory);
  await calls.ask('use-demo', undefined);
  expect((await calls.state()).notices.map(({ id }) => id)).not.toContain('demo-failed');
  await app.console();
});

it('[DEMO-6] one that ends though nobody stopped it is started again by itself, and the window goes on', async () => {
  const folder = await userDataWith(top, { database: { kind: 'demo' } });
  app = await DesktopApp.launch({ userData: folder, env: OWN_PORTS });
  const console = await app.console();
  await console.page.goto('app://orderdeck/#/orders');
  await console.shows(1, 'product_name', 'Laptop');
  const demo = await demoIn(folder);
  const first = demo.pid();
  process.kill(first, 'SIGKILL');
  const second = await eventually('another one runs', () => runningOther(demo, first), 60_000);
  await console.isState('live', 60_000);
  const connection = await connectTo(demo.port());
  await connection.query("UPDATE realtime_orders.orders SET product_name = 'Kettle' WHERE id = 1");
  await connection.end();
  await console.shows(1, 'product_name', 'Kettle');
  expect(noticeIn(await (await DesktopCalls.of(app)).state(), 'demo-failed')).toBeUndefined();

  // Told to end by somebody else, it takes its time.
  process.kill(second, 'SIGTERM');
  const third = await eventually('another one runs', () => runningOther(demo, second), 60_000);
  await console.isState('live', 60_000);
  expect(await app.close()).toBe(0);
  await eventually('the demo has ended', () => !demo.isRunning(third), 30_000);
});

/** The number of the demo's process once that is another one than this. */
function runningOther(demo: Awaited<ReturnType<typeof demoIn>>, former: number): number | null {
  if (demo.isRunning(former) || !existsSync(join(demo.directory, 'server.pid'))) return null;
  const pid = demo.pid();
  return pid !== former && demo.isRunning(pid) ? pid : null;
}

const connectTo = (port: number) => mysql.createConnection({ host: '127.0.0.1', port, user: 'root' });

it('[DEMO-7] gives nobody on this machine what is in the files of its user', async () => {
  const folder = await userDataWith(top, { database: { kind: 'demo' } });
  const secret = join(folder, 'secret.txt');
  writeFileSync(secret, 'mine', { mode: 0o644 });
  app = await DesktopApp.launch({ userData: folder, env: OWN_PORTS });
  await app.console();
  const demo = await demoIn(folder);
  const connection = await connectTo(demo.port());
  try {
    const [rows] = await connection.query('SELECT LOAD_FILE(?) AS text', [secret]);
    expect(rows).toEqual([{ text: null }]);
    const target = join(folder, 'written.txt');
    await expect(connection.query(`SELECT 'x' INTO OUTFILE '${target}'`)).rejects.toThrow(/secure/);
  } finally {
    await connection.end();
  }
});
