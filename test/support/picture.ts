import type { Order } from '../../src-shared/order.ts';

/** What a client shows: the orders it holds, by id. */
export type Picture = Map<number, Order>;

/**
 * Compares a client's picture with the table, row by row and field by field.
 *
 * @returns one line for each difference, at most `limit`; empty when they are equal
 */
export function differences(
  picture: ReadonlyMap<number, Order>,
  table: ReadonlyMap<number, Order>,
  limit = 10,
): string[] {
  const found: string[] = [];
  const ids = [...new Set([...picture.keys(), ...table.keys()])].sort((a, b) => a - b);
  for (const id of ids) {
    if (found.length === limit) break;
    const [shown, stored] = [picture.get(id), table.get(id)];
    if (shown === undefined) found.push(`order ${id} is in the table and not in the picture`);
    else if (stored === undefined) found.push(`order ${id} is in the picture and not in the table`);
    else found.push(...fieldDifferences(shown, stored));
  }
  return found.slice(0, limit);
}

function fieldDifferences(shown: Order, stored: Order): string[] {
  const fields = [...new Set([...Object.keys(stored), ...Object.keys(shown)])] as (keyof Order)[];
  return fields
    .filter((field) => shown[field] !== stored[field])
    .map(
      (field) =>
        `order ${stored.id}: ${field} is ${JSON.stringify(shown[field])}, in the table ${JSON.stringify(stored[field])}`,
    );
}
