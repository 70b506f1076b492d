import type { DatabaseConnection } from './mysql-connection.ts';
import type { SchemaCondition } from './parse-migration.ts';
import { conditionHolds } from './schema-condition.ts';

/**
 * Why a statement guarded by these lines is still to be done: the first condition that does not hold. `null` when the
 * statement is done, that is when all conditions of one line hold, or when it has no guard.
 */
export async function firstMissing(
  connection: DatabaseConnection,
  unless: readonly (readonly SchemaCondition[])[],
): Promise<SchemaCondition | null> {
  let first: SchemaCondition | null = null;
  for (const line of unless) {
    const missing = await missingOf(connection, line);
    if (missing === null) return null;
    first ??= missing;
  }
  return first;
}

async function missingOf(
  connection: DatabaseConnection,
  conditions: readonly SchemaCondition[],
): Promise<SchemaCondition | null> {
  for (const condition of conditions) if (!(await conditionHolds(connection, condition))) return condition;
  return null;
}
