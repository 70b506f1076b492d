import { newerSchema } from './migration-failure.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import { classifyMysqlError } from './mysql-error.ts';
import type { Migration } from './parse-migration.ts';

/** Names of the migrations a database has seen, with the checksum of their text; `null`: run by hand. */
export type AppliedMigrations = ReadonlyMap<string, string | null>;

/** Of the connection's database; none where it has no table of them. */
export async function readApplied(connection: DatabaseConnection): Promise<AppliedMigrations> {
  try {
    const rows = await connection.rows('SELECT name, checksum FROM orderdeck_migrations');
    return new Map(rows.map(([name, checksum]) => [String(name), checksum === null ? null : String(checksum)]));
  } catch (error) {
    if (classifyMysqlError(error) === 'missing-table') return new Map();
    throw error;
  }
}

/** @throws MigrationError when the database is ahead of this build */
export function pendingOf(
  migrations: readonly Migration[],
  applied: AppliedMigrations,
  database: string,
): readonly Migration[] {
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = [...applied.keys()].filter((name) => !known.has(name)).sort();
  if (unknown.length > 0) throw newerSchema(database, unknown);
  return migrations.filter(({ name }) => !applied.has(name));
}
