import { describe, expect, test } from 'vitest';
import { AppError } from '../../src-main/base/app-error.ts';
import { hasRight, parseGrants } from '../../src-main/mysql/grants.ts';
import { explainMigrationFailure } from '../../src-main/mysql/migration-failure.ts';
import { ConnectionClosedError, classifyMysqlError, toAppError } from '../../src-main/mysql/mysql-error.ts';
import { decodeCursor, encodeCursor } from '../../src-main/mysql/order-cursor.ts';
import { decodeOrderRow, decodeTimestamp } from '../../src-main/mysql/order-row.ts';
import { plainWords } from '../../src-main/mysql/plain-words.ts';
import { judgeBinaryLog, judgeReadOnly, judgeVersion } from '../../src-main/mysql/preflight-server.ts';

const ADDRESS = { host: 'localhost', port: 3306, user: 'root', database: 'shop' };
const mysqlError = (errno: number, message = 'SELECT secret FROM t') =>
  Object.assign(new Error(message), { errno, code: 'ER_X', sqlMessage: message, sql: message });

test.each([
  ['5.6.51-log', true],
  ['5.5.68-MariaDB', true],
  ['10.3.39-MariaDB', true],
  ['5.7.0', false],
  ['8.0.36', false],
  ['9.7.4-2', false],
  ['10.4.1-MariaDB', false],
  ['11.8.2-MariaDB-log', false],
])('[SQL-104] judges the version %s', (version, tooOld) => {
  expect(judgeVersion(version).map(({ code }) => code)).toEqual(tooOld ? ['server-too-old'] : []);
});

test('[SQL-105] names every switch that makes a server read-only, in the sequence in which to turn them off', () => {
  const off = new Map([
    ['read_only', 'OFF'],
    ['super_read_only', 'OFF'],
    ['innodb_read_only', 'OFF'],
    ['log_bin', 'ON'],
  ]);
  expect(judgeReadOnly(off)).toEqual([]);
  expect(judgeReadOnly(new Map([...off, ['read_only', 'ON'], ['super_read_only', 'ON']]))).toMatchObject([
    { code: 'server-read-only', repair: 'SET GLOBAL super_read_only = OFF; SET GLOBAL read_only = OFF' },
  ]);
  expect(judgeReadOnly(new Map([...off, ['innodb_read_only', 'ON']]))).toMatchObject([{ repair: null }]);
});

test('[SQL-106] STATEMENT matters only where a binary log is written', () => {
  const judge = (log_bin: string, binlog_format: string) =>
    judgeBinaryLog(new Map(Object.entries({ log_bin, binlog_format }))).length;
  expect([judge('ON', 'STATEMENT'), judge('OFF', 'STATEMENT'), judge('ON', 'ROW'), judge('ON', 'MIXED')]).toEqual([
    1, 0, 0, 0,
  ]);
});

describe('rights', () => {
  const rights = (...lines: string[]) => parseGrants(lines, 'realtime_orders', 'orders');

  test('[SQL-107] reads rights on the server, the database and the table', () => {
    expect(
      rights('GRANT USAGE, FILE ON *.* TO `u`@`%`', 'GRANT TRIGGER ON `realtime_orders`.`orders` TO `u`@`%`'),
    ).toEqual(new Set(['USAGE', 'FILE', 'TRIGGER']));
    expect(hasRight(rights('GRANT ALL PRIVILEGES ON `realtime\\_orders`.* TO `u`@`%`'), 'TRIGGER')).toBe(true);
    expect(hasRight(rights('GRANT TRIGGER ON `real%`.* TO `u`@`%` WITH GRANT OPTION'), 'TRIGGER')).toBe(true);
  });

  test('[SQL-108] claims no right that is somebody else’s: another table, another database, one column, a role', () => {
    const none = rights(
      'GRANT TRIGGER ON `realtime_orders`.`order_changes` TO `u`@`%`',
      'GRANT TRIGGER ON `realtime\\_order`.* TO `u`@`%`',
      'GRANT TRIGGER ON `other`.* TO `u`@`%`',
      'GRANT `TRIGGER`@`%` TO `u`@`%`',
      'GRANT SELECT (`id`, `TRIGGER`) ON `realtime_orders`.`orders` TO `u`@`%`',
    );
    expect(hasRight(none, 'TRIGGER')).toBe(false);
    expect(hasRight(none, 'SELECT')).toBe(false);
  });
});

