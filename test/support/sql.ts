import { loadConfig } from '../../src-main/config/config.ts';
import type { MigrateOptions } from '../../src-main/mysql/migrate.ts';
import { createDatabase, type Database, type DatabaseOptions } from '../../src-main/mysql/pool.ts';
import type { TestDatabase } from './database.ts';
import { recordingLogger } from './recording-logger.ts';

/** The program's own access to a test database; end it in the test. */
export function openDatabase(server: TestDatabase, options: Partial<DatabaseOptions> = {}): Database {
  return createDatabase({
    host: server.env.DB_HOST,
    port: Number(server.env.DB_PORT),
    user: server.env.DB_USER,
    password: server.env.DB_PASSWORD,
    database: server.name,
    tls: { mode: 'off', caFile: '' },
    connectionLimit: 5,
    queueLimit: 0,
    connectTimeoutMs: 5_000,
    logger: recordingLogger(),
    sqlDebug: false,
    ...options,
  });
}

/** Options to migrate a test database as its administrator. */
export function migrateOptions(server: TestDatabase, settings: Record<string, string> = {}): MigrateOptions {
  return { config: loadConfig({ ...server.env, ...settings }), logger: recordingLogger() };
}
