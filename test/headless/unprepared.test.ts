import type { Connection } from 'mysql2/promise';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lockName } from '../../src-main/mysql/lock-name.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { ask } from '../support/http-test-server.ts';
import { ServerProcess } from '../support/server-process.ts';

let database: TestDatabase;
let server: ServerProcess;
let migrating: Connection;
const lock = () => lockName('migrate', database.name);

beforeAll(async () => {
  database = await createTestDatabase();
  migrating = await database.connect();
  // Another server is at it and takes long.
  await migrating.query('DO GET_LOCK(?, 0)', [lock()]);
  server = await ServerProcess.start({ ...database.env, RATE_LIMIT_PER_MINUTE: '0' }, { until: 'listening' });
});
afterAll(async () => {
  await server?.stop();
  await database?.drop();
});

it('[PPL-60] while the schema is not in place, people and devices can be asked for in a moment, and nothing failed', async () => {
  for (const path of ['people', 'devices', 'sessions', 'audit']) {
    const answer = await ask(server.port, 'GET', `/api/${path}`);
    expect([path, answer.status, answer.json]).toEqual([
      path,
      503,
      expect.objectContaining({ code: 'database-unavailable', detail: expect.stringContaining('being set up') }),
    ]);
  }
  const pairing = await ask(server.port, 'POST', '/api/pairings', { body: { name: 'Bench 1', role: 'viewer' } });
  expect(pairing.status).toBe(503);
  expect(server.lines.filter((line) => /errno\W+1146|doesn't exist|ER_NO_SUCH/.test(line))).toEqual([]);
  await migrating.query('DO RELEASE_LOCK(?)', [lock()]);
  await eventually('it is in place', async () => (await ask(server.port, 'GET', '/api/people')).status === 200);
});
