import { randomBytes } from 'node:crypto';
import type { Config } from '../config/config.ts';
import type { Logger } from '../observability/logger.ts';
import { type AppliedMigrations, pendingOf, readApplied } from './applied-migrations.ts';
import { lockName } from './lock-name.ts';
import { explainMigrationFailure, stillMigrating } from './migration-failure.ts';
import { loadMigrations } from './migration-files.ts';
import { type ConnectionTarget, type DatabaseConnection, openConnection } from './mysql-connection.ts';
import { classifyMysqlError } from './mysql-error.ts';
import type { Migration } from './parse-migration.ts';
import type { DatabaseAddress } from './plain-words.ts';
import { runMigration } from './run-migration.ts';

/** The settings that say where the database is and who may do what in it. */
export type MigrateConfig = Pick<
  Config,
  | 'DB_HOST'
  | 'DB_PORT'
  | 'DB_NAME'
  | 'DB_USER'
  | 'DB_PASSWORD'
  | 'DB_SETUP_USER'
  | 'DB_SETUP_PASSWORD'
  | 'DB_TLS'
  | 'DB_TLS_CA'
  | 'DB_CONNECT_TIMEOUT_MS'
  | 'MYSQL_DEBUG'
>;

export interface MigrateOptions {
  readonly config: MigrateConfig;
  readonly logger: Logger;
  /** Milliseconds to wait for another server that is migrating this database. */
  readonly lockWaitMs?: number;
  readonly migrations?: readonly Migration[];
  /** Also what applied migrations made and what is not there any more. */
  readonly again?: boolean;
}

export interface MigrationReport {
  readonly databaseCreated: boolean;
  /** Names of the migrations this run applied; empty when the schema was up to date. */
  readonly applied: readonly string[];
  /** Triggers of earlier versions that were replaced. */
  readonly droppedTriggers: readonly string[];
  /** Applied migrations whose text is not that of this build. */
  readonly changed: readonly string[];
}

const NOTHING_DONE = { databaseCreated: false, applied: [], droppedTriggers: [] } as const;
const LOCK_WAIT_MS = 600_000;

/**
 * Brings the database to the schema of this build: creates what is missing, upgrades what is older, while other
 * programs keep writing. Safe to run twice, by two servers at once, and again after a stop in the middle.
 *
 * @throws MigrationError when it cannot be done, in plain words; the driver's error when the server cannot be reached
 */
export async function migrate(options: MigrateOptions): Promise<MigrationReport> {
  const migrations = options.migrations ?? loadMigrations();
  const { config } = options;
  const seen = await appliedAsRuntimeUser(options);
  if (options.again !== true && seen !== null && pendingOf(migrations, seen, config.DB_NAME).length === 0) {
    return { ...NOTHING_DONE, changed: changedOf(migrations, seen, options.logger) };
  }
  const login = config.DB_SETUP_USER === '' ? runtimeLogin(config) : setupLogin(config);
  let connection: DatabaseConnection | null = null;
  try {
    connection = await openConnection(targetOf(options, login, null), { isolation: null, timeoutMs: null });
    return await migrateAs(connection, migrations, options);
  } catch (error) {
    throw explainMigrationFailure(error, addressOf(config, login.user));
  } finally {
    await connection?.close();
  }
}

/** Names and checksums of what is applied, as far as the run-time user can see it; `null` when it cannot. */
async function appliedAsRuntimeUser(options: MigrateOptions): Promise<AppliedMigrations | null> {
  const { config } = options;
  const target = targetOf(options, runtimeLogin(config), config.DB_NAME);
  let connection: DatabaseConnection | null = null;
  try {
    connection = await openConnection(target, { isolation: null, timeoutMs: config.DB_CONNECT_TIMEOUT_MS });
    return await readApplied(connection);
  } catch (error) {
    const kind = classifyMysqlError(error);
    if (kind === 'unknown-database' || kind === 'privilege') return null;
    throw error;
  } finally {
    await connection?.close();
  }
}

