import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { freePort } from '../../scripts/lib/free-port.mjs';
import type { ServingState } from '../../src-shared/desktop-bridge.ts';
import { DEFAULT_DESKTOP_SETTINGS } from '../../src-shared/desktop-settings.ts';
import { askTls } from '../support/ask-tls.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { DesktopApp } from '../support/desktop-app.ts';
import { DesktopCalls } from '../support/desktop-calls.ts';
import { eventuallyState } from '../support/desktop-state.ts';
import { eventually } from '../support/eventually.ts';
import { listeningSockets } from '../support/listening-sockets.ts';

let database: TestDatabase;
let folder: string;
let app: DesktopApp | undefined;
let other: ChildProcess | undefined;

beforeEach(async () => {
  database = await createTestDatabase({ create: false });
  folder = mkdtempSync(join(tmpdir(), 'orderdeck-serving-'));
});
afterEach(async () => {
  await app?.close();
  app = undefined;
  other?.kill('SIGKILL');
  other = undefined;
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  await database.drop();
});

/** Another program that has a port. */
async function occupy(port: number): Promise<ChildProcess> {
  const script = `require('net').createServer().listen(${port}, '127.0.0.1', () => console.log('listens'))`;
  other = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(other.stdout ?? other, 'data');
  return other;
}

/** The program on the ports of its settings file. */
async function launchOn(port: number, wsPort: number): Promise<DesktopApp> {
  const settings = { ...DEFAULT_DESKTOP_SETTINGS, ports: { port, wsPort } };
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings));
  const env = { ...database.env, SAMPLE_DATA: '1', PORT: undefined, WS_PORT: undefined };
  app = await DesktopApp.launch({ userData: folder, env });
  await app.console();
  return app;
}

const served = (serving: ServingState, url: string) => serving.kind === 'serving' && serving.urls.includes(url);

it('[PORT-20] says which program has a port, offers free ones, and serves on those without a restart', async () => {
  const [port, wsPort] = [await freePort(), await freePort()];
  const { pid } = await occupy(port);
  const running = await launchOn(port, wsPort);
  const problem = await eventuallyState(running, 'the port is in use', ({ serving, notices }) =>
    serving.kind === 'ports-in-use' && notices.some(({ id }) => id === 'ports-in-use') ? { serving, notices } : null,
  );
  expect(problem.serving).toEqual({
    kind: 'ports-in-use',
    inUse: [{ name: 'port', port, program: `node (process ${pid})` }],
    free: { port: expect.any(Number), wsPort },
  });
  expect(problem.notices).toContainEqual(expect.objectContaining({ title: `Port ${port} is in use` }));
  // Nothing half open: not the other port either.
  expect(listeningSockets(running.pid)).not.toContain(`127.0.0.1:${wsPort}`);
  const { free } = problem.serving;
  await (await DesktopCalls.of(running)).ask('save-settings', { ports: free });
  const url = `http://localhost:${free.port}`;
  await eventuallyState(running, 'it is served there', ({ serving }) => served(serving, url));
  expect((await fetch(`${url}/api/orders/1`)).status).toBe(200);
  const { notices } = await (await DesktopCalls.of(running)).state();
  expect(notices.filter(({ id }) => id === 'ports-in-use')).toEqual([]);
  await (await running.console()).shows(1, 'product_name', 'Laptop');
});

it('[PORT-21] when the other program ends, the port is taken, and the window has not noticed anything', async () => {
  const [port, wsPort] = [await freePort(), await freePort()];
  const child = await occupy(port);
  const running = await launchOn(port, wsPort);
  await eventuallyState(running, 'the port is in use', ({ serving }) => serving.kind === 'ports-in-use');
  const sessionsBefore = await sessionsOf(running);
  child.kill('SIGKILL');
  const url = `http://localhost:${port}`;
  await eventuallyState(
    running,
    'it is served',
    ({ serving, notices }) => served(serving, url) && notices.length === 0,
  );
  expect((await fetch(`${url}/api/orders/1`)).status).toBe(200);
  expect(await sessionsOf(running)).toEqual(sessionsBefore);
});

it.runIf(process.platform === 'linux')(
  '[SHARE-20] nothing listens outside loopback until sharing is switched on, nor after it is switched off',
  async () => {
    const [port, wsPort] = [await freePort(), await freePort()];
    const running = await launchOn(port, wsPort);
    const own = `http://localhost:${port}`;
    await eventuallyState(running, 'it is served', ({ serving }) => served(serving, own));
    const outside = () => listeningSockets(running.pid).filter((at) => !/^(127\.|\[::1\])/.test(at));
    expect(outside()).toEqual([]);
    expect(listeningSockets(running.pid)).toEqual(expect.arrayContaining([`127.0.0.1:${port}`, `127.0.0.1:${wsPort}`]));

    await (await DesktopCalls.of(running)).ask('save-settings', { sharing: true });
    const { urls, fingerprint } = await eventuallyState(running, 'it is shared', ({ serving }) =>
      serving.kind === 'serving' && outside().length > 0 ? serving : null,
    );
    expect(outside().sort()).toEqual([`0.0.0.0:${port}`, `0.0.0.0:${wsPort}`].sort());
    expect(urls[0]).toBe(own.replace('http:', 'https:'));
    for (const url of urls.filter((address) => !address.includes('.local'))) {
      expect(await askTls(`${url}/`)).toMatchObject({ status: 200, fingerprint });
    }

    await (await DesktopCalls.of(running)).ask('save-settings', { sharing: false });
    await eventually('nothing is open to others', () => outside().length === 0);
    await eventuallyState(running, 'one address', ({ serving }) => served(serving, own) && outside().length === 0);
  },
);

/** How often this program was asked for a picture of the orders: a window that came back asked once more. */
async function sessionsOf(running: DesktopApp): Promise<number> {
  const page = await running.window();
  return page.evaluate(async () => (await (await fetch('/api/stats')).json()).clients.total);
}
