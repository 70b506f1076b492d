import type { SqlRunner } from './mysql-connection.ts';

/** For people: `MySQL 9.7.4` or `MariaDB 10.11.19`. */
export async function readServerName(database: SqlRunner): Promise<string> {
  const [row] = await database.query<{ version: string }>('SELECT VERSION() AS version');
  return nameOfVersion(row?.version ?? '');
}

/** @param version as VERSION() or the greeting gives it, for example `5.5.5-10.11.19-MariaDB` or `5.7.44-log` */
export function nameOfVersion(version: string): string {
  const number = /^\d+\.\d+\.\d+/.exec(withoutReplicaPrefix(version))?.[0] ?? version;
  return `${version.includes('MariaDB') ? 'MariaDB' : 'MySQL'} ${number}`;
}

/** MariaDB greets with a 5.5.5 in front, for old replicas that knew no number above 9. */
export function withoutReplicaPrefix(version: string): string {
  return version.replace(/^5\.5\.5-/, '');
}
