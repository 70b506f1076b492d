import type { StreamEnd } from '../feed/commit-stream.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import { mysqlErrno } from './mysql-error.ts';
import { accountOf } from './preflight-rights.ts';
import { readVariables } from './server-variables.ts';

const NO_BINARY_LOGGING = 1381;
const DENIED = [1045, 1227];

/** Both names are understood by MySQL and by MariaDB, which shows the second as BINLOG MONITOR. */
const RIGHTS = 'REPLICATION SLAVE, REPLICATION CLIENT';

/** What this server and this user have to do with the binary log, before anything is opened. */
export interface BinlogAccess {
  /** What stands in the way; `null`: nothing that can be seen from here. */
  readonly obstacle: StreamEnd | null;
  /** The statement that gives the rights. */
  readonly grant: string;
}

/** @throws the driver's error when the server cannot be reached */
export async function lookAtBinlog(connection: DatabaseConnection): Promise<BinlogAccess> {
  const grant = `GRANT ${RIGHTS} ON *.* TO ${await accountOf(connection)}`;
  const variables = await readVariables(connection, ['log_bin', 'binlog_format']);
  const obstacle = judgeBinlog(variables);
  if (obstacle !== null) return { obstacle, grant };
  try {
    await connection.rows('SHOW BINARY LOGS');
    return { obstacle: null, grant };
  } catch (error) {
    return { obstacle: endOf(error, grant), grant };
  }
}

/** @param variables of the server, lower-case names. With MIXED a transaction ends in the log just as with ROW. */
export function judgeBinlog(variables: ReadonlyMap<string, string>): StreamEnd | null {
  if (variables.get('log_bin') !== 'ON') {
    return { reason: 'no-binlog', problem: 'This server writes no binary log.', repair: null };
  }
  if (variables.get('binlog_format') !== 'STATEMENT') return null;
  return {
    reason: 'statement-format',
    problem: 'The binary log of this server has the format STATEMENT.',
    repair: "SET GLOBAL binlog_format = 'ROW'",
  };
}

/** What an error of the binary log's connections means. @param grant what would give the rights */
export function endOf(error: unknown, grant: string): StreamEnd {
  const problem = error instanceof Error ? error.message : String(error);
  const errno = mysqlErrno(error) ?? 0;
  if (errno === NO_BINARY_LOGGING) return { reason: 'no-binlog', problem, repair: null };
  if (DENIED.includes(errno) && /REPLICATION|BINLOG|SUPER/.test(problem)) {
    return { reason: 'no-right', problem, repair: grant };
  }
  // Under two numbers, but in the same words.
  if (/server_uuid\/server_id/.test(problem)) return { reason: 'clash', problem, repair: null };
  return { reason: 'lost', problem, repair: null };
}
