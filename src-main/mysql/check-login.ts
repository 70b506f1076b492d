import { type CheckOutcome, failed, joinStatements } from './check-outcome.ts';
import { accountAt } from './check-statements.ts';
import { type ConnectionTarget, type DatabaseConnection, openConnection } from './mysql-connection.ts';
import { classifyMysqlError, mysqlErrno } from './mysql-error.ts';
import { type DatabaseAddress, plainWords } from './plain-words.ts';

export type Login =
  | { readonly kind: 'in'; readonly connection: DatabaseConnection }
  | { readonly kind: 'out'; readonly error: unknown; readonly outcome: CheckOutcome };

/** Which field of the form holds this user, and which one its password. */
export interface LoginFields {
  readonly user: 'user' | 'setupUser';
  readonly password: 'password' | 'setupUser';
}

const NEW_PASSWORD = "'choose-a-password'";

/** Logs in; `out` with what to do where that does not work. */
export async function checkLogin(target: ConnectionTarget, fields: LoginFields, offersTls: boolean): Promise<Login> {
  const address = { ...target, database: target.database ?? '' };
  try {
    return { kind: 'in', connection: await open(target) };
  } catch (error) {
    const needsTls = target.tls.mode === 'off' && offersTls && (await isTakenEncrypted(target, error));
    const outcome = needsTls ? encryptionNeeded(address) : outcomeOfError(error, address, fields);
    return { kind: 'out', error, outcome };
  }
}

async function open(target: ConnectionTarget): Promise<DatabaseConnection> {
  const connection = await openConnection(target, { isolation: null, timeoutMs: target.connectTimeoutMs });
  try {
    // MariaDB lets in whose password has expired, and refuses the first statement.
    await connection.rows('SELECT 1');
    return connection;
  } catch (error) {
    connection.destroy();
    throw error;
  }
}

/** A server that wants encryption may answer as if the password were wrong, so the only way to know is to try. */
async function isTakenEncrypted(target: ConnectionTarget, error: unknown): Promise<boolean> {
  if (mysqlErrno(error) !== 1045) return false;
  try {
    const connection = await open({ ...target, tls: { ...target.tls, mode: 'no-verify' } });
    await connection.close();
    return true;
  } catch {
    // Refused either way: then it is not the encryption.
    return false;
  }
}

function encryptionNeeded({ host, port, user }: DatabaseAddress): CheckOutcome {
  return failed(
    `MySQL at ${host}:${port} takes user ${user} over encrypted connections only. Switch encryption on (DB_TLS=verify, or no-verify).`,
    { field: 'tls' },
  );
}

function outcomeOfError(error: unknown, address: DatabaseAddress, fields: LoginFields): CheckOutcome {
  const words = plainWords(error, address);
  switch (classifyMysqlError(error)) {
    case 'tls':
      return failed(words, { repair: repairOfTls(error), field: 'tls' });
    case 'access-denied':
      return accessDenied(error, words, address, fields);
    default:
      return failed(words, { repair: repairOfServer(error) });
  }
}

function accessDenied(error: unknown, words: string, { user }: DatabaseAddress, fields: LoginFields): CheckOutcome {
  const seen = hostSeen(error);
  const account = accountAt(user, seen);
  switch (mysqlErrno(error)) {
    case 1130:
      return failed(`${words} It knows no user who may come from here. An administrator can add one:`, {
        repair: `CREATE USER ${account} IDENTIFIED BY ${NEW_PASSWORD};`,
        field: fields.user,
      });
    case 1820:
    case 1862:
      return failed(`${words} An administrator can set a new one, and so can ${user} with the mysql client:`, {
        repair: `ALTER USER ${accountAt(user, null)} IDENTIFIED BY ${NEW_PASSWORD};`,
        field: fields.password,
      });
    case 3118:
    case 4151:
      return failed(`${words} An administrator can unlock the account:`, {
        repair: `ALTER USER ${accountAt(user, null)} ACCOUNT UNLOCK;`,
        field: fields.user,
      });
    default: {
      const from = seen === null ? '' : ` It sees this machine as ${seen}.`;
      return failed(
        `${words} Either it is wrong, or there is no such user, or not one who may come from here.${from} Type the password again; if that does not help, an administrator can set a new one:`,
        {
          repair: joinStatements([
            `CREATE USER IF NOT EXISTS ${account} IDENTIFIED BY ${NEW_PASSWORD}`,
            `ALTER USER ${account} IDENTIFIED BY ${NEW_PASSWORD}`,
          ]),
          field: fields.password,
        },
      );
    }
  }
}

/** This machine as the server names it in its error; `null` where it does not. */
function hostSeen(error: unknown): string | null {
  const text = error instanceof Error ? error.message : '';
  return /@'([^']+)' \(using password/.exec(text)?.[1] ?? /^Host '([^']+)' is/.exec(text)?.[1] ?? null;
}

function repairOfTls(error: unknown): string | null {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'HANDSHAKE_NO_SSL_SUPPORT') {
    return '[mysqld]\nssl_cert = /path/of/server-cert.pem\nssl_key = /path/of/server-key.pem';
  }
  return /self.signed|unable to (get|verify)|issuer/.test(message) ? 'DB_TLS_CA=/path/of/authority.pem' : null;
}

function repairOfServer(error: unknown): string | null {
  switch (mysqlErrno(error)) {
    case 1129:
      // The server's own words name the command, which differs between versions.
      return /'(\S+ flush-hosts)'/.exec((error as Error).message)?.[1] ?? 'mysqladmin flush-hosts';
    case 1040:
    case 1203:
      return 'SET GLOBAL max_connections = 500;';
    default:
      return null;
  }
}
