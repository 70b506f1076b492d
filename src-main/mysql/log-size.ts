import type { Database } from './pool.ts';

/**
 * MySQL 8 and later answer such questions from what they learned a day ago unless told otherwise; for others the hint is
 * a comment.
 */
const FRESH = '/*+ SET_VAR(information_schema_stats_expiry=0) */';

/** Bytes that the change log and the history of orders take, with their indexes, as the server estimates. */
export async function readLogBytes(database: Database): Promise<number> {
  const [row] = await database.use((connection) =>
    connection.rows(
      `SELECT ${FRESH} SUM(DATA_LENGTH + INDEX_LENGTH) FROM information_schema.TABLES
       WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME IN ('order_changes', 'order_history')`,
    ),
  );
  return Number(row?.[0] ?? 0);
}
