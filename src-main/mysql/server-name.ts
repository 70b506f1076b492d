import type { SqlRunner } from './mysql-connection.ts';

/** For people: `MySQL 9.7.4` or `MariaDB 10.11.19`. */
export async function readServerName(database: SqlRunner): Promise<string> {
  const [row] = await database.query<{ version: string }>('SELECT VERSION() AS version');
  const version = row?.version ?? '';
  const number = /^\d+\.\d+\.\d+/.exec(version)?.[0] ?? version;
  return `${version.includes('MariaDB') ? 'MariaDB' : 'MySQL'} ${number}`;
}
