import type { Order } from '../../../src-shared/order.ts';
import type { News } from './notification-rules.ts';

/** What a notification of the system says, and the place of the console that a click opens. */
export interface Announcement {
  readonly title: string;
  readonly body: string;
  /** A route of the console, such as `#/orders/123`. */
  readonly hash: string;
}

const LISTED = 3;
const NAME_LENGTH = 60;
export const PENDING_ORDERS = '#/orders?status=pending';

/** Pure. Everything that is to be told as one announcement; `news` holds at least one. */
export function announcementOf(news: readonly News[]): Announcement {
  const parts = [...databaseParts(news), ...overdueParts(news), ...customerParts(news)];
  const [first, ...others] = parts;
  if (first === undefined) throw new TypeError('There is nothing to tell');
  if (others.length === 0) return first;
  return { title: first.title, body: others.map(({ title }) => title).join('\n'), hash: first.hash };
}

function databaseParts(news: readonly News[]): Announcement[] {
  const [last] = news.filter(({ kind }) => kind === 'database-lost' || kind === 'database-back').slice(-1);
  if (last?.kind === 'database-lost') {
    return [
      {
        title: `The database has been away for more than ${plural(last.seconds, 'second')}`,
        body: last.problem ?? 'Changes are not shown until it is back.',
        hash: '#/monitor',
      },
    ];
  }
  if (last?.kind !== 'database-back') return [];
  return [{ title: 'The database is back', body: 'Every screen shows the current orders again.', hash: '#/monitor' }];
}

function overdueParts(news: readonly News[]): Announcement[] {
  const found = news.filter((one) => one.kind === 'overdue');
  const [last] = found.slice(-1);
  if (last === undefined) return [];
  const orders = [...new Map(found.flatMap((one) => one.orders).map((order) => [order.id, order])).values()];
  const [only] = orders;
  const wait = `pending for more than ${duration(last.minutes)}`;
  if (only !== undefined && orders.length === 1) {
    return [{ title: `Order ${only.id} has been ${wait}`, body: lineOf(only), hash: `#/orders/${only.id}` }];
  }
  const count = found.some(({ more }) => more) ? `More than ${amount(orders.length)}` : amount(orders.length);
  return [{ title: `${count} orders have been ${wait}`, body: listOf(orders), hash: PENDING_ORDERS }];
}

function customerParts(news: readonly News[]): Announcement[] {
  const orders = news.flatMap((one) => (one.kind === 'customer-order' ? [one.order] : []));
  const [only] = orders;
  if (only === undefined) return [];
  const customer = clipped(only.customer_name);
  if (orders.length === 1) {
    const body = `Order ${only.id}: ${clipped(only.product_name)}`;
    return [{ title: `New order of ${customer}`, body, hash: `#/orders/${only.id}` }];
  }
  const others = new Set(orders.map(({ customer_name }) => customer_name.toLowerCase())).size - 1;
  const whose = others === 0 ? customer : `${customer} and ${plural(others, 'other customer')}`;
  return [{ title: `${amount(orders.length)} new orders of ${whose}`, body: listOf(orders), hash: '#/orders' }];
}

function listOf(orders: readonly Order[]): string {
  const lines = orders.slice(0, LISTED).map((order) => `${order.id}: ${lineOf(order)}`);
  const others = orders.length - lines.length;
  return [...lines, ...(others > 0 ? [`and ${amount(others)} more`] : [])].join('\n');
}

function lineOf({ customer_name, product_name }: Order): string {
  return `${clipped(customer_name)}, ${clipped(product_name)}`;
}

function clipped(name: string): string {
  const characters = [...name];
  return characters.length <= NAME_LENGTH ? name : `${characters.slice(0, NAME_LENGTH - 1).join('')}…`;
}

function duration(minutes: number): string {
  if (minutes % 1_440 === 0) return plural(minutes / 1_440, 'day');
  return minutes % 60 === 0 ? plural(minutes / 60, 'hour') : plural(minutes, 'minute');
}

function plural(count: number, noun: string): string {
  return `${amount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

function amount(count: number): string {
  return count.toLocaleString('en-GB');
}
