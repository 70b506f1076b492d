import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadSampleData } from '../../src-main/mysql/load-sample-data.ts';
import { migrate } from '../../src-main/mysql/migrate.ts';
import { loadMigrations } from '../../src-main/mysql/migration-files.ts';
import { openConnection } from '../../src-main/mysql/mysql-connection.ts';
import type { Migration } from '../../src-main/mysql/parse-migration.ts';
import { createBaseSchema, fillOrders, OUR_TRIGGERS, triggerNames } from '../support/base-schema.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { recordingLogger } from '../support/recording-logger.ts';
import { migrateOptions, openDatabase } from '../support/sql.ts';

let server: TestDatabase;
beforeEach(async () => {
  server = await createTestDatabase({ create: false });
});
afterEach(() => server.drop());

const migrations = loadMigrations();
const NAMES = migrations.map(({ name }) => name);

/** Everything information_schema knows of the schema, without what depends on when it was made. */
async function schemaOf(database: TestDatabase): Promise<unknown> {
  const columns = await database.query(
    `SELECT TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLUMN_DEFAULT, EXTRA, COLLATION_NAME
     FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? ORDER BY 1, ORDINAL_POSITION`,
    [database.name],
  );
  const indexes = await database.query(
    `SELECT TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX, COLUMN_NAME FROM information_schema.STATISTICS
     WHERE TABLE_SCHEMA = ? ORDER BY 1, 2, 3`,
    [database.name],
  );
  const triggers = await database.query(
    `SELECT TRIGGER_NAME, EVENT_MANIPULATION, ACTION_TIMING, ACTION_STATEMENT, SQL_MODE
     FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = ? ORDER BY 1`,
    [database.name],
  );
  return { columns, indexes, triggers };
}

test('[SQL-10] creates the database and its schema; a second run finds nothing to do', async () => {
  const first = await migrate(migrateOptions(server));
  expect(first).toEqual({ databaseCreated: true, applied: NAMES, droppedTriggers: [], changed: [] });
  await server.query(`USE \`${server.name}\``);
  expect(await triggerNames(server)).toEqual(OUR_TRIGGERS);
  const meta = await server.query<{ name: string; value: string }>('SELECT name, value FROM orderdeck_meta');
  const values = Object.fromEntries(meta.map(({ name, value }) => [name, value]));
  expect(values).toEqual({
    epoch: expect.stringMatching(/^[0-9a-f]{16}$/),
    token_secret: expect.stringMatching(/^[0-9a-f]{64}$/),
    checkpoint: '',
    cleaned_below: '0',
    access_generation: '0',
    archived_below: '0',
  });
  const before = await schemaOf(server);
  expect(await migrate(migrateOptions(server))).toEqual({
    databaseCreated: false,
    applied: [],
    droppedTriggers: [],
    changed: [],
  });
  expect(await schemaOf(server)).toEqual(before);
  expect(await server.query('SELECT name, value FROM orderdeck_meta')).toEqual(meta);
});

test('[SQL-11] of two servers that start at once one migrates, the other waits and finds it done', async () => {
  const reports = await Promise.all([1, 2, 3].map(() => migrate(migrateOptions(server))));
  const applied = reports.map((report) => report.applied.length).sort();
  expect(applied).toEqual([0, 0, NAMES.length]);
});

test('[SQL-12] stopped after any statement, the next start ends with the very same schema', async () => {
  await migrate(migrateOptions(server));
  const wanted = await schemaOf(server);
  const total = migrations.reduce((sum, { statements }) => sum + statements.length, 0);
  for (let stopAfter = 1; stopAfter < total; stopAfter++) {
    await server.query(`DROP DATABASE \`${server.name}\``);
    await server.query(`CREATE DATABASE \`${server.name}\` CHARACTER SET utf8mb4`);
    await server.query(`USE \`${server.name}\``);
    await runPrefix(stopAfter);
    await migrate(migrateOptions(server));
    expect(await schemaOf(server), `stopped after statement ${stopAfter}`).toEqual(wanted);
  }
});

