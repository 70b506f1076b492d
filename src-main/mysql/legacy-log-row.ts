import type { LogRow } from './change-log-row.ts';
import { decodeStatus } from './order-row.ts';

/**
 * A row written by the triggers of the base, completed to what today's write: they knew no version and no creation
 * time, and wrote the time in the zone of the writer's session, which nobody knows any more, so it is left out.
 * Anything else comes back as it is. For reading history only: the feed never starts below these rows, and beside
 * today's triggers (in the moment of an upgrade) they are repetitions.
 */
export function completeLegacyRow(row: LogRow): LogRow {
  const [id, orderId, operation, oldData, newData, actor, changedAt] = row;
  return [id, orderId, operation, completeOrder(oldData), completeOrder(newData), actor, changedAt];
}

function completeOrder(json: string | null): string | null {
  if (json === null) return null;
  const order = parseObject(json);
  if (order === null || 'version' in order) return json;
  const { id, customer_name, product_name, status } = order;
  const known = { id, customer_name, product_name, status: decodeStatus(status) };
  return JSON.stringify({ ...known, version: 0, updated_at: null, created_at: null });
}

function parseObject(json: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch (error) {
    // Not JSON at all: `decodeChange` says so.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
