import type { AlertRule } from '../../src-shared/alert.ts';

/** What an alert says to a person who reads it in a log or a message, and what to do. */
export function alertMessage(rule: AlertRule, value: number, limit: number): string {
  const figure = Math.round(value);
  switch (rule) {
    case 'database-away':
      return `The database has been away for ${figure} s (limit ${limit} s). Screens show old data until it is back; see that it runs and can be reached.`;
    case 'lag':
      return `Changes need ${figure} ms from commit to sending (95th percentile of a minute, limit ${limit} ms). Look at the load of the database and of this machine.`;
    case 'gap-age':
      return `A transaction that changed orders has been open for ${figure} s (limit ${limit} s). Nobody sees its changes until it commits; the Monitor names the connection.`;
    case 'errors':
      return `${figure} errors were logged within a minute (limit ${limit}). The Monitor lists the last ones.`;
    case 'drift':
      return `The table of orders was changed past its log (${figure} times in ten minutes). All screens were given the table anew; look for TRUNCATE, dropped triggers or a restore.`;
    case 'log-size':
      return `The change log and the history of orders take ${figure} MiB (limit ${limit} MiB). Shorten LOG_RETENTION_ROWS or HISTORY_RETENTION_DAYS, or make room.`;
  }
}
