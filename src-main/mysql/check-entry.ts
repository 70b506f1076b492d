import { type CheckOutcome, failed, joinStatements, passed, warned } from './check-outcome.ts';
import { createDatabase, grantOn, RUNTIME_RIGHTS, SETUP_RIGHTS } from './check-statements.ts';
import { hasRight, readGrants } from './grants.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import { classifyMysqlError } from './mysql-error.ts';
import { accountOf } from './preflight-rights.ts';

/** `refused`: it may be missing, MySQL tells only those who have a right on it. */
export type Entry = 'entered' | 'missing' | 'refused';

/** The users at hand, logged in. */
export interface CheckUsers {
  readonly runtime: DatabaseConnection;
  /** `null`: there is none of its own. */
  readonly setup: DatabaseConnection | null;
}

export interface Entries {
  readonly runtime: Entry;
  readonly setup: Entry | null;
}

const SYSTEM = new Set(['mysql', 'information_schema', 'performance_schema', 'sys']);

/** Goes into the database, which changes nothing but the connection. */
export async function enterAs(connection: DatabaseConnection, database: string): Promise<Entry> {
  try {
    await connection.execute('USE ??', [database]);
    return 'entered';
  } catch (error) {
    const kind = classifyMysqlError(error);
    if (kind === 'unknown-database') return 'missing';
    if (kind === 'privilege') return 'refused';
    throw error;
  }
}

/** Whether the database is there, or can be made. */
export async function checkEntry(users: CheckUsers, entries: Entries, database: string): Promise<CheckOutcome> {
  if (SYSTEM.has(database.toLowerCase())) {
    return failed(`Database ${database} belongs to the server itself. Enter another name.`, { field: 'name' });
  }
  const known = [entries.runtime, entries.setup];
  if (known.includes('entered')) return passed(`Database ${database} is there.`);
  const creator = users.setup ?? users.runtime;
  const rights = await readGrants(creator, database, '');
  const statement = createDatabase(database);
  if (known.includes('missing') && hasRight(rights, 'CREATE')) {
    return warned(`There is no database ${database} yet. It can be created now.`, {
      repair: joinStatements([statement]),
    });
  }
  const what = known.includes('missing')
    ? `There is no database ${database}, and ${await accountOf(creator)} may not create one.`
    : `There is no database ${database}, or ${await accountOf(creator)} has no right in it.`;
  const grants =
    users.setup === null
      ? [grantOn(database, [...new Set([...SETUP_RIGHTS, ...RUNTIME_RIGHTS])], await accountOf(users.runtime))]
      : [
          grantOn(database, SETUP_RIGHTS, await accountOf(users.setup)),
          grantOn(database, RUNTIME_RIGHTS, await accountOf(users.runtime)),
        ];
  return failed(`${what} Enter another name, or have an administrator run the statements below.`, {
    repair: joinStatements([statement.replace('DATABASE', 'DATABASE IF NOT EXISTS'), ...grants]),
    field: 'name',
  });
}
