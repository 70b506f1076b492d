import type { DatabaseConnection } from './mysql-connection.ts';
import { classifyMysqlError } from './mysql-error.ts';

/** So many are counted one by one, which takes milliseconds. */
const EXACT = 100_000;

/** How many orders the connection's database holds: exact up to 100,000, beyond that as the server estimates. `null`: no such table, or no right to look. */
export async function countOrders(connection: DatabaseConnection): Promise<number | null> {
  try {
    const [counted] = await connection.rows(`SELECT COUNT(*) FROM (SELECT 1 FROM orders LIMIT ${EXACT + 1}) AS some`);
    const count = Number(counted?.[0]);
    if (count <= EXACT) return count;
    const [estimate] = await connection.rows(
      "SELECT TABLE_ROWS FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'orders'",
    );
    return Math.max(count, Number(estimate?.[0] ?? 0));
  } catch (error) {
    const kind = classifyMysqlError(error);
    if (kind === 'missing-table' || kind === 'privilege') return null;
    throw error;
  }
}
