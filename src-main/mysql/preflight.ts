import type { Finding } from '../../src-shared/rest-api.ts';
import type { DatabaseReport } from '../../src-shared/stats-details.ts';
import type { Config } from '../config/config.ts';
import { loadMigrations } from './migration-files.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import { plainWords } from './plain-words.ts';
import type { Database } from './pool.ts';
import { checkClock } from './preflight-clock.ts';
import { checkLog } from './preflight-log.ts';
import { checkPartitionRights } from './preflight-partitions.ts';
import { checkRights } from './preflight-rights.ts';
import { checkSchema } from './preflight-schema.ts';
import { checkServer } from './preflight-server.ts';
import { checkTriggers } from './preflight-triggers.ts';

export type PreflightConfig = Pick<Config, 'DB_HOST' | 'DB_PORT' | 'DB_USER' | 'DB_NAME'> &
  Partial<Pick<Config, 'LOG_RETENTION_ROWS' | 'LOG_PARTITION_ROWS'>>;

const SEVERITIES: readonly Finding['severity'][] = ['error', 'warning', 'info'];

/**
 * Looks for what would make this program wrong, slow or silent on this server. Changes nothing and needs no more than
 * the run-time rights. The worst comes first.
 *
 * @throws the driver's error when the server cannot be reached
 */
export async function runPreflight(database: Database, config: PreflightConfig): Promise<Finding[]> {
  return sorted((await lookAtAreas(database, config)).flatMap(({ findings }) => findings));
}

/** The same by area, each with what was found in it. @throws the driver's error when the server cannot be reached */
export function lookAtAreas(database: Database, config: PreflightConfig): Promise<DatabaseReport['areas']> {
  const migrations = loadMigrations();
  const { LOG_RETENTION_ROWS = 0, LOG_PARTITION_ROWS = 0 } = config;
  return database.use(async (connection) => [
    { area: 'server', findings: await checkServer(connection) },
    { area: 'clock', findings: await checkClock(connection, Date.now) },
    { area: 'schema', findings: await attempt(config, () => checkSchema(connection, migrations)) },
    { area: 'triggers', findings: await attempt(config, () => checkTriggers(connection, config.DB_NAME, migrations)) },
    { area: 'rights', findings: await attempt(config, () => checkAllRights(connection, config)) },
    {
      area: 'log',
      // A partition goes when all of it may go, so up to two are kept besides.
      findings: await attempt(config, () => checkLog(connection, LOG_RETENTION_ROWS + 2 * LOG_PARTITION_ROWS)),
    },
  ]);
}

async function checkAllRights(connection: DatabaseConnection, config: PreflightConfig): Promise<Finding[]> {
  const findings = await checkRights(connection, config);
  return (config.LOG_PARTITION_ROWS ?? 0) === 0
    ? findings
    : [...findings, ...(await checkPartitionRights(connection, config))];
}

function sorted(findings: Finding[]): Finding[] {
  return findings.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

/** A check that MySQL refuses to this user is itself worth a line, and must not hide the other findings. */
async function attempt(config: PreflightConfig, check: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await check();
  } catch (error) {
    const { DB_HOST, DB_PORT, DB_USER, DB_NAME } = config;
    const reason = plainWords(error, { host: DB_HOST, port: DB_PORT, user: DB_USER, database: DB_NAME });
    return [
      { code: 'check-failed', severity: 'warning', message: `A check was not possible. ${reason}`, repair: null },
    ];
  }
}
