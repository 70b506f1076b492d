import type { Finding } from '../../src-shared/rest-api.ts';
import { loadMigrations } from './migration-files.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import type { Database } from './pool.ts';
import { checkTriggers } from './preflight-triggers.ts';
import { conditionHolds } from './schema-condition.ts';
import { readSchemaState } from './schema-state.ts';
import { readVariables } from './server-variables.ts';

/** The replica is there and must not be read from. The message says why. */
export class ReplicaRefused extends Error {
  override readonly name = 'ReplicaRefused';
  readonly finding: Finding;

  constructor(code: string, message: string, repair: string | null = null) {
    super(message);
    this.finding = { code, severity: 'warning', message: `${message} Reads go to the primary.`, repair };
  }
}

/** What a server must be to be read from in place of the primary. Changes nothing. */
export interface ReplicaNature {
  /** It applies changes in the sequence of their commits: what is not there will not come before what is. */
  readonly isOrdered: boolean;
}

/**
 * Looks at everything about a replica that does not change from one moment to the next.
 *
 * @param primary whose replica it should be
 * @param name of the replica, for people
 * @throws ReplicaRefused, or the driver's error
 */
export async function tryReplica(
  connection: DatabaseConnection,
  primary: Pick<Database, 'use'>,
  name: string,
  database: string,
): Promise<ReplicaNature> {
  await checkSchema(connection, name, database);
  const written = await primary.use((other) => readVariables(other, ['log_bin', 'binlog_format']));
  if (written.get('binlog_format') === 'STATEMENT') {
    throw new ReplicaRefused(
      'replica-statement',
      `The primary writes its binary log as statements, so the triggers run once more on ${name} and its change log has other ids.`,
      "SET GLOBAL binlog_format = 'ROW'",
    );
  }
  return { isOrdered: isOrdered(await readVariables(connection, Object.keys(ORDER))) };
}

async function checkSchema(connection: DatabaseConnection, name: string, database: string): Promise<void> {
  const migrations = loadMigrations();
  const state = await readSchemaState(connection, database, migrations);
  switch (state.kind) {
    case 'complete':
      break;
    case 'missing':
      throw new ReplicaRefused(
        'replica-schema',
        `${name} has no orders in database ${database}: it is no replica of this one.`,
      );
    case 'older':
      throw new ReplicaRefused(
        'replica-schema',
        `${name} lacks ${state.pending.length} of the migrations that the primary has had (${state.pending[0]?.name}).`,
      );
    case 'newer':
      throw new ReplicaRefused('replica-schema', `The schema on ${name} is newer than this program.`);
    case 'foreign':
      throw new ReplicaRefused(
        'replica-schema',
        `The table orders on ${name} is another one: it lacks ${state.lacks.join(', ')}.`,
      );
    case 'hidden':
      throw new ReplicaRefused('replica-rights', `The user of ${name} may not read database ${database}.`);
  }
  for (const table of ['orders', 'order_changes', 'order_history', 'orderdeck_meta']) {
    if (await conditionHolds(connection, { kind: 'table', table })) continue;
    throw new ReplicaRefused(
      'replica-schema',
      `Table ${table} is missing on ${name}, or its user may not read it: every table of ${database} must be replicated.`,
    );
  }
  const triggers = await checkTriggers(connection, database, migrations);
  const missing = triggers.find(({ code }) => code === 'trigger-missing');
  if (missing !== undefined) {
    throw new ReplicaRefused('replica-triggers', `On ${name}: ${missing.message}`, missing.repair);
  }
}

/** Names of the same setting differ with the age and the kind of the server. */
const ORDER = {
  replica_parallel_workers: 'workers',
  slave_parallel_workers: 'workers',
  replica_preserve_commit_order: 'order',
  slave_preserve_commit_order: 'order',
  slave_parallel_threads: 'threads',
  gtid_slave_pos: 'domains',
} as const;

/** @param variables of the replica, lower-case names */
export function isOrdered(variables: ReadonlyMap<string, string>): boolean {
  const of = (kind: (typeof ORDER)[keyof typeof ORDER]) =>
    Object.entries(ORDER).flatMap(([name, of]) => (of === kind ? [variables.get(name)] : []));
  // MariaDB commits in sequence in each of its modes, except between domains.
  const domains = of('domains').find((value) => value !== undefined);
  if (domains !== undefined) return !domains.includes(',') || of('threads').includes('0');
  const workers = of('workers').find((value) => value !== undefined) ?? '0';
  return Number(workers) <= 1 || of('order').includes('ON');
}
