import type { ALERT_UNITS, AlertRule } from '../../../../src-shared/alert.ts';

const UNITS: Readonly<Record<(typeof ALERT_UNITS)[AlertRule], string>> = {
  s: 's',
  ms: 'ms',
  'per-minute': 'per minute',
  times: 'times',
  MiB: 'MiB',
};
const ALERTS: Readonly<Record<AlertRule, string>> = {
  'database-away': 'The database is away',
  lag: 'Changes arrive late',
  'gap-age': 'A transaction has been open for long',
  errors: 'Many errors are logged',
  drift: 'Orders were changed past the log',
  'log-size': 'The change log takes much disk',
};

function plural(count: number, noun: string): string {
  return `${amount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

function amount(count: number): string {
  return count.toLocaleString('en-GB');
}

function duration(minutes: number): string {
  if (minutes % 1_440 === 0) return plural(minutes / 1_440, 'day');
  return minutes % 60 === 0 ? plural(minutes / 60, 'hour') : plural(minutes, 'minute');
}

/** What notifications of the system say. */
export const newsWords = {
  lost: (seconds: number) => `The database has been away for more than ${plural(seconds, 'second')}`,
  lostBody: 'Changes are not shown until it is back.',
  back: 'The database is back',
  backBody: 'Every screen shows the current orders again.',
  overdueOne: (id: number, minutes: number) => `Order ${id} has been pending for more than ${duration(minutes)}`,
  /** `isMore`: there are others that were not counted. */
  overdue: (count: number, minutes: number, isMore: boolean) =>
    `${isMore ? 'More than ' : ''}${amount(count)} orders have been pending for more than ${duration(minutes)}`,
  newOrder: (customer: string) => `New order of ${customer}`,
  newOrderBody: (id: number, product: string) => `Order ${id}: ${product}`,
  newOrders: (count: number, customer: string) => `${amount(count)} new orders of ${customer}`,
  newOrdersOfMany: (count: number, customer: string, others: number) =>
    `${amount(count)} new orders of ${customer} and ${plural(others, 'other customer')}`,
  alerts: ALERTS,
  alertOver: (name: string) => `Over: ${name}`,
  alertUnits: UNITS,
  alertFigure: (value: number, unit: string, limit: number) =>
    `${amount(value)} ${unit}, limit ${amount(limit)}. The Monitor tells more.`,
  andMore: (count: number) => `and ${amount(count)} more`,
};
