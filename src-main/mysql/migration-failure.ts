import { accountAt, grantOn, SETUP_RIGHTS } from './check-statements.ts';
import { MigrationError } from './migration-error.ts';
import { classifyMysqlError, mysqlErrno } from './mysql-error.ts';
import { type DatabaseAddress, plainWords } from './plain-words.ts';

export const TRUST_FUNCTION_CREATORS = 'SET GLOBAL log_bin_trust_function_creators = 1';

/** The database was upgraded by a newer program, which this one would not understand. */
export function newerSchema(database: string, unknown: readonly string[]): MigrationError {
  return new MigrationError({
    code: 'schema-newer',
    severity: 'error',
    message: `Database ${database} was upgraded by a newer version of this program (${unknown.join(', ')}). This version would not handle it correctly and leaves it alone. Start the newer version.`,
    repair: null,
  });
}

export function stillMigrating(database: string): MigrationError {
  return new MigrationError({
    code: 'schema-busy',
    severity: 'error',
    message: `Another server has been migrating database ${database} for too long. Look at its log, then start this one again.`,
    repair: null,
  });
}

/** What people are told when a migration stops. Errors of the network stay what they are: they pass by themselves. */
export function explainMigrationFailure(error: unknown, place: DatabaseAddress): unknown {
  if (error instanceof MigrationError) return error;
  const kind = classifyMysqlError(error);
  switch (kind) {
    case 'unreachable':
    case 'access-denied':
    case 'tls':
      return error;
    case 'privilege':
    case 'unknown-database':
      return mysqlErrno(error) === 1419 ? triggersForbidden(error, place) : notAllowed(error, place);
    default:
      return new MigrationError(
        {
          code: 'schema-failed',
          severity: 'error',
          message: `The schema of database ${place.database} could not be brought up to date: ${plainWords(error, place)} Nothing is lost; the next start continues where this one stopped.`,
          repair: null,
        },
        error,
      );
  }
}

function triggersForbidden(error: unknown, { user, database }: DatabaseAddress): MigrationError {
  return new MigrationError(
    {
      code: 'trigger-binlog',
      severity: 'error',
      message: `User ${user} may not create the triggers of database ${database}: this server writes a binary log and lets only an administrator create triggers.`,
      repair: TRUST_FUNCTION_CREATORS,
    },
    error,
  );
}

function notAllowed(error: unknown, { user, database }: DatabaseAddress): MigrationError {
  return new MigrationError(
    {
      code: 'setup-right',
      severity: 'error',
      message: `Database ${database} lacks tables or triggers of this version, and user ${user} may not create them. Set DB_SETUP_USER to a user with the rights in sql/grants/setup-user.sql, or let an administrator run the files of sql/migrations.`,
      repair: grantOn(database, SETUP_RIGHTS, accountAt(user, null)),
    },
    error,
  );
}
