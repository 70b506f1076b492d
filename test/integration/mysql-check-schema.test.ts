import { escape as quoted } from 'mysql2';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { checkDatabase } from '../../src-main/mysql/check-database.ts';
import { lockName } from '../../src-main/mysql/lock-name.ts';
import { migrate } from '../../src-main/mysql/migrate.ts';
import { loadMigrations } from '../../src-main/mysql/migration-files.ts';
import { prepareDatabase } from '../../src-main/mysql/prepare-database.ts';
import type { DatabaseCandidate } from '../../src-shared/database-check.ts';
import { createBaseSchema, fillOrders, OUR_TRIGGERS, triggerNames } from '../support/base-schema.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { candidateFor, checkDeps, statesOf, stepOf } from '../support/database-check.ts';
import { type OwnDatabaseServer, startOwnDatabaseServer } from '../support/private-database.ts';
import { migrateOptions } from '../support/sql.ts';

// A server of its own: users, and settings of the whole server, which other tests would trip over.
let own: OwnDatabaseServer;
let server: TestDatabase;

beforeAll(async () => {
  own = await startOwnDatabaseServer(['--log-bin=changes', '--server-id=1']);
}, 120_000);
afterAll(() => own?.remove());
beforeEach(async () => {
  server = await createTestDatabase({ url: own.url });
});
afterEach(async () => {
  await server.query("DROP USER IF EXISTS 'ada'@'%', 'builder'@'%'");
  await server.drop();
});

const RUNTIME = 'SELECT, INSERT, UPDATE, DELETE';
const SETUP = 'CREATE, ALTER, INDEX, TRIGGER, SELECT, INSERT, UPDATE';
const ALL_OK = 'ok ok ok ok ok ok ok';
const ada = { user: 'ada', password: 'secret' } as const;
const builder = { setupUser: 'builder', setupPassword: 'secret' } as const;

const check = (typed: Partial<DatabaseCandidate> = {}) => checkDatabase(candidateFor(server, typed), checkDeps());
const prepare = (typed: Partial<DatabaseCandidate> = {}) => prepareDatabase(candidateFor(server, typed), checkDeps());

async function createUser(name: string, rights: string): Promise<void> {
  await server.query(`CREATE USER '${name}'@'%' IDENTIFIED BY 'secret'`);
  if (rights !== '')
    await server.query(`GRANT ${rights} ON \`${server.name.replaceAll('_', '\\_')}\`.* TO '${name}'@'%'`);
}

/** Everything a look might change by mistake. */
async function pictureOf(): Promise<unknown> {
  const tables = await server.query<{ TABLE_NAME: string }>(
    'SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? ORDER BY 1',
    [server.name],
  );
  const names = tables.map(({ TABLE_NAME }) => TABLE_NAME);
  const made = await Promise.all(names.map((name) => server.query(`SHOW CREATE TABLE ${name}`)));
  const sums = await Promise.all(names.map((name) => server.query(`CHECKSUM TABLE ${name}`)));
  return { made, sums, triggers: await triggerNames(server) };
}

test('[CHECK-20] a database with the schema of this version can be used as it is', async () => {
  await migrate(migrateOptions(server));
  await fillOrders(server, 3);
  const found = await check();
  expect(found).toMatchObject({ server: own.name, next: 'use', orders: 3 });
  expect(statesOf(found)).toBe(ALL_OK);
});

test('[CHECK-21] a database that is missing can be created by who may, and the look alone creates nothing', async () => {
  await server.query(`DROP DATABASE \`${server.name}\``);
  const found = await check();
  expect(found).toMatchObject({ next: 'create-schema', orders: null });
  expect(stepOf(found, 'database')).toMatchObject({
    state: 'warning',
    repair: expect.stringContaining('CREATE DATABASE'),
  });
  expect(await server.query(`SHOW DATABASES LIKE '${server.name}'`)).toEqual([]);
  expect(await prepare()).toMatchObject({ next: 'use', orders: 0 });
  await server.query(`USE \`${server.name}\``);
});

test.each([
  ['any right in it', ''],
  ['the right to create it', RUNTIME],
])(
  '[CHECK-22] a database that is missing, for a user without %s, comes with the statements for an administrator',
  async (_what, rights) => {
    await server.query(`DROP DATABASE \`${server.name}\``);
    await createUser('ada', rights);
    const found = await check(ada);
    expect(statesOf(found)).toBe('ok ok ok ok failed skipped skipped');
    const { repair, field } = stepOf(found, 'database');
    expect([found.next, field]).toEqual(['fix', 'name']);
    await server.query(`${repair} SET GLOBAL log_bin_trust_function_creators = 1; USE \`${server.name}\``);
    expect(await check(ada)).toMatchObject({ next: 'create-schema' });
    expect(await prepare(ada)).toMatchObject({ next: 'use' });
  },
);

