import { escape as escapeText } from 'mysql2';

export const RUNTIME_RIGHTS = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const;
export const SETUP_RIGHTS = ['CREATE', 'ALTER', 'INDEX', 'TRIGGER', 'SELECT', 'INSERT', 'UPDATE'] as const;

/** @param name of a database, as `databaseCandidateSchema` allows it */
export function createDatabase(name: string): string {
  return `CREATE DATABASE \`${name}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`;
}

/** @param account quoted, with its host: `'ada'@'%'` */
export function grantOn(database: string, rights: readonly string[], account: string): string {
  // In a GRANT on a database, `_` stands for any character.
  return `GRANT ${rights.join(', ')} ON \`${database.replace(/_/g, '\\_')}\`.* TO ${account}`;
}

/** @param host as the server sees this machine; `null`: from anywhere */
export function accountAt(user: string, host: string | null): string {
  return `${escapeText(user)}@${escapeText(host ?? '%')}`;
}
