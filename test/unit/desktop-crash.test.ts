import { EventEmitter } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { crashNotice } from '../../src-main/electron/system/crash-notice.ts';
import {
  crashText,
  newestCrashReport,
  withoutSecrets,
  writeCrashReport,
} from '../../src-main/electron/system/crash-report.ts';
import { exitOnCrash } from '../../src-main/electron/system/exit-on-crash.ts';
import { reloadAfterCrash } from '../../src-main/electron/system/page-crash.ts';
import { RunMarker } from '../../src-main/electron/system/run-marker.ts';
import { deferred } from '../support/deferred.ts';
import { eventually } from '../support/eventually.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { recordingLogger } from '../support/recording-logger.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'orderdeck-crash-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const AT = new Date('2026-05-04T03:02:01.000Z');
const crash = (at: Date) => ({
  at,
  error: new Error('the fault'),
  about: { version: '1.2.3' },
  lastLines: ['{"msg":"a"}'],
});

it('[CRASH-1] a report tells time, versions, error with stack, and the end of the log; only the user may read it', () => {
  const file = writeCrashReport(join(folder, 'crashes'), crash(AT));
  const text = readFileSync(file, 'utf8');
  expect(text).toContain('time: 2026-05-04T03:02:01.000Z\nversion: 1.2.3\n');
  expect(text).toMatch(/Error: the fault\n\s+at /);
  expect(text).toContain('The end of the log:\n{"msg":"a"}\n');
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
});

it('[CRASH-2] no secret gets into a report', () => {
  const error = Object.assign(new Error('mysql://root:hunter-2@db:3306/x refused'), { password: 'hunter-2', port: 1 });
  const lines = [
    '{"password":"hunter-2","port":1}',
    'DB_PASSWORD=hunter-2 DB_PORT=1',
    'authorization: Bearer hunter-2',
  ];
  const text = crashText({ ...crash(AT), error, lastLines: lines });
  expect(text).not.toContain('hunter-2');
  expect(text).toContain('mysql://root:[redacted]@db:3306/x');
  expect(withoutSecrets(lines.join('\n'))).toBe(
    '{"password":[redacted],"port":1}\nDB_PASSWORD=[redacted] DB_PORT=1\nauthorization: [redacted]',
  );
});

it('[CRASH-3] twenty reports are kept, and nothing else in the folder is touched', () => {
  writeFileSync(join(folder, 'mine.txt'), '');
  for (let i = 0; i < 23; i++) writeCrashReport(folder, crash(new Date(AT.getTime() + i * 1_000)));
  const names = readdirSync(folder).sort();
  expect(names.length).toBe(21);
  expect(names[0]).toBe('2026-05-04T03-02-04-000Z.txt');
  expect(names.at(-1)).toBe('mine.txt');
});

it('[CRASH-4] finds the report of the last run, and none of an earlier one', () => {
  expect(newestCrashReport(join(folder, 'none'), AT)).toBe(null);
  const file = writeCrashReport(folder, crash(AT));
  expect(newestCrashReport(folder, new Date(AT.getTime() - 1))).toBe(file);
  expect(newestCrashReport(folder, new Date(AT.getTime() + 1))).toBe(null);
});

it('[CRASH-5] a run that is not ended leaves a mark that the next one finds, even when it is empty', () => {
  expect(new RunMarker(folder).begin(AT)).toBe(null);
  const next = new RunMarker(folder);
  expect(next.begin(new Date())).toEqual(AT);
  next.end();
  next.end();
  expect(new RunMarker(folder).begin(AT)).toBe(null);
  writeFileSync(join(folder, 'running'), '');
  expect(new RunMarker(folder).begin(AT)?.getTime()).toBeGreaterThan(AT.getTime());
});

it.each(['uncaughtException', 'unhandledRejection'])(
  '[CRASH-6] %s: reported, logged, and the end once the log is on disk, only once',
  async (event) => {
    const own = new EventEmitter();
    const logger = recordingLogger();
    const flushed = deferred<void>();
    const codes: number[] = [];
    let reports = 0;
    const report = () => `report-${++reports}.txt`;
    exitOnCrash({ logger, report, flush: () => flushed.promise, exit: (code) => codes.push(code), process: own });
    const error = new Error('the fault');
    own.emit(event, error);
    own.emit('uncaughtException', new Error('one more'));
    expect(logger.entries).toEqual([
      { level: 'error', facts: { error, report: 'report-1.txt' }, message: expect.stringContaining('cannot continue') },
    ]);
    expect(codes).toEqual([]);
    flushed.resolve();
    await eventually('it ended', () => codes.length === 1);
    expect(codes).toEqual([1]);
  },
);

it('[CRASH-6] a report that cannot be written does not keep the program from ending', async () => {
  const own = new EventEmitter();
  const logger = recordingLogger();
  const codes: number[] = [];
  const report = () => {
    throw new Error('disk full');
  };
  exitOnCrash({ logger, report, flush: async () => undefined, exit: (code) => codes.push(code), process: own });
  own.emit('uncaughtException', new Error('the fault'));
  await eventually('it ended', () => codes.length === 1);
  expect(logger.entries[0]?.facts).toMatchObject({ reportFailed: 'disk full' });
});

it('[CRASH-7] the notice leads to the report, where there is one', () => {
  expect(crashNotice('/x.txt')).toMatchObject({ id: 'crashed', file: '/x.txt', dismissible: true });
  expect(crashNotice(null)).toMatchObject({ file: null, message: expect.stringContaining('the machine went off') });
});

function crashingPage() {
  const clock = new FakeClock();
  const logger = recordingLogger();
  const answers: ((again: boolean) => void)[] = [];
  const page = Object.assign(new EventEmitter(), {
    reloads: 0,
    reload: () => page.reloads++,
    isDestroyed: () => false,
  });
  const askToReload = () => new Promise<boolean>((resolve) => answers.push(resolve));
  reloadAfterCrash(page as unknown as Parameters<typeof reloadAfterCrash>[0], { logger, askToReload, clock });
  const gone = (reason = 'crashed') => page.emit('render-process-gone', {}, { reason, exitCode: 5 });
  return { clock, logger, answers, page, gone };
}

it('[CRASH-8] a page that fails is loaded again at once, but not one that ended by itself', () => {
  const { page, gone, logger } = crashingPage();
  gone('clean-exit');
  expect([page.reloads, logger.entries.length]).toEqual([0, 0]);
  for (const reason of ['crashed', 'oom', 'killed']) gone(reason);
  expect([page.reloads, logger.entries.map(({ level }) => level)]).toEqual([3, ['error', 'error', 'error']]);
});

it('[CRASH-9] the fourth time within a minute the person is asked', async () => {
  const { page, gone, answers, clock } = crashingPage();
  for (let i = 0; i < 4; i++) gone();
  expect([page.reloads, answers.length]).toEqual([3, 1]);
  answers[0]?.(true);
  await eventually('loaded again', () => page.reloads === 4);
  for (let i = 0; i < 3; i++) gone();
  expect([page.reloads, answers.length]).toEqual([7, 1]);
  clock.advance(60_000);
  gone();
  expect([page.reloads, answers.length]).toEqual([8, 1]);
});
