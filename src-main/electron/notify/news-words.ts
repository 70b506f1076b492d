import { ALERT_UNITS } from '../../../src-shared/alert.ts';
import type { Order } from '../../../src-shared/order.ts';
import { words } from '../words/words.ts';
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

/** Pure, but for the language. Everything that is to be told as one announcement; `news` holds at least one. */
export function announcementOf(news: readonly News[]): Announcement {
  const parts = [...databaseParts(news), ...overdueParts(news), ...customerParts(news), ...alertParts(news)];
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
        title: words.news.lost(last.seconds),
        body: last.problem ?? words.news.lostBody,
        hash: '#/monitor',
      },
    ];
  }
  if (last?.kind !== 'database-back') return [];
  return [{ title: words.news.back, body: words.news.backBody, hash: '#/monitor' }];
}

function overdueParts(news: readonly News[]): Announcement[] {
  const found = news.filter((one) => one.kind === 'overdue');
  const [last] = found.slice(-1);
  if (last === undefined) return [];
  const orders = [...new Map(found.flatMap((one) => one.orders).map((order) => [order.id, order])).values()];
  const [only] = orders;
  if (only !== undefined && orders.length === 1) {
    return [{ title: words.news.overdueOne(only.id, last.minutes), body: lineOf(only), hash: `#/orders/${only.id}` }];
  }
  const isMore = found.some(({ more }) => more);
  return [
    { title: words.news.overdue(orders.length, last.minutes, isMore), body: listOf(orders), hash: PENDING_ORDERS },
  ];
}

function customerParts(news: readonly News[]): Announcement[] {
  const orders = news.flatMap((one) => (one.kind === 'customer-order' ? [one.order] : []));
  const [only] = orders;
  if (only === undefined) return [];
  const customer = clipped(only.customer_name);
  if (orders.length === 1) {
    const body = words.news.newOrderBody(only.id, clipped(only.product_name));
    return [{ title: words.news.newOrder(customer), body, hash: `#/orders/${only.id}` }];
  }
  const others = new Set(orders.map(({ customer_name }) => customer_name.toLowerCase())).size - 1;
  const { newOrders, newOrdersOfMany } = words.news;
  const title = others === 0 ? newOrders(orders.length, customer) : newOrdersOfMany(orders.length, customer, others);
  return [{ title, body: listOf(orders), hash: '#/orders' }];
}

function alertParts(news: readonly News[]): Announcement[] {
  // One that began and ended before anybody was told is told as what it is now.
  const alerts = new Map(news.flatMap((one) => (one.kind === 'alert' ? [[one.alert.id, one.alert] as const] : [])));
  return [...alerts.values()].map((alert) => {
    const name = words.news.alerts[alert.rule];
    const body = words.news.alertFigure(
      Math.round(alert.value),
      words.news.alertUnits[ALERT_UNITS[alert.rule]],
      alert.limit,
    );
    return { title: alert.endedAt === null ? name : words.news.alertOver(name), body, hash: '#/monitor' };
  });
}

function listOf(orders: readonly Order[]): string {
  const lines = orders.slice(0, LISTED).map((order) => `${order.id}: ${lineOf(order)}`);
  const others = orders.length - lines.length;
  return [...lines, ...(others > 0 ? [words.news.andMore(others)] : [])].join('\n');
}

function lineOf({ customer_name, product_name }: Order): string {
  return `${clipped(customer_name)}, ${clipped(product_name)}`;
}

/** On one line, whatever it holds: a name tells nothing of its own, and does not turn what stands around it. */
function clipped(name: string): string {
  const characters = [...name.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ')];
  return characters.length <= NAME_LENGTH ? characters.join('') : `${characters.slice(0, NAME_LENGTH - 1).join('')}…`;
}
