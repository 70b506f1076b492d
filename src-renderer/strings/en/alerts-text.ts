import type { AlertRule } from '../../../src-shared/alert.ts';
import { formatNumber } from '../../ui/format.ts';

const UNITS = { s: 's', ms: 'ms', 'per-minute': 'per minute', times: 'times', MiB: 'MiB' };
const RULES: Readonly<Record<AlertRule, string>> = {
  'database-away': 'The database is away',
  lag: 'Changes arrive late',
  'gap-age': 'A transaction has been open for long',
  errors: 'Many errors are logged',
  drift: 'Orders were changed past the log',
  'log-size': 'The change log takes much disk',
};
const ADVICE: Readonly<Record<AlertRule, string>> = {
  'database-away': 'See that it runs and can be reached. Nothing is lost meanwhile.',
  lag: 'Look at the load of the database and of the server.',
  'gap-age': 'The list of gaps names the connection that holds it.',
  errors: 'The last ones are listed at the end of this page.',
  drift: 'Every screen was given the table anew. Look for TRUNCATE, dropped triggers or a restore.',
  'log-size': 'Keep fewer rows or days, or make room.',
};

/** What the server found wrong by itself. */
export const alertsText = {
  title: 'Alerts',
  explanation:
    'Figures above their limit, and those that were. The limits are the variables ALERT_* of the server; each is also told to the log, to the desktop and to the addresses that are configured.',
  none: 'No figure has been above its limit since the server started.',
  rules: RULES,
  advice: ADVICE,
  units: UNITS,
  amount: (value: number, unit: string) => `${formatNumber(Math.round(value))} ${unit}`,
  states: { active: 'active', over: 'over' },
  columns: {
    state: { name: 'State', about: 'Whether it lasts or is over.' },
    rule: { name: 'What', about: 'What is or was above its limit, and what to do.' },
    value: { name: 'Worst', about: 'The highest value while it lasted.' },
    limit: { name: 'Limit', about: 'The value above which it is an alert.' },
    since: { name: 'Began', about: 'When the value went above its limit.' },
    ended: { name: 'Ended', about: 'When it had been below its limit for 30 s.' },
  },
  webhooks: {
    title: 'Messages to other programs',
    explanation: 'Each alert is sent, signed, to the addresses of ALERT_WEBHOOK_URLS, and again until it is taken.',
    figures: (delivered: number, pending: number, undelivered: number) =>
      `${formatNumber(delivered)} delivered, ${formatNumber(pending)} waiting, ${formatNumber(undelivered)} given up`,
    problem: (why: string) => `The last attempt failed: ${why}.`,
    retry: 'Send again what was given up',
    retried: (count: number) => `${formatNumber(count)} are being sent again`,
    failed: 'The server did not answer. Try again.',
  },
  diagnostics: {
    button: 'Save diagnostics',
    hint: 'One file for whoever helps: figures, errors, settings without passwords. No orders, no people.',
  },
};
