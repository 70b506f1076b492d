import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { alertListSchema } from '../../src-shared/alert.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { ask } from '../support/http-test-server.ts';
import { ServerProcess } from '../support/server-process.ts';
import { WebhookReceiver } from '../support/webhook-receiver.ts';

const SECRETS = { webhook: 'webhook-secret-7f3a91c2d4e5b6', token: 'jwt-secret-0a1b2c3d4e5f6071829304a5b6c7d8' };

let database: TestDatabase;
let server: ServerProcess;
let receiver: WebhookReceiver;
const folder = mkdtempSync(join(tmpdir(), 'orderdeck-alerts-'));

beforeAll(async () => {
  database = await createTestDatabase();
  receiver = await WebhookReceiver.start();
  server = await ServerProcess.start({
    ...database.env,
    STATE_DIR: folder,
    AUDIT_INTERVAL_MS: '500',
    ALERT_GAP_AGE_SECONDS: '1',
    ALERT_WEBHOOK_URLS: receiver.url,
    ALERT_WEBHOOK_SECRET: SECRETS.webhook,
    JWT_SECRET: SECRETS.token,
  });
});
afterAll(async () => {
  await server?.stop();
  await receiver?.close();
  await database?.drop();
  rmSync(folder, { recursive: true });
});

it('[ALRT-7] a running server tells of a transaction left open and of a table changed past its log, in the list, the log and by message', async () => {
  const other = await database.connect();
  await database.query("INSERT INTO orders (customer_name, product_name) VALUES ('Ada Ltd', 'Lamp')");
  await other.query("BEGIN; INSERT INTO orders (customer_name, product_name) VALUES ('Held Ltd', 'Desk')");
  await database.query("INSERT INTO orders (customer_name, product_name) VALUES ('Bolt Co', 'Chair')");
  const held = await eventually('the gap is an alert', async () => {
    const { active } = alertListSchema.parse((await ask(server.port, 'GET', '/api/alerts')).json);
    return active.find(({ rule }) => rule === 'gap-age');
  });
  expect(held).toMatchObject({ limit: 1, endedAt: null });
  await other.query('COMMIT');
  await other.end();
  await database.query('TRUNCATE TABLE orders');
  await eventually('both were sent', () => {
    const rules = receiver.messages.map(({ type, data }) => `${type} ${data.rule}`);
    return rules.includes('alert.raised gap-age') && rules.includes('alert.raised drift');
  });
  expect(receiver.messages[0]?.data).toMatchObject({
    id: held.id,
    message: expect.stringContaining('A transaction that changed orders has been open'),
    server: { version: expect.any(String) },
  });
  const { webhooks } = alertListSchema.parse((await ask(server.port, 'GET', '/api/alerts')).json);
  expect(webhooks).toMatchObject({ targets: 1, undelivered: 0, problem: null });
  expect(server.lines.filter((line) => line.includes('Alert: '))).toHaveLength(2);
});

it('[ALRT-9] the diagnostics file holds figures, settings and the look at the database, and no secret, order or person', async () => {
  await database.query("INSERT INTO orders (customer_name, product_name) VALUES ('Nobody Else Ltd', 'Secret Lamp')");
  const answer = await ask(server.port, 'GET', '/api/diagnostics');
  expect(answer.status).toBe(200);
  const bundle = answer.json as Record<string, Record<string, unknown>>;
  expect(Object.keys(bundle).sort()).toEqual(
    [
      'alerts',
      'clients',
      'config',
      'database',
      'errors',
      'gaps',
      'health',
      'history',
      'machine',
      'madeAt',
      'stats',
    ].sort(),
  );
  expect(bundle.config).toMatchObject({
    JWT_SECRET: 'set',
    ALERT_WEBHOOK_SECRET: 'set',
    ALERT_WEBHOOK_URLS: new URL(receiver.url).origin,
    DB_NAME: database.name,
  });
  const text = JSON.stringify(bundle);
  for (const secret of [...Object.values(SECRETS), 'hook/in-the-path', 'Nobody Else', 'Secret Lamp'])
    expect(text).not.toContain(secret);
});

it('[ALRT-8] a wrong key of the messages ends the start without being repeated, and so does none at all', async () => {
  const short = await ServerProcess.runToEnd({ ALERT_WEBHOOK_SECRET: 'too-short-to-sign' });
  expect([short.code, short.lines]).toEqual([
    1,
    ['ALERT_WEBHOOK_SECRET: got 17 characters, takes at least 24 characters'],
  ]);
  const none = await ServerProcess.runToEnd({ ALERT_WEBHOOK_URLS: 'https://127.0.0.1/hook' });
  expect([none.code, none.lines]).toEqual([
    1,
    ['ALERT_WEBHOOK_SECRET: got "", takes at least 24 characters when ALERT_WEBHOOK_URLS is set'],
  ]);
});
