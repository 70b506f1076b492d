import type { Finding } from '../../src-shared/rest-api.ts';
import type { DatabaseConnection } from './mysql-connection.ts';
import { readVariables } from './server-variables.ts';

/** The server itself: old enough to lack something, read-only, or logging in a way that harms writers. */
export async function checkServer(connection: DatabaseConnection): Promise<Finding[]> {
  const [row] = await connection.rows('SELECT VERSION()');
  const names = ['read_only', 'super_read_only', 'innodb_read_only', 'log_bin', 'binlog_format'];
  const variables = await readVariables(connection, names);
  return [
    ...judgeVersion(String(row?.[0])),
    ...judgeReadOnly(variables),
    ...judgeBinaryLog(variables),
    ...(await checkJson(connection)),
  ];
}

const OLDEST = { MySQL: [5, 7], MariaDB: [10, 4] } as const;

/** @param version as VERSION() gives it, for example `5.7.44-log` or `10.11.19-MariaDB` */
export function judgeVersion(version: string): Finding[] {
  const product = version.includes('MariaDB') ? 'MariaDB' : 'MySQL';
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(version) ?? [];
  const [oldestMajor, oldestMinor] = OLDEST[product];
  const oldEnough = Number(major) > oldestMajor || (Number(major) === oldestMajor && Number(minor) >= oldestMinor);
  if (major === undefined || oldEnough) return [];
  return [
    {
      code: 'server-too-old',
      severity: 'error',
      message: `This server is ${product} ${version}. This program needs MySQL 5.7 or MariaDB 10.4, or newer: older ones allow only one trigger for each event and have no JSON that it could rely on.`,
      repair: null,
    },
  ];
}

/** @param variables of the server, lower-case names */
export function judgeReadOnly(variables: ReadonlyMap<string, string>): Finding[] {
  const on = [...variables].filter(([name, value]) => name.endsWith('read_only') && value !== 'OFF' && value !== '0');
  if (on.length === 0) return [];
  const names = on.map(([name]) => name);
  return [
    {
      code: 'server-read-only',
      severity: 'error',
      message: `This server is read-only (${names.join(', ')}). Orders can be looked at but not changed, and this server cannot tell others how far it has read. Is it a replica?`,
      repair: names.includes('innodb_read_only')
        ? null
        : names
            .sort()
            .reverse()
            .map((name) => `SET GLOBAL ${name} = OFF`)
            .join('; '),
    },
  ];
}

/** @param variables of the server, lower-case names */
export function judgeBinaryLog(variables: ReadonlyMap<string, string>): Finding[] {
  if (variables.get('log_bin') !== 'ON' || variables.get('binlog_format') !== 'STATEMENT') return [];
  return [
    {
      code: 'binlog-statement',
      severity: 'warning',
      message:
        'The binary log of this server has the format STATEMENT. Writers at READ COMMITTED are refused (error 1665), and the triggers run once more on each replica, where they note another user and another id.',
      repair: "SET GLOBAL binlog_format = 'ROW'",
    },
  ];
}

async function checkJson(connection: DatabaseConnection): Promise<Finding[]> {
  const [row] = await connection
    .rows(`SELECT JSON_EXTRACT(JSON_OBJECT('a', '"'), '$.a')`)
    .catch((): unknown[][] => [[null]]);
  if (row?.[0] === '"\\""') return [];
  return [
    {
      code: 'no-json',
      severity: 'error',
      message: 'This server has no working JSON functions, and the change log is written in JSON.',
      repair: null,
    },
  ];
}
