import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { DesktopApp } from '../support/desktop-app.ts';
import { DesktopCalls } from '../support/desktop-calls.ts';
import { chooseTrayItem, lookAtTray, lookAtWindow, watchTray } from '../support/desktop-surroundings.ts';
import { eventually } from '../support/eventually.ts';
import { ask } from '../support/http-test-server.ts';
import { IpcClient } from '../support/ipc-client.ts';
import { SystemNotificationsRig } from '../support/system-notifications.ts';

let database: TestDatabase;
let app: DesktopApp;

beforeAll(async () => {
  database = await createTestDatabase();
  app = await DesktopApp.launch({ env: database.env });
});
afterAll(async () => {
  await app?.close();
  await database?.drop();
});

interface Fetched {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  readonly json: any;
}

/** A request of the window's page. */
async function request(method: string, path: string, body?: unknown): Promise<Fetched> {
  const page = await app.window();
  return page.evaluate(
    async ([how, where, text]) => {
      const headers = text === null ? {} : { 'content-type': 'application/json' };
      const response = await fetch(where, { method: how, headers, ...(text === null ? {} : { body: text }) });
      const answer = await response.text();
      return { status: response.status, json: answer === '' ? null : JSON.parse(answer) };
    },
    [method, path, body === undefined ? null : JSON.stringify(body)] as const,
  );
}

it('[WIN-8] the real window is its machine’s admin until it is locked, and then whoever signs in there', async () => {
  const calls = await DesktopCalls.of(app);
  const notifications = await SystemNotificationsRig.install(app);
  await watchTray(app);
  await eventually('the core answers', async () => (await request('GET', '/api/people')).status === 200);
  expect(await calls.refusal('save-settings', { windowLock: true })).toMatch(/^No admin can sign in yet/);
  const { json: ada } = await request('POST', '/api/people', { name: 'Ada', role: 'admin', pin: '482913' });
  const { json: bob } = await request('POST', '/api/people', { name: 'Bob', role: 'operator', pin: '730156' });
  const client = await IpcClient.connect(await app.window());
  await client.ready();

  await calls.ask('save-settings', { windowLock: true });
  expect((await client.closed).code).toBe(4407);
  expect((await request('GET', '/api/orders')).status).toBe(401);
  expect((await request('GET', '/api/session')).json).toMatchObject({ principal: null, quickSwitch: true });
  expect(await calls.refusal('save-settings', { windowLock: false })).toMatch(/^This window is locked/);
  // A browser beside the window is no way around it.
  expect((await ask(Number(new URL(app.url).port), 'GET', '/api/orders')).status).toBe(401);

  // Nor is the tray, which says so: nobody sees the log.
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  await database.query("INSERT INTO orders (customer_name, product_name) VALUES ('Ada', 'Desk')");
  await eventually('the tray is drawn', async () => (await lookAtTray(app)).state?.includes('unread'));
  await chooseTrayItem(app, 'sharing');
  expect(await eventually('it is said', async () => (await notifications.seen())[0] ?? false)).toEqual({
    title: 'Sharing was not switched',
    body: 'This window is locked. An admin has to sign in to do that.',
  });
  await notifications.clickLast();
  await eventually('the window is there', async () => (await lookAtWindow(app)).visible);
  expect((await calls.state()).settings.sharing).toBe(false);

  const signIn = (personId: number, pin: string) => request('POST', '/api/session', { by: 'pin', personId, pin });
  expect((await signIn(bob.id, '730156')).status).toBe(204);
  expect((await request('GET', '/api/session')).json).toMatchObject({ principal: { name: 'Bob', role: 'operator' } });
  expect(await calls.refusal('save-settings', { windowLock: false })).toMatch(/^This window is locked/);
  const bobs = await IpcClient.connect(await app.window());
  await bobs.ready();
  expect((await signIn(ada.id, '482913')).status).toBe(204);
  expect((await bobs.closed).code).toBe(4407);
  await calls.ask('save-settings', { windowLock: false });
  const changes = await eventually('both changes are on record', async () => {
    const { json } = await request('GET', '/api/audit?kind=settings-changed');
    return json?.entries?.length === 2 && json.entries;
  });
  expect(changes).toMatchObject([
    { actor: 'Ada', address: 'window', detail: { windowLock: 'off' } },
    { actor: 'console@window', address: 'window', detail: { windowLock: 'on' } },
  ]);
  expect((await request('DELETE', '/api/session')).status).toBe(204);
  expect((await request('GET', '/api/session')).json).toMatchObject({ principal: { kind: 'window', role: 'admin' } });
});
