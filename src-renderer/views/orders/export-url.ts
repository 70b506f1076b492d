import { ORDER_SORTS } from '../../../src-shared/rest-api.ts';
import type { SortChoice } from '../../store/preferences.ts';
import type { OrderFilter } from './order-filter.ts';

/** Where the orders that the filter shows are as a file. Sorted as on the screen where the server has an index for it. */
export function exportUrl({ status, search }: OrderFilter, sort: SortChoice | null): string {
  const query = new URLSearchParams();
  if (status !== null) query.set('status', status);
  if (search.trim() !== '') query.set('q', search.trim());
  const wanted = sort === null ? '-id' : `${sort.direction === 'desc' ? '-' : ''}${sort.column}`;
  query.set('sort', ORDER_SORTS.find((known) => known === wanted) ?? '-id');
  return `/api/orders.csv?${query}`;
}