describe('errors', () => {
  test.each([
    [1213, 'deadlock', 'database-busy'],
    [1020, 'deadlock', 'database-busy'],
    [1205, 'lock-timeout', 'database-busy'],
    [1290, 'read-only', 'database-unavailable'],
    [1114, 'disk-full', 'database-unavailable'],
    [1040, 'unreachable', 'database-unavailable'],
    [1927, 'unreachable', 'database-unavailable'],
    [3159, 'tls', 'database-unavailable'],
    [3118, 'access-denied', 'database-unavailable'],
    [4151, 'access-denied', 'database-unavailable'],
    [1142, 'privilege', 'internal-error'],
    [1064, 'other', 'internal-error'],
  ])('[SQL-109] MySQL error %i is %s, for clients %s, and no word of the statement', (errno, kind, code) => {
    const error = mysqlError(errno);
    expect(classifyMysqlError(error)).toBe(kind);
    expect(toAppError(error).problem.code).toBe(code);
    expect(`${plainWords(error, ADDRESS)} ${JSON.stringify(toAppError(error).problem)}`).not.toContain('secret');
  });

  test.each([
    ['ENOTFOUND', 'the host name is not known'],
    ['EAI_AGAIN', 'the name service does not answer'],
    ['ENETUNREACH', 'no network leads there'],
    ['ECONNREFUSED', 'nothing listens there'],
    ['ETIMEDOUT', 'no answer in time'],
    ['ER_HOST_IS_BLOCKED', 'it has shut this machine out after many failed connections'],
  ])('[CHECK-13] %s is told apart: %s', (code, words) => {
    const error = Object.assign(new Error('x'), { code, fatal: true });
    expect(classifyMysqlError(error)).toBe('unreachable');
    expect(plainWords(error, ADDRESS)).toBe(`MySQL at localhost:3306 cannot be reached: ${words}.`);
  });

  test('[SQL-110] a full disk is recognised behind a general error', () => {
    expect(classifyMysqlError(mysqlError(1030, 'Got error 28 from storage engine'))).toBe('disk-full');
    expect(classifyMysqlError(mysqlError(1030, 'Got error 122 from storage engine'))).toBe('other');
  });

  test('[SQL-111] what is no error of the database stays what it is', () => {
    const conflict = new AppError('conflict', 'Somebody else changed it.');
    expect(toAppError(conflict)).toBe(conflict);
    expect(plainWords(conflict, ADDRESS)).toBe('Somebody else changed it.');
    expect(classifyMysqlError(new TypeError('x is not a function'))).toBe('other');
    expect(classifyMysqlError('text')).toBe('other');
    expect(classifyMysqlError(new ConnectionClosedError('closed'))).toBe('unreachable');
  });

  test('[SQL-112] a migration that fails for the network stays that error, all else says what to do', () => {
    const lost = new ConnectionClosedError('closed');
    expect(explainMigrationFailure(lost, ADDRESS)).toBe(lost);
    expect(explainMigrationFailure(mysqlError(1114), ADDRESS)).toMatchObject({
      name: 'MigrationError',
      message: expect.stringMatching(/no disk space left.*the next start continues/),
    });
  });
});

test('[SQL-113] a cursor comes back as it was, for its own sort only', () => {
  for (const cursor of [
    { id: 7, value: null },
    { id: Number.MAX_SAFE_INTEGER, value: '2025-01-31 23:59:59' },
    { id: 1, value: '2025-01-31 23:59:59.123456' },
    { id: 1, value: '0000-00-00 00:00:00' },
  ]) {
    const text = encodeCursor('-updated_at', cursor);
    expect(text).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(decodeCursor(text, '-updated_at')).toEqual(cursor);
    expect(() => decodeCursor(text, 'updated_at')).toThrow(/another sort/);
  }
});

test.each([
  ['2025-01-02 03:04:05', '2025-01-02T03:04:05.000Z'],
  ['2025-01-02 03:04:05.6', '2025-01-02T03:04:05.600Z'],
  ['2025-01-02 03:04:05.678901', '2025-01-02T03:04:05.678Z'],
  ['0000-00-00 00:00:00', null],
  [null, null],
  ['', null],
])('[SQL-114] reads the time %j', (text, time) => {
  expect(decodeTimestamp(text)).toBe(time);
});

test('[SQL-115] never makes another order of an id that a number cannot hold', () => {
  const row = ['9007199254740993', 'a', 'b', 'pending', 1, null, null];
  expect(() => decodeOrderRow(row)).toThrow(RangeError);
  expect(decodeOrderRow([1, 'a', 'b', null, 1, null, null])).toMatchObject({ id: 1, status: 'pending' });
});
