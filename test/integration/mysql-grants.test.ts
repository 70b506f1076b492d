import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate } from '../../src-main/mysql/migrate.ts';
import { MysqlEpochStore } from '../../src-main/mysql/mysql-epoch-store.ts';
import { MysqlLogRetention } from '../../src-main/mysql/mysql-log-retention.ts';
import { createMysqlOrderRepository } from '../../src-main/mysql/mysql-order-repository.ts';
import { MysqlReaderRegistry } from '../../src-main/mysql/mysql-reader-registry.ts';
import { runPreflight } from '../../src-main/mysql/preflight.ts';
import { createBaseSchema, fillOrders, OUR_TRIGGERS, triggerNames } from '../support/base-schema.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { migrateOptions, openDatabase } from '../support/sql.ts';

let server: TestDatabase;
let setupUser: string;
let runtimeUser: string;
let trust: string;

beforeEach(async () => {
  server = await createTestDatabase({ create: false });
  const suffix = randomBytes(4).toString('hex');
  setupUser = `od_setup_${suffix}`;
  runtimeUser = `od_run_${suffix}`;
  await runFile('setup-user', 'orderdeck_setup', setupUser);
  await runFile('runtime-user', 'orderdeck', runtimeUser);
  const [row] = await server.query<{ v: number }>('SELECT @@GLOBAL.log_bin_trust_function_creators AS v');
  trust = String(row?.v ?? 0);
});
afterEach(async () => {
  await server.query(`SET GLOBAL log_bin_trust_function_creators = ${trust}`);
  for (const user of [setupUser, runtimeUser]) await server.query(`DROP USER '${user}'@'%'`);
  await server.drop();
});

/** Runs a file of `sql/grants` for users and a database of this test's own. */
async function runFile(name: string, user: string, ours: string): Promise<void> {
  const text = readFileSync(`sql/grants/${name}.sql`, 'utf8')
    .replaceAll(`'${user}'`, `'${ours}'`)
    .replaceAll('realtime\\_orders', server.name.replaceAll('_', '\\_'));
  await server.query(text);
}

const settings = () => ({
  DB_USER: runtimeUser,
  DB_PASSWORD: 'change-me',
  DB_SETUP_USER: setupUser,
  DB_SETUP_PASSWORD: 'change-me',
});
const trustFunctionCreators = (on: 0 | 1) => server.query(`SET GLOBAL log_bin_trust_function_creators = ${on}`);

test('[SQL-50] the setup user needs no more than its file grants, the program no more than the other', async () => {
  await trustFunctionCreators(1);
  const options = migrateOptions(server, settings());
  expect((await migrate(options)).databaseCreated).toBe(true);
  await server.query(`USE \`${server.name}\``);
  expect(await triggerNames(server)).toEqual(OUR_TRIGGERS);

  // With the schema in place the setup user is not needed at all.
  const asRuntimeUser = { ...settings(), DB_SETUP_USER: '', DB_SETUP_PASSWORD: '' };
  expect((await migrate(migrateOptions(server, asRuntimeUser))).applied).toEqual([]);

  const database = openDatabase(server, { user: runtimeUser, password: 'change-me' });
  try {
    const orders = createMysqlOrderRepository(database);
    const created = await orders.create({ customer_name: 'Ada', product_name: 'Laptop' }, 'tester');
    await orders.update({ id: created.id, expectedVersion: 1 }, { status: 'shipped' }, 'tester');
    await orders.setStatus([{ id: created.id }], 'delivered', 'tester');
    expect((await orders.history(created.id, 10)).changes.map(({ actor }) => actor)).toEqual(Array(3).fill('tester'));
    await orders.delete({ id: created.id }, 'tester');
    const epochs = new MysqlEpochStore(database);
    await epochs.rotate((await epochs.read()).epoch);
    const registry = new MysqlReaderRegistry(database, 60_000);
    await registry.heartbeat('reader', 'test', { head: 1, gaps: [] });
    await registry.leave('reader');
    const retention = new MysqlLogRetention(database, 90);
    await retention.markProcessed(10, 10);
    await retention.deleteBelow(2, 10);
    const findings = await runPreflight(database, options.config);
    // MariaDB shows the names of triggers to everybody, MySQL nothing.
    expect(findings.map(({ code, severity }) => ({ code, severity }))).toEqual(
      server.isMariaDb ? [] : [{ code: 'trigger-unchecked', severity: 'info' }],
    );
    await server.query('DROP TRIGGER orderdeck_1_after_update');
    const codes = (await runPreflight(database, options.config)).map(({ code }) => code);
    expect(codes).toEqual([server.isMariaDb ? 'trigger-missing' : 'trigger-unchecked']);
  } finally {
    await database.end();
  }
});

test('[SQL-51] the setup user upgrades a database of an earlier version that somebody else made', async () => {
  await trustFunctionCreators(1);
  await server.query(`CREATE DATABASE \`${server.name}\``);
  await server.query(`USE \`${server.name}\``);
  await createBaseSchema(server, 'latin1');
  await fillOrders(server, 10);
  const report = await migrate(migrateOptions(server, settings()));
  expect(report.droppedTriggers).toHaveLength(3);
  expect(await triggerNames(server)).toEqual(OUR_TRIGGERS);
});

test('[SQL-52] without the rights the start says who lacks them and which statement gives them', async () => {
  const asRuntimeUser = { ...settings(), DB_SETUP_USER: '' };
  await expect(migrate(migrateOptions(server, asRuntimeUser))).rejects.toMatchObject({
    name: 'MigrationError',
    message: expect.stringContaining(`user ${runtimeUser} may not create them`),
    finding: { code: 'setup-right', repair: expect.stringMatching(/^GRANT CREATE, ALTER, INDEX, TRIGGER, /) },
  });
  await expect(migrate(migrateOptions(server, { ...settings(), DB_SETUP_PASSWORD: 'wrong' }))).rejects.toMatchObject({
    errno: 1045,
  });
});

test('[SQL-53] a server with a binary log that trusts no one is named, with the statement that helps', async (context) => {
  const [row] = await server.query<{ v: number }>('SELECT @@GLOBAL.log_bin AS v');
  if (row?.v !== 1) return context.skip('this server writes no binary log');
  await trustFunctionCreators(0);
  await expect(migrate(migrateOptions(server, settings()))).rejects.toMatchObject({
    name: 'MigrationError',
    finding: { code: 'trigger-binlog', repair: 'SET GLOBAL log_bin_trust_function_creators = 1' },
  });
  await trustFunctionCreators(1);
  expect((await migrate(migrateOptions(server, settings()))).applied).toEqual([
    '0003_triggers',
    '0004_checkpoint',
    '0005_order_history',
    '0006_batches',
    '0007_access',
    '0008_large_tables',
  ]);
});
