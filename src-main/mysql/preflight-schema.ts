import type { Finding } from '../../src-shared/rest-api.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import { REPRESENTABLE } from './order-row.ts';
import type { Migration, SchemaCondition } from './parse-migration.ts';
import { conditionHolds } from './schema-condition.ts';
import { firstMissing } from './statement-done.ts';

/** Tables, columns and indexes: what the migrations make, and what the base's own tables must have. */
export async function checkSchema(
  connection: DatabaseConnection,
  migrations: readonly Migration[],
): Promise<Finding[]> {
  const steps = await checkSteps(connection, migrations);
  const findings = [...steps, ...(await checkTables(connection)), ...(await checkColumns(connection))];
  if (findings.some(({ code }) => code === 'table-missing' || code === 'column-missing')) return findings;
  return [...findings, ...(await checkIds(connection))];
}

/** Each statement of the migrations knows by itself whether it is still to be done. */
async function checkSteps(connection: DatabaseConnection, migrations: readonly Migration[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { sql, unless } of migrations.flatMap(({ statements }) => statements)) {
    if (unless.some((line) => line.some(({ kind }) => kind === 'trigger'))) continue;
    const missing = await firstMissing(connection, unless);
    if (missing !== null) findings.push({ ...describe(missing), repair: sql });
  }
  return findings;
}

function describe(missing: SchemaCondition): Omit<Finding, 'repair'> {
  const { table } = missing;
  switch (missing.kind) {
    case 'table':
      return { code: 'table-missing', severity: 'error', message: `Table ${table} is missing.` };
    case 'column':
      return { code: 'column-missing', severity: 'error', message: `Column ${missing.column} of ${table} is missing.` };
    case 'type':
      return {
        code: 'column-type',
        severity: 'warning',
        message: `Column ${missing.column} of ${table} should be of type ${missing.type}.`,
      };
    case 'index':
      return {
        code: 'index-missing',
        severity: 'warning',
        message: `Table ${table} has no index on (${missing.columns.join(', ')}): lists and clean-up get slow as it grows.`,
      };
    case 'charset':
      return {
        code: 'charset',
        severity: 'warning',
        message: `Text columns of ${table} are not ${missing.charset}: some characters cannot be stored.`,
      };
    case 'referenced':
    case 'trigger':
      return { code: 'schema', severity: 'warning', message: `Table ${table} is not as this program needs it.` };
  }
}

async function checkTables(connection: DatabaseConnection): Promise<Finding[]> {
  const rows = await connection.rows(
    `SELECT TABLE_NAME, ENGINE FROM information_schema.TABLES
     WHERE TABLE_SCHEMA = DATABASE()
       AND (TABLE_NAME IN ('orders', 'order_changes', 'order_history') OR TABLE_NAME LIKE 'orderdeck\\_%')
       AND ENGINE <> 'InnoDB' ORDER BY TABLE_NAME`,
  );
  return rows.map(([table, engine]) => ({
    code: 'engine',
    severity: 'error',
    message: `Table ${table} uses the engine ${engine}, which has no transactions: a change can be logged that never happened, or happen unlogged.`,
    repair: `ALTER TABLE ${table} ENGINE=InnoDB`,
  }));
}

/** What the base's tables must have: column to type, and the statement that makes it so. */
const BASE_COLUMNS: Readonly<Record<string, Readonly<Record<string, { is: RegExp; should: string }>>>> = {
  orders: {
    id: { is: /^(int|bigint)\S* .*auto_increment/, should: 'BIGINT NOT NULL AUTO_INCREMENT' },
    customer_name: { is: /^varchar/, should: 'VARCHAR(255) NOT NULL' },
    product_name: { is: /^varchar/, should: 'VARCHAR(255) NOT NULL' },
    status: {
      is: /^enum\('pending','shipped','delivered'\)/,
      should: "ENUM('pending', 'shipped', 'delivered') NULL DEFAULT 'pending'",
    },
    updated_at: {
      is: /^timestamp.*on update/,
      should: 'TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP',
    },
    created_at: { is: /^timestamp/, should: 'TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP' },
  },
  order_changes: {
    id: { is: /^(int|bigint)\S* .*auto_increment/, should: 'BIGINT NOT NULL AUTO_INCREMENT' },
    order_id: { is: /^(int|bigint)/, should: 'BIGINT NOT NULL' },
    operation_type: {
      is: /^enum\('INSERT','UPDATE','DELETE'\)/i,
      should: "ENUM('INSERT', 'UPDATE', 'DELETE') NOT NULL",
    },
    old_data: { is: /^(json|longtext)/, should: 'JSON NULL' },
    new_data: { is: /^(json|longtext)/, should: 'JSON NULL' },
    changed_at: { is: /^timestamp(?!.*on update)/, should: 'TIMESTAMP(6) NULL DEFAULT CURRENT_TIMESTAMP(6)' },
    processed: { is: /^tinyint/, should: 'BOOLEAN NULL DEFAULT FALSE' },
  },
};

async function checkColumns(connection: DatabaseConnection): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [table, columns] of Object.entries(BASE_COLUMNS)) {
    if (!(await conditionHolds(connection, { kind: 'table', table }))) continue;
    const rows = await connection.rows(
      "SELECT COLUMN_NAME, CONCAT(COLUMN_TYPE, ' ', EXTRA) FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?",
      [table],
    );
    const types = new Map(rows.map(([column, type]) => [String(column), String(type)]));
    for (const [column, { is, should }] of Object.entries(columns)) {
      const type = types.get(column);
      if (type === undefined) {
        const message = `Column ${column} of ${table} is missing.`;
        const repair = `ALTER TABLE ${table} ADD COLUMN ${column} ${should}`;
        findings.push({ code: 'column-missing', severity: 'error', message, repair });
      } else if (!is.test(type)) {
        const message = `Column ${column} of ${table} is ${type.trim()}, which this program does not handle correctly.`;
        const repair = `ALTER TABLE ${table} MODIFY ${column} ${should}`;
        findings.push({ code: 'column-type', severity: 'error', message, repair });
      }
    }
  }
  return findings;
}

async function checkIds(connection: DatabaseConnection): Promise<Finding[]> {
  const findings: Finding[] = [];
  const [beyond] = await connection.rows(
    `SELECT EXISTS (SELECT 1 FROM orders WHERE id < 1) OR EXISTS (SELECT 1 FROM orders WHERE id > ${Number.MAX_SAFE_INTEGER})`,
  );
  if (Number(beyond?.[0]) === 1) {
    findings.push({
      code: 'id-unrepresentable',
      severity: 'warning',
      message:
        'Some orders have ids below 1 or beyond 9007199254740991. Browsers cannot hold these, so they are not shown.',
      repair: `SELECT * FROM orders WHERE NOT (${REPRESENTABLE})`,
    });
  }
  const isBigint = await conditionHolds(connection, { kind: 'type', table: 'orders', column: 'id', type: 'bigint' });
  if (!isBigint && (await conditionHolds(connection, { kind: 'referenced', table: 'orders', column: 'id' }))) {
    findings.push({
      code: 'id-int',
      severity: 'info',
      message:
        'Column id of orders stays INT, since foreign keys of other tables point at it. It ends at 2,147,483,647.',
      repair: null,
    });
  }
  return findings;
}
