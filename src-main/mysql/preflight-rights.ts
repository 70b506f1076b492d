import type { Finding } from '../../src-shared/rest-api.ts';
import { accountAt } from './check-statements.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import { classifyMysqlError } from './mysql-error.ts';

interface Asked {
  readonly DB_NAME: string;
  readonly DB_USER: string;
}

/** What the program does at run time, per table. EXPLAIN asks for the rights of a statement and carries nothing out. */
const NEEDED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  orders: {
    SELECT: 'SELECT id FROM orders WHERE id = 0',
    INSERT: "INSERT INTO orders (customer_name, product_name) VALUES ('', '')",
    UPDATE: 'UPDATE orders SET version = version + 1 WHERE id = 0',
    DELETE: 'DELETE FROM orders WHERE id = 0',
  },
  order_changes: {
    SELECT: 'SELECT id FROM order_changes WHERE id = 0',
    UPDATE: 'UPDATE order_changes SET processed = TRUE WHERE id = 0',
    DELETE: 'DELETE FROM order_changes WHERE id = 0',
  },
  order_history: {
    SELECT: 'SELECT id FROM order_history WHERE id = 0',
    INSERT: 'INSERT INTO order_history (change_id, order_id) VALUES (0, 0)',
    DELETE: 'DELETE FROM order_history WHERE id = 0',
  },
  orderdeck_meta: {
    SELECT: "SELECT value FROM orderdeck_meta WHERE name = ''",
    UPDATE: "UPDATE orderdeck_meta SET value = '' WHERE name = ''",
  },
  orderdeck_readers: {
    SELECT: "SELECT id FROM orderdeck_readers WHERE id = ''",
    INSERT: "INSERT INTO orderdeck_readers (id, label, head, low_water) VALUES ('', '', 0, 0)",
    UPDATE: "UPDATE orderdeck_readers SET head = 0 WHERE id = ''",
    DELETE: "DELETE FROM orderdeck_readers WHERE id = ''",
  },
  orderdeck_batches: {
    SELECT: "SELECT orders FROM orderdeck_batches WHERE batch_key = ''",
    INSERT: "INSERT INTO orderdeck_batches (batch_key, content_hash, orders) VALUES ('', '', '')",
    UPDATE: "UPDATE orderdeck_batches SET orders = '' WHERE batch_key = ''",
    DELETE: "DELETE FROM orderdeck_batches WHERE batch_key = ''",
  },
  orderdeck_people: {
    SELECT: 'SELECT id FROM orderdeck_people WHERE id = 0',
    INSERT: "INSERT INTO orderdeck_people (name, role) VALUES ('', '')",
    UPDATE: 'UPDATE orderdeck_people SET failures = 0 WHERE id = 0',
    DELETE: 'DELETE FROM orderdeck_people WHERE id = 0',
  },
  orderdeck_devices: {
    SELECT: 'SELECT id FROM orderdeck_devices WHERE id = 0',
    INSERT: "INSERT INTO orderdeck_devices (name, role, created_by) VALUES ('', '', '')",
    UPDATE: "UPDATE orderdeck_devices SET role = '' WHERE id = 0",
    DELETE: 'DELETE FROM orderdeck_devices WHERE id = 0',
  },
  orderdeck_sessions: {
    SELECT: "SELECT id FROM orderdeck_sessions WHERE id = ''",
    INSERT: "INSERT INTO orderdeck_sessions (id, kind, secret_hash, address) VALUES ('', '', '', '')",
    UPDATE: "UPDATE orderdeck_sessions SET address = '' WHERE id = ''",
    DELETE: "DELETE FROM orderdeck_sessions WHERE id = ''",
  },
  orderdeck_pairings: {
    SELECT: "SELECT kind FROM orderdeck_pairings WHERE code_hash = ''",
    INSERT: "INSERT INTO orderdeck_pairings (code_hash, kind) VALUES ('', '')",
    UPDATE: "UPDATE orderdeck_pairings SET name = '' WHERE code_hash = ''",
    DELETE: "DELETE FROM orderdeck_pairings WHERE code_hash = ''",
  },
  orderdeck_audit: {
    SELECT: 'SELECT id FROM orderdeck_audit WHERE id = 0',
    INSERT: "INSERT INTO orderdeck_audit (kind, actor, address, detail) VALUES ('', '', '', '')",
    DELETE: 'DELETE FROM orderdeck_audit WHERE id = 0',
  },
};

/** Whether the current user may do what the program does. Missing tables are the business of the schema's check. */
export async function checkRights(connection: DatabaseConnection, { DB_NAME, DB_USER }: Asked): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [table, statements] of Object.entries(NEEDED)) {
    const missing: string[] = [];
    for (const [right, statement] of Object.entries(statements)) {
      if (!(await isAllowed(connection, statement))) missing.push(right);
    }
    if (missing.length === 0) continue;
    findings.push({
      code: 'right-missing',
      severity: 'error',
      message: `User ${DB_USER} lacks ${missing.join(', ')} on table ${table}.`,
      repair: `GRANT ${missing.join(', ')} ON \`${DB_NAME}\`.\`${table}\` TO ${await accountOf(connection)}`,
    });
  }
  return findings;
}

async function isAllowed(connection: DatabaseConnection, statement: string): Promise<boolean> {
  try {
    await connection.rows(`EXPLAIN ${statement}`);
    return true;
  } catch (error) {
    const kind = classifyMysqlError(error);
    if (kind === 'unreachable') throw error;
    return kind !== 'privilege';
  }
}

/** Of the connection's user, ready for a GRANT: `'ada'@'%'`. */
export async function accountOf(connection: DatabaseConnection): Promise<string> {
  const [row] = await connection.rows('SELECT CURRENT_USER()');
  const account = String(row?.[0]);
  const at = account.lastIndexOf('@');
  return accountAt(account.slice(0, at), account.slice(at + 1));
}
