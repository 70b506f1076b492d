import { AppError } from '../base/app-error.ts';
import { MigrationError } from './migration-error.ts';

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

/** Where and as whom the server was asked, for messages to people. */
export interface DatabaseAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

/** One sentence or two for a person who starts or watches the server: what happened, and where to look. */
export function plainWords(error: unknown, { host, port, user, database }: DatabaseAddress): string {
  if (error instanceof AppError || error instanceof MigrationError) return error.message;
  const server = `MySQL at ${host}:${port}`;
  const kind = classifyMysqlError(error);
  switch (kind) {
    case 'unreachable':
      return `${server} cannot be reached${reasonOf(error)}.`;
    case 'access-denied':
      return accessWords(error, user, server);
    case 'tls':
      return tlsWords(error as Error, server);
    case 'unknown-database':
      return `${server} has no database ${database}.`;
    case 'deadlock':
      return `${server} gave up a transaction because of a deadlock.`;
    case 'lock-timeout':
      return `${server} waited too long for a lock that another transaction holds.`;
    case 'read-only':
      return `${server} is read-only.`;
    case 'missing-table':
      return `Database ${database} at ${host}:${port} lacks a table this program needs.`;
    case 'missing-column':
      return `Database ${database} at ${host}:${port} lacks a column this program needs.`;
    case 'privilege':
      return privilegeWords(error, user, database, server);
    case 'disk-full':
      return `${server} has no disk space left.`;
    case 'other': {
      const errno = mysqlErrno(error);
      return errno === null ? `${server} could not be used.` : `${server} answered with error ${errno}.`;
    }
  }
}

function accessWords(error: unknown, user: string, server: string): string {
  switch (mysqlErrno(error)) {
    case 1130:
      return `${server} accepts no connections from this machine.`;
    case 1251:
      return `${server} logs user ${user} in by a method this program does not speak.`;
    case 1820:
    case 1862:
      return `The password of user ${user} of ${server} has expired.`;
    case 3118:
    case 4151:
      return `User ${user} of ${server} is locked.`;
    default:
      return `${server} refused the password of user ${user}.`;
  }
}

function privilegeWords(error: unknown, user: string, database: string, server: string): string {
  switch (mysqlErrno(error)) {
    case 1044:
      return `User ${user} of ${server} may not use database ${database}.`;
    case 1419:
      return `${server} writes a binary log and so lets only an administrator create triggers (log_bin_trust_function_creators is off).`;
    default:
      return `User ${user} of ${server} lacks a right this program needs in database ${database}.`;
  }
}

/** By the text of OpenSSL, since the driver puts a code of its own in place of that of Node.js. */
function tlsWords(error: Error, server: string): string {
  if (error instanceof CertificateFileError) return error.message;
  if (mysqlErrno(error) !== null) {
    return `${server} takes encrypted connections only. Switch encryption on (DB_TLS=verify, or no-verify).`;
  }
  if ((error as ErrorFacts).code === 'HANDSHAKE_NO_SSL_SUPPORT') {
    return `${server} offers no encrypted connections. Give it a certificate, or switch encryption off (DB_TLS=off).`;
  }
  const { message } = error;
  const unchecked = 'or do without the check (DB_TLS=no-verify)';
  const certificate = `The certificate of ${server}`;
  if (/does not match certificate/.test(message)) {
    return `${certificate} was made for another name. Use the name it was made for, ${unchecked}.`;
  }
  if (/has expired/.test(message)) return `${certificate} has expired. Have it renewed, ${unchecked}.`;
  if (/not yet valid/.test(message)) {
    return `${certificate} is not valid yet. Set the clock of this machine right, ${unchecked}.`;
  }
  if (/self.signed|unable to (get|verify)|issuer/.test(message)) {
    return `${certificate} is signed by nobody this machine trusts. Name the certificate of who signed it (DB_TLS_CA), ${unchecked}.`;
  }
  return `An encrypted connection to ${server} failed: ${message}.`;
}

function reasonOf(error: unknown): string {
  const { code } = error as ErrorFacts;
  switch (code) {
    case 'ECONNREFUSED':
      return ': nothing listens there';
    case 'ENOTFOUND':
      return ': the host name is not known';
    case 'EAI_AGAIN':
      return ': the name service does not answer';
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return ': no network leads there';
    case 'ETIMEDOUT':
    case 'STATEMENT_TIMEOUT':
      return ': no answer in time';
    case 'ER_CON_COUNT_ERROR':
    case 'ER_TOO_MANY_USER_CONNECTIONS':
    case 'ER_USER_LIMIT_REACHED':
      return ': it has too many connections already';
    case 'ER_HOST_IS_BLOCKED':
      return ': it has shut this machine out after many failed connections';
    default:
      return '';
  }
}

function isNoSpace(facts: ErrorFacts): boolean {
  return typeof facts.sqlMessage === 'string' && /errno: 28\b|error 28\b|No space left/.test(facts.sqlMessage);
}
