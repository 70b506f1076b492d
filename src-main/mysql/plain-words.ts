import { AppError } from '../base/app-error.ts';
import { MigrationError } from './migration-error.ts';
import { CertificateFileError, classifyMysqlError, mysqlErrno } from './mysql-error.ts';

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
  if (codeOf(error) === 'HANDSHAKE_NO_SSL_SUPPORT') {
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
  switch (codeOf(error)) {
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

function codeOf(error: unknown): unknown {
  return (error as { readonly code?: unknown }).code;
}
