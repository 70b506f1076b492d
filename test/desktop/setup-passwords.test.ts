import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import type { DatabaseCandidate } from '../../src-shared/database-check.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { DesktopApp } from '../support/desktop-app.ts';
import { DesktopCalls } from '../support/desktop-calls.ts';
import { candidateOf, noticeIn, OWN_PORTS, userDataWith } from '../support/desktop-setup.ts';
import { eventually } from '../support/eventually.ts';

const PASSWORD = 'Correct-horse-7';
const top = mkdtempSync(join(tmpdir(), 'orderdeck-passwords-'));
let app: DesktopApp | null = null;
let database: TestDatabase | null = null;

afterEach(async () => {
  await app?.close();
  app = null;
  if (database !== null) {
    await database.query(`DROP USER IF EXISTS '${database.name}'@'%'`);
    await database.drop();
  }
  database = null;
});
afterAll(() => rmSync(top, { recursive: true, force: true }));

/** The program on a database whose user, named like it, has a password. */
async function launchWithPassword(): Promise<{ calls: DesktopCalls; candidate: DatabaseCandidate }> {
  database = await createTestDatabase();
  const { name } = database;
  await database.query(`CREATE USER '${name}'@'%' IDENTIFIED BY '${PASSWORD}'`);
  await database.query(`GRANT ALL ON \`${name}\`.* TO '${name}'@'%'`);
  app = await DesktopApp.launch({ userData: await userDataWith(top, {}), env: OWN_PORTS });
  const calls = await DesktopCalls.of(app);
  const candidate = candidateOf(database, { user: name, password: PASSWORD });
  await calls.ask('prepare-database', { ...candidateOf(database) });
  await calls.ask('use-database', candidate);
  return { calls, candidate };
}

async function nextStart(): Promise<DesktopCalls> {
  if (app === null) throw new Error('The program was not started');
  expect(await app.close()).toBe(0);
  expect(app.lines.join('\n')).not.toContain(PASSWORD);
  app = await app.relaunch({ env: OWN_PORTS });
  return DesktopCalls.of(app);
}

it('[SETUP-20] without a keyring the person is asked where the password is to be kept; in memory it is asked for at each start', async () => {
  const { calls, candidate } = await launchWithPassword();
  const state = await calls.state();
  expect(state.secrets).toBe('ask');
  expect(noticeIn(state, 'secrets-unsafe')).toMatchObject({ dismissible: false });
  expect(JSON.stringify(state)).not.toContain(PASSWORD);
  await calls.ask('keep-secrets', 'memory');
  expect(await calls.state()).toMatchObject({ secrets: 'memory', notices: [] });

  const next = await nextStart();
  await eventually('it asks', async () => (await next.state()).setup === 'password-needed');
  expect((await next.state()).database).toBe(`${candidate.name} on ${candidate.host}:${candidate.port}`);
  expect(await next.refusal('give-password', { password: 'wrong', setupPassword: '' })).toMatch(/password/);
  expect((await next.state()).setup).toBe('password-needed');
  await next.ask('give-password', { password: PASSWORD, setupPassword: '' });
  expect((await next.state()).setup).toBe('done');
  await app?.console();
});

it('[SETUP-21] kept in a file of its own, the password is there at the next start', async () => {
  const { calls } = await launchWithPassword();
  await calls.ask('keep-secrets', 'file');
  const next = await nextStart();
  await app?.console();
  expect(await next.state()).toMatchObject({ setup: 'done', secrets: 'file', notices: [] });
  const folder = app?.userData ?? '';
  expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(folder, 'settings.json'), 'utf8')).not.toContain(PASSWORD);
});
