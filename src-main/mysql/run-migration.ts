import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../observability/logger.ts';
import { otherLogTriggers, readOrdersTriggers } from './log-triggers.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import { classifyMysqlError, mysqlErrno } from './mysql-error.ts';
import type { Migration } from './parse-migration.ts';
import { firstMissing } from './statement-done.ts';

// An ALTER that waits for a transaction to end makes every later writer wait behind it. So it waits briefly, lets the
// writers pass, and tries again.
const DDL_LOCK_WAIT_SECONDS = 1;
const PAUSE_MS = 1_000;
const ATTEMPTS = 240;

/**
 * Runs the statements of one migration that are not done yet, and records it. Safe to repeat after a stop anywhere.
 *
 * @param connection of its own; its session settings are changed
 * @returns names of the triggers it dropped
 * @throws the server's error
 */
export async function runMigration(
  connection: DatabaseConnection,
  migration: Migration,
  logger: Logger,
): Promise<readonly string[]> {
  await connection.execute(`SET SESSION lock_wait_timeout = ${DDL_LOCK_WAIT_SECONDS}`);
  const dropped: string[] = [];
  for (const statement of migration.statements) {
    const guarded = statement.unless.length > 0;
    if (guarded && (await firstMissing(connection, statement.unless)) === null) continue;
    if (statement.dropOtherLogTriggers !== null) {
      dropped.push(...(await dropOtherLogTriggers(connection, statement.dropOtherLogTriggers, logger)));
    }
    try {
      await patiently(connection, statement.sql, logger);
    } catch (error) {
      const errno = mysqlErrno(error);
      if (errno === null || !statement.allow.includes(errno)) throw error;
      logger.warn(
        { migration: migration.name, errno },
        'A step of the migration is not possible here and was left out',
      );
    }
  }
  await connection.execute('UPDATE orderdeck_migrations SET checksum = ? WHERE name = ?', [
    migration.checksum,
    migration.name,
  ]);
  return dropped;
}

async function dropOtherLogTriggers(
  connection: DatabaseConnection,
  prefix: string,
  logger: Logger,
): Promise<readonly string[]> {
  const others = otherLogTriggers(await readOrdersTriggers(connection), prefix);
  for (const { name } of others) await patiently(connection, `DROP TRIGGER \`${name.replace(/`/g, '``')}\``, logger);
  return others.map(({ name }) => name);
}

async function patiently(connection: DatabaseConnection, sql: string, logger: Logger): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await connection.execute(sql);
      return;
    } catch (error) {
      const kind = classifyMysqlError(error);
      if ((kind !== 'lock-timeout' && kind !== 'deadlock') || attempt === ATTEMPTS) throw error;
      if (attempt % 10 === 1) logger.warn({ attempt }, 'The migration waits for transactions of other programs to end');
      await pause(PAUSE_MS);
    }
  }
}
