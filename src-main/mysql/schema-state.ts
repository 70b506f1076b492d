import { pendingOf, readApplied } from './applied-migrations.ts';
import { MigrationError } from './migration-error.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import { classifyMysqlError } from './mysql-error.ts';
import type { Migration } from './parse-migration.ts';
import { conditionHolds } from './schema-condition.ts';

/** How far the schema of a database is, seen from this build. */
export type SchemaState =
  /** Neither orders nor a log. */
  | { readonly kind: 'missing' }
  /** Of an earlier version, or half done: these migrations are left. */
  | { readonly kind: 'older'; readonly pending: readonly Migration[] }
  | { readonly kind: 'complete' }
  /** A newer version has been here; says so. */
  | { readonly kind: 'newer'; readonly error: MigrationError }
  /** It has a table `orders` that was never made for this: these columns are not in it. */
  | { readonly kind: 'foreign'; readonly lacks: readonly string[] }
  /** This user may not see it. */
  | { readonly kind: 'hidden' };

/** What every version of this design has had in `orders`. */
const COLUMNS = ['id', 'customer_name', 'product_name', 'status', 'updated_at'];

/** Of the database the connection is in. Changes nothing. */
export async function readSchemaState(
  connection: DatabaseConnection,
  database: string,
  migrations: readonly Migration[],
): Promise<SchemaState> {
  try {
    const applied = await readApplied(connection);
    const pending = pendingOf(migrations, applied, database);
    if (pending.length === 0) return { kind: 'complete' };
    const hasOrders = await conditionHolds(connection, { kind: 'table', table: 'orders' });
    if (!hasOrders) return applied.size === 0 ? { kind: 'missing' } : { kind: 'older', pending };
    const lacks = await missingColumns(connection);
    return lacks.length > 0 ? { kind: 'foreign', lacks } : { kind: 'older', pending };
  } catch (error) {
    if (error instanceof MigrationError) return { kind: 'newer', error };
    if (classifyMysqlError(error) === 'privilege') return { kind: 'hidden' };
    throw error;
  }
}

async function missingColumns(connection: DatabaseConnection): Promise<string[]> {
  const lacks: string[] = [];
  for (const column of COLUMNS) {
    if (!(await conditionHolds(connection, { kind: 'column', table: 'orders', column }))) lacks.push(column);
  }
  return lacks;
}
