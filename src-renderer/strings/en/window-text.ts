import { formatNumber } from '../../ui/format.ts';
import { orders } from './orders-count.ts';

/** What is said where the table is too large to be held here. */
export const windowText = {
  held: (held: number, total: number) => `${formatNumber(held)} of ${orders(total)}: the newest, and all that are open`,
  newestOnly: (held: number, total: number) =>
    `Only the newest ${formatNumber(held)} of ${orders(total)}. Older open ones are too many to be listed`,
  found: (shown: number, held: number) => `${formatNumber(shown)} found in the ${formatNumber(held)} listed here`,
  atLeast: (count: string) => `${count}+`,
  atLeastHint: 'At least so many: older orders that are not listed here are not counted.',
  atLeastShort: 'at least, older ones not counted',
  searchAll: (total: number) => `Search all ${orders(total)}`,
  searchAllFor: (total: number, search: string) => `Search all ${orders(total)} for “${search}”`,
  searchAllKey: 'Enter in the search field does the same',
  title: 'Search of all orders',
  contains: (words: string) => `All orders with “${words}” in number, customer or product`,
  inStatus: (status: string) => `status ${status}`,
  all: 'All orders',
  back: 'Back to the list',
  searching: 'Searching all orders',
  foundAll: (count: number) => `${orders(count)} found`,
  foundSoFar: (count: number) => `${orders(count)} found so far, newest first`,
  more: 'Show more',
  none: 'No order matches',
  noneHint: 'All orders were looked at, also those that the list does not hold.',
  failed: 'The search was not finished',
  failedLost: 'There is no connection to the server. Search again when it is back.',
  retry: 'Search again',
  gone: 'deleted',
  seeking: (id: number) => `Order ${id} is being fetched`,
  unread: (id: number) => `Order ${id} could not be fetched`,
  unreadHint: 'It is not in the list, so the server was asked for it, and gave no answer.',
  unreadLost: 'It is not in the list, and there is no connection to the server. It is fetched as soon as that is back.',
  fetchAgain: 'Try again',
};