test('[CHECK-23] an empty database is filled by the setup user, for the other one to use', async () => {
  await server.query('SET GLOBAL log_bin_trust_function_creators = 1');
  await createUser('ada', RUNTIME);
  await createUser('builder', SETUP);
  const found = await check({ ...ada, ...builder });
  expect(found).toMatchObject({ next: 'create-schema', orders: null });
  expect(statesOf(found)).toBe('ok ok ok ok ok ok warning');
  const prepared = await prepare({ ...ada, ...builder });
  expect(prepared).toMatchObject({ next: 'use', orders: 0 });
  expect(statesOf(prepared)).toBe(ALL_OK);
  expect(await triggerNames(server)).toEqual(OUR_TRIGGERS);
  // From now on the setup user is not needed.
  expect(await check(ada)).toMatchObject({ next: 'use' });
});

test('[CHECK-24] rights that are missing are named for either user, and the repair gives them', async () => {
  await server.query('SET GLOBAL log_bin_trust_function_creators = 1');
  await createUser('ada', 'SELECT, INSERT');
  await createUser('builder', 'CREATE, SELECT');
  const found = await check({ ...ada, ...builder });
  expect(statesOf(found)).toBe('ok ok ok ok ok failed skipped');
  const rights = stepOf(found, 'rights');
  expect(rights.message).toMatch(
    /User ada lacks UPDATE, DELETE.*User builder lacks ALTER, INDEX, TRIGGER, INSERT, UPDATE/,
  );
  await server.query(rights.repair ?? '');
  expect(await check({ ...ada, ...builder })).toMatchObject({ next: 'create-schema' });
  expect(await prepare({ ...ada, ...builder })).toMatchObject({ next: 'use' });
});

test('[CHECK-25] rights that the program lacks at run time are named, and the repair gives them', async () => {
  await migrate(migrateOptions(server));
  await createUser('ada', 'SELECT, INSERT');
  const rights = stepOf(await check(ada), 'rights');
  expect(rights).toMatchObject({
    state: 'failed',
    field: 'user',
    message: expect.stringContaining('lacks UPDATE, DELETE on table orders'),
  });
  await server.query(rights.repair ?? '');
  expect(await check(ada)).toMatchObject({ next: 'use' });
});

test('[CHECK-26] where only an administrator may create triggers, the setting that helps is named', async () => {
  await server.query('SET GLOBAL log_bin_trust_function_creators = 0');
  await createUser('ada', `${SETUP}, DELETE`);
  const rights = stepOf(await check(ada), 'rights');
  expect(rights).toMatchObject({
    state: 'failed',
    message: expect.stringContaining('only an administrator create triggers'),
  });
  expect(await check()).toMatchObject({ next: 'create-schema' });
  await server.query(rights.repair ?? '');
  expect(await prepare(ada)).toMatchObject({ next: 'use' });
});

test('[CHECK-27] a database of an earlier version can be upgraded, and the look changes nothing in it', async () => {
  await createBaseSchema(server);
  await fillOrders(server, 5);
  const before = await pictureOf();
  const found = await check();
  expect(found).toMatchObject({ next: 'upgrade-schema', orders: 5 });
  expect(stepOf(found, 'schema')).toMatchObject({
    state: 'warning',
    message: expect.stringContaining('earlier version'),
  });
  expect(await pictureOf()).toEqual(before);
  expect(await prepare()).toMatchObject({ next: 'use', orders: 5 });
  await server.query("DELETE FROM orderdeck_migrations WHERE name = '0004_checkpoint'");
  const half = await check();
  expect(half).toMatchObject({ next: 'upgrade-schema' });
  expect(stepOf(half, 'schema').message).toContain('to do: 0004_checkpoint');
  expect(await prepare()).toMatchObject({ next: 'use' });
});

test('[CHECK-28] a database of a newer version is left alone', async () => {
  await migrate(migrateOptions(server));
  await server.query("INSERT INTO orderdeck_migrations (name) VALUES ('9999_future')");
  const before = await pictureOf();
  const found = await prepare();
  expect(found.next).toBe('fix');
  expect(stepOf(found, 'schema').message).toMatch(/newer version of this program \(9999_future\)/);
  expect(await pictureOf()).toEqual(before);
});

test('[CHECK-29] a table orders of somebody else is not touched, nor is a database of the server', async () => {
  await server.query('CREATE TABLE orders (id INT PRIMARY KEY, customer_name TEXT, total DECIMAL(10, 2))');
  const before = await pictureOf();
  const found = await prepare();
  expect(found.next).toBe('fix');
  expect(stepOf(found, 'schema')).toMatchObject({
    message: expect.stringContaining('lacks product_name, status, updated_at'),
    field: 'name',
  });
  expect(await pictureOf()).toEqual(before);
  expect(stepOf(await check({ name: 'mysql' }), 'database')).toMatchObject({ state: 'failed', field: 'name' });
});

