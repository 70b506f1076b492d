import type { DatabaseConnection, Isolation } from './mysql-connection.ts';
import { classifyMysqlError } from './mysql-error.ts';

/**
 * Runs `run` in a transaction of the connection: committed when it resolves, rolled back when it rejects.
 *
 * @param isolation of this transaction alone; by default that of the server
 */
export async function inTransaction<T>(
  connection: DatabaseConnection,
  run: (connection: DatabaseConnection) => Promise<T>,
  isolation: Isolation | null = null,
): Promise<T> {
  if (isolation !== null) await connection.execute(`SET TRANSACTION ISOLATION LEVEL ${isolation}`);
  await connection.execute('START TRANSACTION');
  try {
    const result = await run(connection);
    await connection.execute('COMMIT');
    return result;
  } catch (error) {
    if (!isBroken(error)) await rollBack(connection);
    throw error;
  }
}

async function rollBack(connection: DatabaseConnection): Promise<void> {
  try {
    await connection.execute('ROLLBACK');
  } catch {
    // The first error is the one that matters; a connection that cannot roll back must not be used again.
    connection.destroy();
  }
}

/** Whether the connection that gave this error must not be used again. */
export function isBroken(error: unknown): boolean {
  // After a failover the old primary answers "read-only": a new connection finds the new one.
  const kind = classifyMysqlError(error);
  return kind === 'unreachable' || kind === 'read-only';
}
