import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate } from '../../src-main/mysql/migrate.ts';
import type { Database } from '../../src-main/mysql/pool.ts';
import { runPreflight } from '../../src-main/mysql/preflight.ts';
import type { Finding } from '../../src-shared/rest-api.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { migrateOptions, openDatabase } from '../support/sql.ts';

let server: TestDatabase;
let database: Database;
beforeEach(async () => {
  server = await createTestDatabase();
  await migrate(migrateOptions(server));
  // One connection, so that a test can put the session of the preflight into a state.
  database = openDatabase(server, { connectionLimit: 1 });
});
afterEach(async () => {
  await database.end();
  await server.drop();
});

const preflight = () => runPreflight(database, migrateOptions(server).config);
const codes = (findings: readonly Finding[]) => findings.map(({ code }) => code);

/** Carries out a repair as an administrator would in the `mysql` client. */
async function carryOut(repair: string | null): Promise<void> {
  expect(repair).not.toBeNull();
  const connection = await server.connect();
  const [before = '', body, after = ''] = (repair ?? '').split(/^DELIMITER .*$/m);
  for (const part of [before, ...(body === undefined ? [] : body.split('//')), after]) {
    if (part.trim() !== '') await connection.query(part);
  }
}

test('[SQL-60] finds nothing wrong with a fresh schema', async () => {
  expect(await preflight()).toEqual([]);
});

const BREAKAGES: [what: string, statement: string, code: string][] = [
  ['a dropped trigger', 'DROP TRIGGER orderdeck_1_after_delete', 'trigger-missing'],
  [
    'a changed trigger',
    'DROP TRIGGER orderdeck_1_before_update; CREATE TRIGGER orderdeck_1_before_update BEFORE UPDATE ON orders FOR EACH ROW SET NEW.version = 1',
    'trigger-changed',
  ],
  [
    'a second trigger that writes the log',
    "CREATE TRIGGER mine AFTER DELETE ON orders FOR EACH ROW INSERT INTO order_changes (order_id, operation_type) VALUES (OLD.id, 'DELETE')",
    'trigger-duplicate',
  ],
  ['a missing index', 'ALTER TABLE orders DROP INDEX orderdeck_status_id', 'index-missing'],
  ['a missing column of ours', 'ALTER TABLE order_changes DROP COLUMN actor', 'column-missing'],
  ['a missing column of the base', 'ALTER TABLE order_changes DROP COLUMN changed_at', 'column-missing'],
  ['a time that knows no zone', 'ALTER TABLE orders MODIFY created_at DATETIME', 'column-type'],
  ['a narrow id', 'ALTER TABLE order_changes MODIFY id INT NOT NULL AUTO_INCREMENT', 'column-type'],
  ['another status', "ALTER TABLE orders MODIFY status ENUM('pending','shipped','delivered','lost')", 'column-type'],
  ['a missing table', 'DROP TABLE orderdeck_readers', 'table-missing'],
  ['an engine without transactions', 'ALTER TABLE order_changes ENGINE=MyISAM', 'engine'],
  [
    'a narrow character set',
    'ALTER TABLE orders MODIFY customer_name VARCHAR(255) CHARACTER SET latin1 NOT NULL',
    'charset',
  ],
];

test.each(BREAKAGES)('[SQL-61] names %s, and its repair repairs it', async (_what, statement, code) => {
  await server.query(statement);
  const findings = await preflight();
  const found = findings.find((finding) => finding.code === code);
  expect(codes(findings)).toContain(code);
  expect(found?.message).toMatch(/^[A-Z].*\.$/);
  await carryOut(found?.repair ?? null);
  const rest = await preflight();
  // A narrower id had its column repaired in one statement; nothing else may have been touched.
  expect(codes(rest)).toEqual([]);
});

