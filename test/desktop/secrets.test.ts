import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { DesktopApp } from '../support/desktop-app.ts';
import { DesktopCalls } from '../support/desktop-calls.ts';
import { candidateOf, OWN_PORTS, userDataWith } from '../support/desktop-setup.ts';
import { eventually } from '../support/eventually.ts';

const word = (): string => `Planted${randomBytes(14).toString('hex')}`;
const secrets: Record<string, string> = {
  database: word(),
  password: word(),
  wrongPassword: word(),
  pin: `${100_000_000_000 + Math.floor(Math.random() * 800_000_000_000)}`,
  badge: word(),
  key: word(),
};
const top = mkdtempSync(join(tmpdir(), 'orderdeck-secrets-'));
let database: TestDatabase;
let app: DesktopApp;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.query(`CREATE USER '${database.name}'@'%' IDENTIFIED BY '${secrets.database}'`);
  await database.query(`GRANT ALL ON \`${database.name}\`.* TO '${database.name}'@'%'`);
  const env = { ...OWN_PORTS, JWT_SECRET: secrets.key, DEBUG: '1', MYSQL_DEBUG: '1' };
  app = await DesktopApp.launch({ userData: await userDataWith(top, {}), env });
});
afterAll(async () => {
  await app?.kill();
  await database?.query(`DROP USER IF EXISTS '${database.name}'@'%'`);
  await database?.drop();
  rmSync(top, { recursive: true, force: true, maxRetries: 10 });
});

/** A request of the window's page. @returns the answer as JSON, or its status when it has none */
async function request(method: string, path: string, body: unknown) {
  const page = await app.window();
  return page.evaluate(
    async ([how, where, text]) => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(where, { method: how, headers, body: text });
      const answer = await response.text();
      return answer === '' ? response.status : JSON.parse(answer);
    },
    [method, path, JSON.stringify(body)] as const,
  );
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}

it('[SEC-63] no secret is in the log, the crash report, the settings or any other file that the program keeps', async () => {
  const calls = await DesktopCalls.of(app);
  await calls.ask('prepare-database', { ...candidateOf(database) });
  await calls.ask('use-database', candidateOf(database, { user: database.name, password: secrets.database ?? '' }));
  await calls.ask('keep-secrets', 'memory');
  await app.console();
  const { password, wrongPassword, pin, badge } = secrets;
  const mia = await request('POST', '/api/people', { name: 'Mia', role: 'admin', password, pin, badge });
  expect(mia).toMatchObject({ hasPassword: true, hasPin: true, hasBadge: true });
  const { access_token, refresh_token } = await request('POST', '/api/token', {
    grant_type: 'password',
    username: 'Mia',
    password,
  });
  const { code } = await request('POST', '/api/pairings', { name: 'Bench 1', role: 'viewer' });
  for (const body of [
    { by: 'password', name: 'Mia', password: wrongPassword },
    { by: 'password', name: wrongPassword, password },
    { by: 'pin', personId: mia.id, pin },
    { by: 'badge', badge },
    { by: 'badge', badge: `${badge}?`, password },
  ]) {
    await request('POST', '/api/session', body);
  }
  await request('POST', '/api/orders', { customer_name: 'Ada', product_name: 'Desk', access_token });
  await eventually('it is logged', () => app.log.some(({ url }) => url === '/api/pairings'));
  await app.evaluate(() => {
    setImmediate(() => {
      throw new Error('a fault on purpose');
    });
  });
  expect(await app.exit).toBe(1);

  const hidden = { ...secrets, token: access_token.split('.')[2], refresh: refresh_token.split('.')[1], code };
  const files = filesBelow(app.userData);
  const names = files.map((file) => relative(app.userData, file));
  expect(names).toEqual(expect.arrayContaining(['settings.json', 'logs/orderdeck.log']));
  expect(names.some((name) => /crash/.test(name))).toBe(true);
  const found = files.flatMap((file) => {
    const text = existsSync(file) ? readFileSync(file, 'latin1') : '';
    return Object.entries(hidden).flatMap(([name, secret]) =>
      [secret, Buffer.from(String(secret)).toString('base64').replace(/=+$/, '')].some((form) => text.includes(form))
        ? [`${name} in ${relative(app.userData, file)}`]
        : [],
    );
  });
  expect(found).toEqual([]);
  expect(Object.entries(hidden).filter(([, secret]) => app.lines.join('\n').includes(String(secret)))).toEqual([]);
});