test('[CHECK-30] what would make the program wrong or silent fails the step it belongs to, with its repair', async () => {
  await migrate(migrateOptions(server));
  await server.query('DROP TRIGGER orderdeck_1_after_update; ALTER TABLE orders DROP INDEX orderdeck_status_id');
  const schema = stepOf(await check(), 'schema');
  expect(schema).toMatchObject({
    state: 'failed',
    message: expect.stringMatching(/Trigger orderdeck_1_after_update.*missing.*no index/),
  });
  expect(schema.repair).toMatch(/DELIMITER.*CREATE TRIGGER orderdeck_1_after_update.*ADD INDEX orderdeck_status_id/s);
  await server.query(
    loadMigrations()
      .flatMap(({ statements }) => statements)
      .find(({ sql }) => sql.includes('orderdeck_1_after_update'))?.sql ?? '',
  );
  const slow = await check();
  expect(slow.next).toBe('use');
  expect(stepOf(slow, 'schema')).toMatchObject({ state: 'warning', repair: expect.stringContaining('ADD INDEX') });
  await server.query('SET GLOBAL read_only = ON');
  try {
    const version = stepOf(await check(), 'version');
    expect(version).toMatchObject({ state: 'failed', message: expect.stringContaining('read-only') });
    await server.query(version.repair ?? '');
    expect(stepOf(await check(), 'version').state).toBe('ok');
  } finally {
    await server.query('SET GLOBAL read_only = OFF');
  }
});

test('[CHECK-31] orders are counted one by one, and estimated where they are many', async () => {
  await createBaseSchema(server);
  await server.query('DROP TRIGGER order_insert_trigger');
  await fillOrders(server, 1_000);
  await server.query('ANALYZE TABLE orders');
  await server.query('DELETE FROM orders WHERE id > 970');
  expect((await check()).orders).toBe(970);
  const double =
    'INSERT INTO orders (customer_name, product_name) SELECT a.customer_name, a.product_name FROM orders a';
  await server.query(`${double} CROSS JOIN (SELECT id FROM orders LIMIT 150) b`);
  const { orders } = await check();
  expect(orders).toBeGreaterThan(100_000);
  expect(orders).toBeLessThan(200_000);
});

test('[CHECK-32] what stops the preparation is told at the schema, and the next one goes on from there', async () => {
  await createBaseSchema(server);
  await fillOrders(server, 1);
  await server.query('CREATE TABLE orderdeck_meta (name INT PRIMARY KEY)');
  const found = await prepare();
  expect(found).toMatchObject({ next: 'fix', orders: 1 });
  expect(stepOf(found, 'schema')).toMatchObject({
    state: 'failed',
    message: expect.stringMatching(/could not be brought up to date.*lacks a column.*Nothing is lost/),
  });
  await server.query('DROP TABLE orderdeck_meta');
  expect(await prepare()).toMatchObject({ next: 'use', orders: 1 });
});

test('[CHECK-33] rights that come through a role count', async () => {
  await server.query('SET GLOBAL log_bin_trust_function_creators = 1');
  await createUser('ada', '');
  const role = `od_role_${server.name.slice(-10)}`;
  await server.query(`CREATE ROLE ${role}`);
  try {
    const database = server.name.replaceAll('_', '\\_');
    await server.query(`GRANT ${SETUP}, DELETE ON \`${database}\`.* TO ${role}; GRANT ${role} TO 'ada'@'%'`);
    await server.query(`SET DEFAULT ROLE ${role} ${server.isMariaDb ? 'FOR' : 'TO'} 'ada'@'%'`);
    expect(await check(ada)).toMatchObject({ next: 'create-schema' });
    expect(await prepare(ada)).toMatchObject({ next: 'use' });
  } finally {
    await server.query(`DROP ROLE ${role}`);
  }
});

test('[CHECK-34] who is upgrading it at the moment is told, not waited for', async () => {
  await createBaseSchema(server);
  await fillOrders(server, 2);
  const other = await server.connect();
  await other.query('SELECT GET_LOCK(?, 0)', [lockName('migrate', server.name)]);
  const found = await prepareDatabase(candidateFor(server), checkDeps({ timeoutMs: 2_000 }));
  expect(found).toMatchObject({ next: 'fix', orders: 2 });
  expect(stepOf(found, 'schema').message).toMatch(
    /Another program is changing the tables.* Wait until it has finished/,
  );
  await other.query('SELECT RELEASE_LOCK(?)', [lockName('migrate', server.name)]);
  expect(await prepare()).toMatchObject({ next: 'use', orders: 2 });
});

test('[CHECK-35] accounts with a quote in their name are repaired too', async () => {
  await migrate(migrateOptions(server));
  const name = "o'brien`%_";
  const account = `${quoted(name)}@'%'`;
  await server.query(`CREATE USER ${account} IDENTIFIED BY 'secret'`);
  try {
    const typed = { user: name, password: 'secret' };
    await server.query(stepOf(await check(typed), 'database').repair ?? '');
    expect(await check(typed)).toMatchObject({ next: 'use' });
    await server.query(`REVOKE ALL PRIVILEGES, GRANT OPTION FROM ${account}`);
    await server.query(`GRANT SELECT, INSERT ON \`${server.name.replaceAll('_', '\\_')}\`.* TO ${account}`);
    await server.query(stepOf(await check(typed), 'rights').repair ?? '');
    expect(await check(typed)).toMatchObject({ next: 'use' });
  } finally {
    await server.query(`DROP USER ${account}`);
  }
});
