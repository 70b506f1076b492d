import { AppError } from '../base/app-error.ts';

/** What an error of MySQL, MariaDB, the driver or the network means for this program. */
export type MysqlErrorKind =
  | 'unreachable'
  | 'access-denied'
  | 'tls'
  | 'unknown-database'
  | 'deadlock'
  | 'lock-timeout'
  | 'read-only'
  | 'missing-table'
  | 'missing-column'
  | 'privilege'
  | 'disk-full'
  | 'other';

/** An answer of MySQL took longer than it may: the server is frozen or the network swallows packets. */
export class StatementTimeoutError extends Error {
  override readonly name = 'StatementTimeoutError';
  readonly code = 'STATEMENT_TIMEOUT';
}

/** The connection was closed under a statement; whether the server carried it out is not known. */
export class ConnectionClosedError extends Error {
  override readonly name = 'ConnectionClosedError';
  readonly code = 'PROTOCOL_CONNECTION_LOST';
}

/** The certificates by which the server is to be known cannot be used; the message says why. */
export class CertificateFileError extends Error {
  override readonly name = 'CertificateFileError';
  readonly code = 'CERTIFICATE_FILE';
}

// Numbers as in the error references of MySQL 5.7 to 9 and MariaDB; names differ between the two, numbers do not.
const KIND_OF_ERRNO: Readonly<Record<number, MysqlErrorKind>> = {
  1021: 'disk-full',
  1026: 'disk-full',
  1114: 'disk-full',
  1040: 'unreachable', // too many connections
  1047: 'unreachable', // a Galera node that is not in the cluster
  1053: 'unreachable', // shutdown in progress
  1129: 'unreachable', // host blocked after many errors
  1152: 'unreachable',
  1158: 'unreachable',
  1159: 'unreachable',
  1160: 'unreachable',
  1161: 'unreachable',
  1203: 'unreachable',
  1226: 'unreachable', // the account's own limit of connections
  1927: 'unreachable', // MariaDB: connection was killed
  3169: 'unreachable', // session was killed
  4031: 'unreachable', // disconnected for inactivity
  1045: 'access-denied',
  1130: 'access-denied',
  1251: 'access-denied',
  1698: 'access-denied',
  1820: 'access-denied', // password has expired
  1862: 'access-denied',
  3118: 'access-denied', // the account is locked
  4151: 'access-denied', // the same on MariaDB
  3159: 'tls', // require_secure_transport
  1049: 'unknown-database',
  1020: 'deadlock', // MariaDB with innodb_snapshot_isolation: the row changed since the transaction's snapshot
  1213: 'deadlock',
  3101: 'deadlock', // group replication rolled the transaction back
  1205: 'lock-timeout',
  3572: 'lock-timeout',
  1290: 'read-only',
  1792: 'read-only',
  1836: 'read-only',
  1051: 'missing-table',
  1146: 'missing-table',
  1054: 'missing-column',
  1044: 'privilege',
  1142: 'privilege',
  1143: 'privilege',
  1227: 'privilege',
  1370: 'privilege',
  1419: 'privilege',
};

const UNREACHABLE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'ENOENT', // no such socket file
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_SEQUENCE_TIMEOUT',
  'STATEMENT_TIMEOUT',
]);

const TLS_CODES = new Set(['HANDSHAKE_NO_SSL_SUPPORT', 'HANDSHAKE_SSL_ERROR', 'CERTIFICATE_FILE']);

interface ErrorFacts {
  readonly code?: unknown;
  readonly errno?: unknown;
  readonly fatal?: unknown;
  readonly sqlMessage?: unknown;
}

/** The kind of anything that was thrown by a statement or a connection attempt. */
export function classifyMysqlError(error: unknown): MysqlErrorKind {
  if (!(error instanceof Error)) return 'other';
  const facts = error as ErrorFacts;
  if (typeof facts.errno === 'number' && facts.errno > 0) {
    const kind = KIND_OF_ERRNO[facts.errno];
    if (kind !== undefined) return kind;
    if (isNoSpace(facts)) return 'disk-full';
  }
  if (typeof facts.code === 'string' && TLS_CODES.has(facts.code)) return 'tls';
  if (typeof facts.code === 'string' && UNREACHABLE_CODES.has(facts.code)) return 'unreachable';
  // Whatever else ended the connection: nothing more can be asked of it.
  return facts.fatal === true ? 'unreachable' : 'other';
}

/** The number of the server's error message, for example 1213; `null` for errors of the network or the program. */
export function mysqlErrno(error: unknown): number | null {
  const errno = error instanceof Error ? (error as ErrorFacts).errno : undefined;
  return typeof errno === 'number' && errno >= 1000 ? errno : null;
}

/** The error a client may see for one of the database; never carries SQL. An AppError stays what it is. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const options = { cause: error };
  const kind = classifyMysqlError(error);
  switch (kind) {
    case 'unreachable':
      return new AppError('database-unavailable', 'MySQL does not answer. Try again in a moment.', options);
    case 'access-denied':
      return new AppError('database-unavailable', 'MySQL refused the user or the password of this server.', options);
    case 'tls':
      return new AppError('database-unavailable', 'The connection to MySQL could not be encrypted.', options);
    case 'unknown-database':
      return new AppError('database-unavailable', 'The database does not exist on this MySQL server.', options);
    case 'read-only':
      return new AppError('database-unavailable', 'MySQL takes no changes now: the server is read-only.', options);
    case 'disk-full':
      return new AppError('database-unavailable', 'MySQL takes no changes now: its disk is full.', options);
    case 'deadlock':
    case 'lock-timeout':
      return new AppError('database-busy', 'Other transactions hold the order. Try again in a moment.', options);
    case 'missing-table':
    case 'missing-column':
    case 'privilege':
      return new AppError(
        'internal-error',
        'The database is not set up for this server. The findings on the monitoring page say what is missing.',
        options,
      );
    case 'other':
      return new AppError('internal-error', 'MySQL could not carry this out.', options);
  }
}

function isNoSpace(facts: ErrorFacts): boolean {
  return typeof facts.sqlMessage === 'string' && /errno: 28\b|error 28\b|No space left/.test(facts.sqlMessage);
}
