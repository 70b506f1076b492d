import type { Finding } from '../../src-shared/rest-api.ts';
import type { CheckUsers, Entries } from './check-entry.ts';
import { type CheckOutcome, outcomeOf } from './check-outcome.ts';
import { grantOn, RUNTIME_RIGHTS, SETUP_RIGHTS } from './check-statements.ts';
import { hasRight, readGrants } from './grants.ts';
import { TRUST_FUNCTION_CREATORS } from './migration-failure.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import type { Migration } from './parse-migration.ts';
import { accountOf, checkRights } from './preflight-rights.ts';
import type { SchemaState } from './schema-state.ts';
import { readVariables } from './server-variables.ts';

interface Place {
  readonly database: string;
  readonly user: string;
  readonly setupUser: string;
}

/** Whether the users may do what is left to do, and what the program does day by day. */
export async function checkUserRights(
  users: CheckUsers,
  entries: Entries,
  state: SchemaState,
  { database, user, setupUser }: Place,
  migrations: readonly Migration[],
): Promise<CheckOutcome> {
  const findings: Finding[] = await runtimeRights(users.runtime, entries.runtime, state, database, user);
  const isWorkLeft = state.kind === 'missing' || state.kind === 'older';
  if (!isWorkLeft) return outcomeOf(`User ${user} has the rights it needs.`, findings, 'user');
  const creator = users.setup ?? users.runtime;
  const name = users.setup === null ? user : setupUser;
  const pending = state.kind === 'older' ? state.pending : migrations;
  findings.push(...(await setupRights(creator, name, users.setup === null, database)));
  findings.push(...(await triggerRight(creator, name, database, pending)));
  return outcomeOf('The rights that are needed are there.', findings, findings.length > 1 ? 'setupUser' : 'user');
}

async function runtimeRights(
  connection: DatabaseConnection,
  entry: Entries['runtime'],
  state: SchemaState,
  database: string,
  user: string,
): Promise<Finding[]> {
  if (state.kind === 'complete' && entry === 'entered') {
    return checkRights(connection, { DB_NAME: database, DB_USER: user });
  }
  // EXPLAIN knows rights that come through roles, but only where the tables can be named.
  const refused = entry === 'entered' ? await checkRights(connection, { DB_NAME: database, DB_USER: user }) : null;
  if (refused?.length === 0 && state.kind !== 'hidden') return [];
  const rights = await readGrants(connection, database, '');
  const missing = RUNTIME_RIGHTS.filter((right) => !hasRight(rights, right));
  if (missing.length === 0) return refused ?? [];
  return [
    {
      code: 'right-missing',
      severity: 'error',
      message: `User ${user} lacks ${missing.join(', ')} in database ${database}.`,
      repair: grantOn(database, missing, await accountOf(connection)),
    },
  ];
}

async function setupRights(
  connection: DatabaseConnection,
  user: string,
  isRuntime: boolean,
  database: string,
): Promise<Finding[]> {
  const rights = await readGrants(connection, database, '');
  const missing = SETUP_RIGHTS.filter((right) => !hasRight(rights, right));
  if (missing.length === 0) return [];
  const otherwise = isRuntime ? ' Name another user for that, or have an administrator grant it the rights.' : '';
  return [
    {
      code: 'setup-right',
      severity: 'error',
      message: `User ${user} lacks ${missing.join(', ')} in database ${database} and so cannot set up the tables.${otherwise}`,
      repair: grantOn(database, missing, await accountOf(connection)),
    },
  ];
}

/** A server with a binary log lets only an administrator create triggers, unless it is told to trust others. */
async function triggerRight(
  connection: DatabaseConnection,
  user: string,
  database: string,
  pending: readonly Migration[],
): Promise<Finding[]> {
  const triggers = pending
    .flatMap(({ statements }) => statements)
    .filter(({ sql }) => /\bCREATE\b.*\bTRIGGER\b/i.test(sql));
  if (triggers.length === 0) return [];
  const variables = await readVariables(connection, ['log_bin', 'log_bin_trust_function_creators']);
  if (variables.get('log_bin') !== 'ON' || variables.get('log_bin_trust_function_creators') === 'ON') return [];
  const rights = await readGrants(connection, database, '');
  if (hasRight(rights, 'SUPER')) return [];
  return [
    {
      code: 'trigger-binlog',
      severity: 'error',
      message: `This server writes a binary log and lets only an administrator create triggers, which user ${user} is not. An administrator can have it trust others, also in its settings file so that it outlives a restart.`,
      repair: TRUST_FUNCTION_CREATORS,
    },
  ];
}
