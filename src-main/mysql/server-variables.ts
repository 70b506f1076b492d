import type { DatabaseConnection } from './mysql-connection.ts';

/** The named variables of the session, lower-case names to text; absent where the server does not know them. */
export async function readVariables(
  connection: DatabaseConnection,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await connection.rows('SHOW VARIABLES WHERE Variable_name IN (?)', [names]);
  return new Map(rows.map(([name, value]) => [String(name).toLowerCase(), String(value)]));
}