test('[SQL-62] names ids that browsers cannot hold', async () => {
  await server.query("INSERT INTO orders (id, customer_name, product_name) VALUES (9007199254740993, 'a', 'b')");
  const [finding] = await preflight();
  expect(finding).toMatchObject({ code: 'id-unrepresentable', severity: 'warning' });
  expect(await server.query(finding?.repair ?? '')).toHaveLength(1);
});

test('[SQL-63] names a session that is not in UTC, as a proxy in between may leave it', async () => {
  await database.execute("SET time_zone = '+05:00'");
  expect(await preflight()).toMatchObject([{ code: 'time-zone', severity: 'error' }]);
});

test('[SQL-64] names a clock that is off by more than five seconds, and which way', async () => {
  const nowSeconds = Date.now() / 1000;
  await database.execute('SET timestamp = ?', [nowSeconds - 60]);
  expect(await preflight()).toMatchObject([
    { code: 'clock-offset', message: expect.stringMatching(/(59|60|61) s behind/) },
  ]);
  await database.execute('SET timestamp = ?', [nowSeconds + 3]);
  expect(await preflight()).toEqual([]);
});

test('[SQL-65] names a binary log in STATEMENT format', async (context) => {
  const [row] = await server.query<{ v: number }>('SELECT @@GLOBAL.log_bin AS v');
  if (row?.v !== 1) return context.skip('this server writes no binary log');
  await database.execute("SET SESSION binlog_format = 'STATEMENT'");
  expect(await preflight()).toMatchObject([{ code: 'binlog-statement', severity: 'warning' }]);
});

test('[SQL-66] names the run-time rights that are missing, and its repair gives them', async () => {
  const user = `${server.name}_ro`.slice(-30);
  await server.query(`CREATE USER '${user}'@'%' IDENTIFIED BY 'secret'`);
  try {
    await server.query(`GRANT SELECT, TRIGGER ON \`${server.name}\`.* TO '${user}'@'%'`);
    const limited = openDatabase(server, { user, password: 'secret' });
    const findings = await runPreflight(limited, migrateOptions(server, { DB_USER: user }).config);
    expect(findings.map(({ message }) => message)).toEqual([
      `User ${user} lacks INSERT, UPDATE, DELETE on table orders.`,
      `User ${user} lacks UPDATE, DELETE on table order_changes.`,
      `User ${user} lacks INSERT, DELETE on table order_history.`,
      `User ${user} lacks UPDATE on table orderdeck_meta.`,
      `User ${user} lacks INSERT, UPDATE, DELETE on table orderdeck_readers.`,
      `User ${user} lacks INSERT, UPDATE, DELETE on table orderdeck_batches.`,
      ...['people', 'devices', 'sessions', 'pairings'].map(
        (name) => `User ${user} lacks INSERT, UPDATE, DELETE on table orderdeck_${name}.`,
      ),
      `User ${user} lacks INSERT, DELETE on table orderdeck_audit.`,
    ]);
    for (const { repair } of findings) await carryOut(repair);
    expect(await runPreflight(limited, migrateOptions(server).config)).toEqual([]);
    await limited.end();
  } finally {
    await server.query(`DROP USER '${user}'@'%'`);
  }
});

test('[SQL-67] on an empty database it names every missing table and does not fail', async () => {
  const empty = await createTestDatabase();
  const there = openDatabase(empty);
  try {
    const findings = await runPreflight(there, migrateOptions(empty).config);
    const missing = findings.filter(({ code }) => code === 'table-missing').map(({ message }) => message);
    expect(missing).toEqual(
      [
        'orderdeck_migrations',
        'orders',
        'order_changes',
        'orderdeck_meta',
        'orderdeck_readers',
        'order_history',
        'orderdeck_batches',
        'orderdeck_people',
        'orderdeck_devices',
        'orderdeck_sessions',
        'orderdeck_pairings',
        'orderdeck_audit',
      ].map((table) => `Table ${table} is missing.`),
    );
  } finally {
    await there.end();
    await empty.drop();
  }
});
