import type { Finding } from '../../src-shared/rest-api.ts';
import type { DatabaseConnection } from './mysql-connection.ts';

const TOLERATED_MS = 5_000;

/**
 * Time zone of the session and the server's clock against ours.
 *
 * @param now milliseconds since 1970 by this machine's clock
 */
export async function checkClock(connection: DatabaseConnection, now: () => number): Promise<Finding[]> {
  const before = now();
  const [row] = await connection.rows('SELECT @@SESSION.time_zone, UNIX_TIMESTAMP(NOW(6)) * 1000');
  const ours = (before + now()) / 2;
  return [...judgeTimeZone(String(row?.[0])), ...judgeOffset(Number(row?.[1]) - ours)];
}

function judgeTimeZone(zone: string): Finding[] {
  if (zone === '+00:00') return [];
  return [
    {
      code: 'time-zone',
      severity: 'error',
      message: `The session has time zone ${zone} although this program asked for UTC, so the times it shows are wrong. Something between this program and MySQL (a proxy that shares connections?) changes sessions.`,
      repair: "SET time_zone = '+00:00'",
    },
  ];
}

function judgeOffset(offsetMs: number): Finding[] {
  if (Math.abs(offsetMs) <= TOLERATED_MS) return [];
  const seconds = Math.round(Math.abs(offsetMs) / 1000);
  return [
    {
      code: 'clock-offset',
      severity: 'warning',
      message: `The clock of the MySQL server is ${seconds} s ${offsetMs > 0 ? 'ahead of' : 'behind'} this machine's. No change is lost by that, but times and ages are shown wrong. Let both follow a time server.`,
      repair: null,
    },
  ];
}
