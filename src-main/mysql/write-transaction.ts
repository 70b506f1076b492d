import { setTimeout as pause } from 'node:timers/promises';
import { backoff } from '../base/backoff.ts';
import { type DatabaseConnection, type Isolation, USUAL_SILENCE_SECONDS } from './mysql-connection.ts';
import { classifyMysqlError, toAppError } from './mysql-error.ts';
import type { Database } from './pool.ts';
import { inTransaction } from './transaction.ts';

const RETRIES = 3;
const RETRY = { firstMs: 20, mostMs: 200 };
const ACTOR_MAX = 255;
/** A process that is stopped in the middle keeps the orders locked for so long, and no longer. */
const SILENCE_SECONDS = 10;

/**
 * One transaction whose changes the log attributes to `actor`; repeated as a whole when MySQL gives it up for a
 * deadlock or a lock.
 *
 * @throws AppError `database-busy` when that keeps happening, `database-unavailable` when MySQL is away
 */
export async function writeTransaction<T>(
  database: Database,
  actor: string,
  run: (connection: DatabaseConnection) => Promise<T>,
  isolation: Isolation | null = null,
): Promise<T> {
  for (let failures = 1; ; failures++) {
    try {
      return await database.use((connection) =>
        asActor(connection, actor, () => inTransaction(connection, run, isolation)),
      );
    } catch (error) {
      const kind = classifyMysqlError(error);
      const again = (kind === 'deadlock' || kind === 'lock-timeout') && failures <= RETRIES;
      if (!again) throw forClients(error);
      await pause(backoff(failures, RETRY, Math.random()));
    }
  }
}

/** The connection is lent to others afterwards, so it must not keep the actor, whatever happens. */
async function asActor<T>(connection: DatabaseConnection, actor: string, run: () => Promise<T>): Promise<T> {
  await connection.execute(`SET @orderdeck_actor = ?, SESSION wait_timeout = ${SILENCE_SECONDS}`, [
    actor.slice(0, ACTOR_MAX),
  ]);
  try {
    return await run();
  } finally {
    const reset = `SET @orderdeck_actor = NULL, SESSION wait_timeout = ${USUAL_SILENCE_SECONDS}`;
    await connection.execute(reset).catch(() => connection.destroy());
  }
}

/** A database that is away or busy, in words for clients; anything else as it is, so that the log shows it whole. */
export function forClients(error: unknown): unknown {
  const translated = toAppError(error);
  return translated.problem.code === 'internal-error' ? error : translated;
}
