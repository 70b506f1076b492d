import type { Finding } from '../../src-shared/rest-api.ts';
import { hasRight, readGrants } from './grants.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import { PARTITION_RIGHTS } from './mysql-log-partitions.ts';
import { accountOf } from './preflight-rights.ts';
import type { PartitionedTable } from './table-partitions.ts';

const TABLES: readonly PartitionedTable[] = ['order_changes', 'order_history'];

/**
 * Whether the user may do at run time what LOG_PARTITION_ROWS asks for. A right that comes through a role is not seen
 * here, hence no more than a warning; a refusal is an incident.
 */
export async function checkPartitionRights(
  connection: DatabaseConnection,
  { DB_NAME, DB_USER }: { readonly DB_NAME: string; readonly DB_USER: string },
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const table of TABLES) {
    const rights = await readGrants(connection, DB_NAME, table);
    const missing = PARTITION_RIGHTS.filter((right) => !hasRight(rights, right));
    if (missing.length === 0) continue;
    findings.push({
      code: 'partition-right-missing',
      severity: 'warning',
      message: `LOG_PARTITION_ROWS is set, and user ${DB_USER} seems to lack ${missing.join(', ')} on table ${table}: its rows are deleted one by one instead.`,
      repair: `GRANT ${missing.join(', ')} ON \`${DB_NAME}\`.\`${table}\` TO ${await accountOf(connection)}`,
    });
  }
  return findings;
}
