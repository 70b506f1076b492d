import { createHash } from 'node:crypto';
import type { SqlRunner } from './mysql-connection.ts';

/**
 * Names this database on this very server, the same for everybody who reaches it by whatever address: a copy made from
 * a dump has the same rows and secrets, and is another database. Sixteen hex digits.
 */
export async function readDatabaseIdentity(database: SqlRunner): Promise<string> {
  const rows = await database.query<{ name: string; value: string }>(
    `SHOW GLOBAL VARIABLES WHERE Variable_name IN ('server_uuid', 'server_uid', 'hostname', 'port', 'datadir')`,
  );
  const [current] = await database.query<{ name: string }>('SELECT DATABASE() AS name');
  return createHash('sha256')
    .update(JSON.stringify([rows, current]))
    .digest('hex')
    .slice(0, 16);
}