async function migrateAs(
  connection: DatabaseConnection,
  migrations: readonly Migration[],
  options: MigrateOptions,
): Promise<MigrationReport> {
  const { config, logger } = options;
  const database = config.DB_NAME;
  const databaseCreated = await enterDatabase(connection, database);
  const lock = lockName('migrate', database);
  await acquire(connection, lock, options);
  try {
    // Another server may have done it while we waited.
    const before = await readApplied(connection);
    await connection.execute('SET @orderdeck_epoch = ?, @orderdeck_token_secret = ?', [
      randomBytes(8).toString('hex'),
      randomBytes(32).toString('hex'),
    ]);
    const applied: string[] = [];
    const droppedTriggers: string[] = [];
    const pending = pendingOf(migrations, before, database);
    // Each statement of a migration knows by itself whether it is done.
    for (const migration of options.again === true ? migrations : pending) {
      logger.info({ migration: migration.name }, 'Migration begins');
      droppedTriggers.push(...(await runMigration(connection, migration, logger)));
      applied.push(migration.name);
    }
    logger.info({ databaseCreated, applied, droppedTriggers }, 'The database has the schema of this version');
    return { databaseCreated, applied, droppedTriggers, changed: changedOf(migrations, before, logger) };
  } finally {
    await connection.rows('SELECT RELEASE_LOCK(?)', [lock]).catch((error: unknown) => {
      // Closing the connection, which follows, releases it too.
      logger.debug({ error }, 'The migration lock was not released by name');
    });
  }
}

/** Creates the database when it is missing. `true` when it did. */
async function enterDatabase(connection: DatabaseConnection, database: string): Promise<boolean> {
  try {
    await connection.execute('USE ??', [database]);
    return false;
  } catch (error) {
    if (classifyMysqlError(error) !== 'unknown-database') throw error;
  }
  await connection.execute('CREATE DATABASE IF NOT EXISTS ?? CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci', [
    database,
  ]);
  await connection.execute('USE ??', [database]);
  return true;
}

async function acquire(connection: DatabaseConnection, lock: string, options: MigrateOptions): Promise<void> {
  const deadline = performance.now() + (options.lockWaitMs ?? LOCK_WAIT_MS);
  for (;;) {
    const seconds = Math.max(0, Math.min(10, Math.ceil((deadline - performance.now()) / 1000)));
    const [row] = await connection.rows('SELECT GET_LOCK(?, ?)', [lock, seconds]);
    if (Number(row?.[0]) === 1) return;
    if (performance.now() >= deadline) throw stillMigrating(options.config.DB_NAME);
    options.logger.info({ lock }, 'Another server is migrating this database; waiting for it');
  }
}

function changedOf(migrations: readonly Migration[], applied: AppliedMigrations, logger: Logger): readonly string[] {
  const changed = migrations
    // Without a checksum: an administrator ran the file by hand.
    .filter(({ name, checksum }) => (applied.get(name) ?? checksum) !== checksum)
    .map(({ name }) => name);
  if (changed.length > 0) logger.warn({ changed }, 'Migrations were applied with another text than this build has');
  return changed;
}

interface Login {
  readonly user: string;
  readonly password: string;
}

function runtimeLogin({ DB_USER, DB_PASSWORD }: MigrateConfig): Login {
  return { user: DB_USER, password: DB_PASSWORD };
}

function setupLogin({ DB_SETUP_USER, DB_SETUP_PASSWORD }: MigrateConfig): Login {
  return { user: DB_SETUP_USER, password: DB_SETUP_PASSWORD };
}

function addressOf({ DB_HOST, DB_PORT, DB_NAME }: MigrateConfig, user: string): DatabaseAddress {
  return { host: DB_HOST, port: DB_PORT, user, database: DB_NAME };
}

function targetOf(
  { config, logger }: MigrateOptions,
  { user, password }: Login,
  database: string | null,
): ConnectionTarget {
  return {
    host: config.DB_HOST,
    port: config.DB_PORT,
    user,
    password,
    database,
    tls: { mode: config.DB_TLS, caFile: config.DB_TLS_CA },
    connectTimeoutMs: config.DB_CONNECT_TIMEOUT_MS,
    logger,
    sqlDebug: config.MYSQL_DEBUG,
  };
}
