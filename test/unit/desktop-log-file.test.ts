import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LogFile, type LogFileOptions } from '../../src-main/electron/system/log-file.ts';
import { createLogger } from '../../src-main/observability/logger.ts';
import { eventually } from '../support/eventually.ts';
import { FakeClock } from '../support/fake-clock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'orderdeck-log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function logFile(options: Partial<LogFileOptions> = {}) {
  const complaints: string[] = [];
  const complain = (sentence: string) => complaints.push(sentence);
  return { log: new LogFile({ folder: join(folder, 'logs'), tee: null, complain, ...options }), complaints };
}

const textOf = (name: string) => readFileSync(join(folder, 'logs', name), 'utf8');

it('[LOGF-1] every entry is in the file when it is closed, behind those of earlier runs', async () => {
  for (const run of ['first', 'second']) {
    const { log, complaints } = logFile();
    const logger = createLogger({ level: 'info', version: '1.2.3', destination: log });
    for (let i = 0; i < 500; i++) logger.info({ run, i }, 'Something happened');
    await log.close();
    expect(complaints).toEqual([]);
  }
  const entries = textOf('orderdeck.log')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(entries.map(({ run, i }) => `${run} ${i}`)).toEqual(
    ['first', 'second'].flatMap((run) => Array.from({ length: 500 }, (_, i) => `${run} ${i}`)),
  );
});

it('[LOGF-2] a full file gives way to a new one, and five full ones are kept', async () => {
  const { log } = logFile({ size: '1K' });
  for (let i = 0; i < 200; i++) log.write(`${String(i).padStart(99, '0')}\n`);
  await log.close();
  expect(readdirSync(join(folder, 'logs')).sort()).toEqual([
    'orderdeck.1.log',
    'orderdeck.2.log',
    'orderdeck.3.log',
    'orderdeck.4.log',
    'orderdeck.5.log',
    'orderdeck.log',
  ]);
  const kept = [5, 4, 3, 2, 1]
    .map((n) => textOf(`orderdeck.${n}.log`))
    .concat(textOf('orderdeck.log'))
    .join('');
  const numbers = kept.trimEnd().split('\n').map(Number);
  expect(numbers).toEqual(numbers.map((_, i) => 200 - numbers.length + i));
  expect(textOf('orderdeck.1.log').length).toBeLessThan(1_024 + 100);
});

it('[LOGF-3] a folder that cannot be written is said once, and tried again later', async () => {
  const clock = new FakeClock();
  writeFileSync(join(folder, 'logs'), 'in the way');
  const { log, complaints } = logFile({ clock });
  log.write('lost\n');
  await eventually('it complains', () => complaints.length > 0);
  log.write('lost as well\n');
  rmSync(join(folder, 'logs'));
  mkdirSync(join(folder, 'logs'));
  clock.advance(29_999);
  log.write('not yet\n');
  clock.advance(1);
  log.write('written\n');
  await log.close();
  expect(textOf('orderdeck.log')).toBe('written\n');
  expect(complaints).toEqual([expect.stringMatching(/^The log in .*logs cannot be written: /)]);
  expect(log.lastLines).toEqual(['lost', 'lost as well', 'not yet', 'written']);
});

it('[LOGF-4] keeps the last hundred lines for a report', async () => {
  const { log } = logFile();
  for (let i = 0; i < 250; i++) log.write(`${i}\n`);
  expect(log.lastLines).toEqual(Array.from({ length: 100 }, (_, i) => String(150 + i)));
  await log.close();
});

it('[LOGF-5] writes to standard output as well, until that is closed', async () => {
  const tee = new PassThrough();
  const { log } = logFile({ tee });
  log.write('both\n');
  expect(String(tee.read())).toBe('both\n');
  tee.destroy(new Error('EPIPE'));
  await eventually('it is destroyed', () => tee.destroyed);
  log.write('file\n');
  await log.close();
  expect(textOf('orderdeck.log')).toBe('both\nfile\n');
});

it('[LOGF-6] the statement that failed stays out of the log, and with it the values in it', async () => {
  const { log } = logFile();
  const logger = createLogger({ level: 'debug', version: '1.2.3', destination: log });
  const error = Object.assign(new Error('Lock wait timeout exceeded'), {
    errno: 1205,
    sql: "SET @orderdeck_token_secret = 'only for servers'",
  });
  logger.error({ error }, 'It failed');
  logger.warn({ err: error }, 'It failed');
  logger.warn({ error: 'no error at all' }, 'It failed');
  await log.close();
  const entries = textOf('orderdeck.log')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(entries[0].error).toMatchObject({ type: 'Error', message: 'Lock wait timeout exceeded', errno: 1205 });
  expect(entries[1].err.stack).toContain('Lock wait');
  expect(entries[2].error).toBe('no error at all');
  expect(textOf('orderdeck.log')).not.toContain('token_secret');
});
