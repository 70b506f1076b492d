import type { IdRange } from '../feed/position.ts';

/**
 * `id IN (...) OR id BETWEEN ...` for ascending ranges. Ids are numbers of ours, so they are written out: a statement
 * with ten thousand placeholders would cost more to prepare than to run.
 */
export function idRangesSql(ranges: readonly IdRange[]): string {
  const singles: number[] = [];
  const conditions: string[] = [];
  for (const { from, to } of ranges) {
    if (to - from < 8) for (let id = from; id <= to; id++) singles.push(id);
    else conditions.push(`id BETWEEN ${from} AND ${to}`);
  }
  if (singles.length > 0) conditions.push(`id IN (${singles.join(',')})`);
  return conditions.length === 0 ? 'FALSE' : conditions.join(' OR ');
}