async function runPrefix(count: number): Promise<void> {
  const { DB_HOST, DB_PORT, DB_USER, DB_PASSWORD } = server.env;
  const connection = await openConnection(
    {
      host: DB_HOST,
      port: Number(DB_PORT),
      user: DB_USER,
      password: DB_PASSWORD,
      database: server.name,
      tls: { mode: 'off', caFile: '' },
      connectTimeoutMs: 5_000,
      logger: recordingLogger(),
      sqlDebug: false,
    },
    { isolation: null, timeoutMs: null },
  );
  const statements = migrations.flatMap((migration) => migration.statements).slice(0, count);
  for (const { sql } of statements) await connection.execute(sql);
  await connection.close();
}

test('[SQL-13] statements already done are not done again, and nothing of an existing database is replaced', async () => {
  await server.query(`CREATE DATABASE \`${server.name}\``);
  await server.query(`USE \`${server.name}\``);
  await createBaseSchema(server);
  await fillOrders(server, 3);
  await migrate(migrateOptions(server));
  const [secret] = await server.query("SELECT value FROM orderdeck_meta WHERE name = 'token_secret'");
  await server.query('DELETE FROM orderdeck_migrations');
  const report = await migrate(migrateOptions(server));
  expect(report.applied).toEqual(NAMES);
  expect(await server.query("SELECT value FROM orderdeck_meta WHERE name = 'token_secret'")).toEqual([secret]);
  expect(await server.query('SELECT COUNT(*) AS n FROM orders')).toEqual([{ n: 3 }]);
  expect(await triggerNames(server)).toEqual(OUR_TRIGGERS);
});

test('[SQL-14] refuses a database that a newer version has upgraded, and changes nothing in it', async () => {
  const newer: Migration = {
    name: '9999_from_the_future',
    checksum: 'x',
    statements: [
      {
        sql: "INSERT INTO orderdeck_migrations (name) VALUES ('9999_from_the_future')",
        unless: [],
        allow: [],
        dropOtherLogTriggers: null,
      },
    ],
  };
  await migrate({ ...migrateOptions(server), migrations: [...migrations, newer] });
  await expect(migrate(migrateOptions(server))).rejects.toMatchObject({
    name: 'MigrationError',
    message: expect.stringMatching(/upgraded by a newer version .*9999_from_the_future/),
    finding: { code: 'schema-newer', severity: 'error' },
  });
});

test('[SQL-15] names migrations that were applied with another text', async () => {
  await migrate(migrateOptions(server));
  await server.query(`UPDATE \`${server.name}\`.orderdeck_migrations SET checksum = 'x' WHERE name = '${NAMES[1]}'`);
  expect((await migrate(migrateOptions(server))).changed).toEqual([NAMES[1]]);
});

test('[SQL-16] an administrator can run the files by hand; the program then finds nothing to do', async () => {
  await server.query(`CREATE DATABASE \`${server.name}\``);
  const administrator = await server.connect();
  const directory = resolve('sql/migrations');
  for (const file of readdirSync(directory).sort()) {
    for (const part of withoutDelimiters(readFileSync(resolve(directory, file), 'utf8'))) {
      await administrator.query(part);
    }
  }
  const report = await migrate(migrateOptions(server));
  expect(report).toEqual({ databaseCreated: false, applied: [], droppedTriggers: [], changed: [] });
  await server.query(`USE \`${server.name}\``);
  const byHand = await schemaOf(server);
  await server.query(`DROP DATABASE \`${server.name}\``);
  await migrate(migrateOptions(server));
  await server.query(`USE \`${server.name}\``);
  expect(byHand).toEqual(await schemaOf(server));
});

/** What the `mysql` client sends: the text cut at the delimiter, comments and all. */
function withoutDelimiters(text: string): string[] {
  const [before = '', inside = '', after = ''] = text.split(/^DELIMITER .*$/m);
  return [before, ...inside.split('//'), after].filter((part) => part.replace(/^--.*$/gm, '').trim() !== '');
}

test('[SQL-17] sample orders come into an empty new database only, and once', async () => {
  await migrate(migrateOptions(server));
  const database = openDatabase(server);
  try {
    const added = await Promise.all([loadSampleData(database), loadSampleData(database)]);
    expect(added.sort()).toEqual([0, 3]);
    expect(await database.query('SELECT product_name AS p, status AS s FROM orders ORDER BY id')).toEqual([
      { p: 'Laptop', s: 'pending' },
      { p: 'Phone', s: 'pending' },
      { p: 'Tablet', s: 'shipped' },
    ]);
    await database.execute('DELETE FROM orders');
    expect(await loadSampleData(database)).toBe(0);
  } finally {
    await database.end();
  }
});
