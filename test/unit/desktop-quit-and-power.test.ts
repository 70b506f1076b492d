import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { OrderlyQuit, type QuitStep } from '../../src-main/electron/system/orderly-quit.ts';
import { PowerWatch } from '../../src-main/electron/system/power-watch.ts';
import { deferred } from '../support/deferred.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { recordingLogger } from '../support/recording-logger.ts';

function quitting(steps: readonly QuitStep[]) {
  const clock = new FakeClock();
  const logger = recordingLogger();
  const codes: number[] = [];
  const quit = new OrderlyQuit({ logger, clock, steps, exit: (code) => codes.push(code) });
  return { clock, logger, codes, quit };
}

it('[QUIT-1] stops each part in its turn, once, however often it is asked', async () => {
  const done: string[] = [];
  const slow = deferred<void>();
  const { quit, codes, clock, logger } = quitting([
    { name: 'core', run: () => slow.promise.then(() => done.push('core')) },
    { name: 'demo', run: () => done.push('demo') },
  ]);
  const ends = [quit.quit('SIGTERM'), quit.quit('quit')];
  expect([done, codes]).toEqual([[], []]);
  slow.resolve();
  await Promise.all(ends);
  await quit.quit('shutdown');
  clock.advance(10_000);
  expect([done, codes]).toEqual([['core', 'demo'], [0]]);
  expect(logger.entries[0]).toMatchObject({ facts: { reason: 'SIGTERM' } });
});

it('[QUIT-2] a part that fails does not keep the next from being stopped', async () => {
  const done: string[] = [];
  const fail = () => Promise.reject(new Error('the fault'));
  const { quit, codes, logger } = quitting([
    { name: 'core', run: fail },
    { name: 'demo', run: () => done.push('demo') },
  ]);
  await quit.quit('quit');
  expect([done, codes]).toEqual([['demo'], [0]]);
  expect(logger.entries).toContainEqual(
    expect.objectContaining({ level: 'error', facts: expect.objectContaining({ step: 'core' }) }),
  );
});

it('[QUIT-3] a part that does not end is named and given up after 4.5 s', () => {
  const { quit, codes, clock, logger } = quitting([{ name: 'core', run: () => new Promise(() => undefined) }]);
  void quit.quit('quit');
  clock.advance(4_499);
  expect(codes).toEqual([]);
  clock.advance(1);
  expect(codes).toEqual([1]);
  expect(logger.entries.at(-1)).toMatchObject({ level: 'error', facts: { step: 'core' } });
});

function watching() {
  const clock = new FakeClock();
  const power = new EventEmitter();
  const reasons: string[] = [];
  let network = 'wired';
  const watch = new PowerWatch({
    logger: recordingLogger(),
    onChange: (reason) => reasons.push(reason),
    power,
    network: () => network,
    clock,
  });
  const setNetwork = (next: string) => {
    network = next;
  };
  watch.start();
  return { clock, power, reasons, watch, setNetwork };
}

it.each(['resume', 'unlock-screen'])('[POWER-1] %s of the system is told at once', (event) => {
  const { power, reasons } = watching();
  power.emit(event);
  expect(reasons).toEqual([event]);
});

it('[POWER-2] another network is told within 5 s, once', () => {
  const { clock, reasons, setNetwork, watch } = watching();
  clock.advance(60_000);
  expect(reasons).toEqual([]);
  setNetwork('wireless');
  clock.advance(5_000);
  clock.advance(60_000);
  expect(reasons).toEqual(['network']);
  watch.stop();
  setNetwork('none');
  clock.advance(60_000);
  expect(reasons).toEqual(['network']);
});

it('[POWER-3] a machine that slept without saying so is noticed by the time that passed', () => {
  const { clock, reasons } = watching();
  clock.setWallClock(9_000);
  clock.advance(5_000);
  expect(reasons).toEqual([]);
  clock.setWallClock(9_000 + 3_600_000);
  clock.advance(5_000);
  clock.advance(60_000);
  expect(reasons).toEqual(['time passed']);
});
