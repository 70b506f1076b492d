import type { DatabaseConnection } from './mysql-connection.ts';

/**
 * Rows of the log below this id are in the archive as well, or had their time: who reads both tables reads the log from
 * here on. 0 unless the log is cleaned by partitions, which are dropped some time after their rows were archived.
 */
export async function readArchivedMark(connection: DatabaseConnection): Promise<number> {
  const [row] = await connection.rows("SELECT value FROM orderdeck_meta WHERE name = 'archived_below'");
  return Number(row?.[0] ?? 0);
}

/** The same for who is about to move it. A log whose ids began anew has nothing in the archive. */
export async function readValidMark(connection: DatabaseConnection): Promise<number> {
  const mark = await readArchivedMark(connection);
  if (mark === 0) return 0;
  const [row] = await connection.rows('SELECT MAX(id) FROM order_changes');
  return mark <= Number(row?.[0] ?? 0) + 1 ? mark : 0;
}

/** In the transaction that copies the rows, so that each is in one of the two at every moment. */
export async function moveArchivedMark(connection: DatabaseConnection, below: number): Promise<void> {
  await connection.execute("UPDATE orderdeck_meta SET value = ? WHERE name = 'archived_below'", [String(below)]);
}
