import type { IdRange } from '../feed/position.ts';

/** MariaDB turns a longer list (1000 by default) into a subquery, and then reads the whole table instead of the rows. */
const LIST = 500;

/**
 * `id IN (...) OR id BETWEEN ...` for ranges. Ids are numbers of ours, so they are written out: a statement with ten
 * thousand placeholders would cost more to prepare than to run.
 */
export function idRangesSql(ranges: readonly IdRange[]): string {
  const singles: number[] = [];
  const conditions: string[] = [];
  for (const { from, to } of ranges) {
    if (to - from < 8) for (let id = from; id <= to; id++) singles.push(id);
    else conditions.push(`id BETWEEN ${from} AND ${to}`);
  }
  for (let i = 0; i < singles.length; i += LIST) conditions.push(`id IN (${singles.slice(i, i + LIST).join(',')})`);
  return conditions.length === 0 ? 'FALSE' : conditions.join(' OR ');
}
