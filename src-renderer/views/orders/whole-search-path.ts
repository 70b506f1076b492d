import type { OrderFilter } from './order-filter.ts';

/** Hits on one page. */
const PAGE = 50;

/** Pure: where the server answers a search of the whole table, newest first. */
export function wholeSearchPath({ search, status }: OrderFilter): string {
  const query = new URLSearchParams();
  if (status !== null) query.set('status', status);
  const words = wordsToFind(search);
  if (words !== '') query.set('q', words);
  query.set('sort', '-id');
  query.set('limit', String(PAGE));
  return `/api/orders?${query}`;
}

/** Pure: what is looked for; `#1042` means the number. */
export function wordsToFind(search: string): string {
  return search.trim().replace(/^#(?=\d+$)/, '');
}

/** Pure: the number that was typed; `null` when it is something else. */
export function idToFind(search: string): number | null {
  const id = /^[1-9]\d{0,15}$/.test(wordsToFind(search)) ? Number(wordsToFind(search)) : Number.NaN;
  return Number.isSafeInteger(id) ? id : null;
}
