import { beforeEach, describe, expect, it } from 'vitest';
import { DEFERRAL_MS, type Deferral } from '../../src-main/electron/update/deferral-file.ts';
import type { UpdateDriver, UpdateOffer } from '../../src-main/electron/update/update-driver.ts';
import type { UpdateSource } from '../../src-main/electron/update/update-source.ts';
import {
  CHECK_EVERY_MS,
  CHECK_TIMEOUT_MS,
  DAY_LOOK_MS,
  FIRST_BYTES_MS,
  FIRST_CHECK_MS,
  STALL_MS,
  Updater,
} from '../../src-main/electron/update/updater.ts';
import type { UpdateState } from '../../src-shared/desktop-bridge.ts';
import { type Deferred, deferred } from '../support/deferred.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { recordingLogger } from '../support/recording-logger.ts';

const FEED = 'http://feed.example/';
const ON = { check: true, feedUrl: FEED };

/** A feed whose answers a test gives by hand. */
class FakeDriver implements UpdateDriver {
  readonly checks: Deferred<UpdateOffer | null>[] = [];
  readonly downloads: Deferred<void>[] = [];
  readonly installs: boolean[] = [];
  aborts = 0;
  progress: (percent: number) => void = () => undefined;

  constructor(readonly url: string | null) {}

  check(): Promise<UpdateOffer | null> {
    const check = deferred<UpdateOffer | null>();
    this.checks.push(check);
    return check.promise;
  }

  download(onProgress: (percent: number) => void): Promise<void> {
    this.progress = onProgress;
    const download = deferred<void>();
    this.downloads.push(download);
    return download.promise;
  }

  abort(): Promise<void> {
    this.aborts += 1;
    this.downloads[this.downloads.length - 1]?.reject(new Error('net::ERR_ABORTED'));
    return Promise.resolve();
  }

  install(restart: boolean): void {
    this.installs.push(restart);
  }
}

describe('the updater', () => {
  let clock: FakeClock;
  let states: UpdateState[];
  let drivers: FakeDriver[];
  let kept: Deferral | null;
  let quits: number;
  let source: UpdateSource;
  let refusal: Error | null;
  let updater: Updater;

  const turns = () => new Promise((resolve) => setImmediate(resolve));
  const state = () => states[states.length - 1];
  const driver = () => {
    const last = drivers[drivers.length - 1];
    if (last === undefined) throw new Error('No feed was asked');
    return last;
  };

  beforeEach(() => {
    clock = new FakeClock();
    states = [];
    drivers = [];
    kept = null;
    quits = 0;
    refusal = null;
    source = { kind: 'feed', url: FEED, replacesItself: true };
    updater = create();
  });

  function create(): Updater {
    return new Updater({
      clock,
      logger: recordingLogger(),
      onState: (next) => states.push(next),
      source: (url) => (source.kind === 'feed' ? { ...source, url } : source),
      load: (url) => {
        drivers.push(new FakeDriver(url));
        return Promise.resolve(driver());
      },
      deferrals: {
        read: () => Promise.resolve(kept),
        write: (deferral) => {
          kept = deferral;
          return Promise.resolve();
        },
      },
      whyNotReplaceable: () => Promise.resolve(refusal),
      quit: () => {
        quits += 1;
      },
    });
  }

  async function answer(version: string | null): Promise<void> {
    await turns();
    const { checks } = driver();
    checks[checks.length - 1]?.resolve(version === null ? null : { version, notes: 'New things' });
    await turns();
  }

  async function found(version: string): Promise<void> {
    void updater.handlers['check-for-update']();
    await answer(version);
  }

  it('[UPD-1] looks a minute after the start and once a day, and loads nothing before', async () => {
    updater.start(ON);
    clock.advance(FIRST_CHECK_MS - 1);
    expect(drivers).toEqual([]);
    clock.advance(1);
    await answer(null);
    expect(state()).toEqual({ kind: 'idle', checkedAt: new Date(clock.now()).toISOString() });
    clock.advance(CHECK_EVERY_MS - DAY_LOOK_MS - 1);
    expect(driver().checks).toHaveLength(1);
    clock.advance(2 * DAY_LOOK_MS);
    await answer(null);
    expect(driver().checks).toHaveLength(2);
    updater.stop();
    clock.advance(10 * CHECK_EVERY_MS);
    await turns();
    expect(driver().checks).toHaveLength(2);
  });

  it('[UPD-1] looks by itself only when the settings say so, and always when somebody asks', async () => {
    updater.start({ ...ON, check: false });
    clock.advance(3 * CHECK_EVERY_MS);
    await turns();
    expect(drivers).toEqual([]);
    await found('2.0.0');
    expect(state()).toEqual({ kind: 'available', version: '2.0.0', notes: 'New things', deferred: false });
  });

  it('[UPD-2] says why nothing is looked for, and comes back when there is an address', async () => {
    source = { kind: 'off', reason: 'No address.' };
    updater.start({ check: true, feedUrl: '' });
    expect(state()).toEqual({ kind: 'off', reason: 'No address.' });
    await expect(updater.handlers['check-for-update']()).rejects.toThrow('No address.');
    clock.advance(3 * CHECK_EVERY_MS);
    expect(drivers).toEqual([]);
    source = { kind: 'feed', url: null, replacesItself: true };
    updater.use(ON);
    expect(state()).toMatchObject({ kind: 'idle' });
  });

  it('[UPD-3] never downloads by itself', async () => {
    updater.start(ON);
    await found('2.0.0');
    clock.advance(10 * CHECK_EVERY_MS);
    await turns();
    expect(drivers.flatMap(({ downloads }) => downloads)).toEqual([]);
  });

  it('[UPD-4] asks again for a deferred version after a day, also without another look', async () => {
    updater.start({ ...ON, check: false });
    await found('2.0.0');
    await updater.handlers['defer-update']();
    expect(state()).toMatchObject({ kind: 'available', deferred: true });
    clock.advance(DEFERRAL_MS - 1);
    expect(state()).toMatchObject({ deferred: true });
    clock.advance(1);
    expect(state()).toMatchObject({ kind: 'available', version: '2.0.0', deferred: false });
  });

  it('[UPD-4] keeps "later" over a restart for this version alone, and not for ever when clocks are set', async () => {
    updater.start(ON);
    await found('2.0.0');
    await updater.handlers['defer-update']();
    const deferredAsFound = async (version: string) => {
      updater.stop();
      updater = create();
      updater.start(ON);
      await found(version);
      return state();
    };
    expect(await deferredAsFound('2.0.0')).toMatchObject({ version: '2.0.0', deferred: true });
    expect(await deferredAsFound('2.0.1')).toMatchObject({ version: '2.0.1', deferred: false });
    clock.setWallClock(-365 * CHECK_EVERY_MS);
    expect(await deferredAsFound('2.0.0')).toMatchObject({ version: '2.0.0', deferred: false });
    clock.setWallClock(DEFERRAL_MS + 1);
    expect(await deferredAsFound('2.0.0')).toMatchObject({ version: '2.0.0', deferred: false });
  });

  it('[UPD-5] downloads with progress when somebody says so, and installs at the end', async () => {
    updater.start(ON);
    await found('2.0.0');
    updater.handlers['download-update']();
    await turns();
    driver().progress(40);
    expect(state()).toEqual({ kind: 'downloading', version: '2.0.0', percent: 40 });
    updater.atQuit();
    expect(driver().installs).toEqual([]);
    driver().downloads[0]?.resolve();
    await turns();
    expect(state()).toEqual({ kind: 'ready', version: '2.0.0', deferred: false });
    updater.atQuit();
    expect(driver().installs).toEqual([false]);
  });

  it('[UPD-5] restarts into the new version when somebody wants it now', async () => {
    updater.start(ON);
    await expect(updater.handlers['install-update']()).rejects.toThrow('no new version');
    await found('2.0.0');
    updater.handlers['download-update']();
    await turns();
    driver().downloads[0]?.resolve();
    await turns();
    await updater.handlers['install-update']();
    expect(quits).toBe(1);
    updater.atQuit();
    expect(driver().installs).toEqual([true]);
  });

  it('[UPD-5] restarts no more when somebody stayed with unsaved work, and is put in place at the end all the same', async () => {
    updater.start(ON);
    await found('2.0.0');
    updater.handlers['download-update']();
    await turns();
    driver().downloads[0]?.resolve();
    await turns();
    await updater.handlers['install-update']();
    updater.stay();
    updater.atQuit();
    expect(driver().installs).toEqual([false]);
  });

  it('[UPD-5] a daily look and other settings leave a fetched version alone', async () => {
    updater.start(ON);
    await found('2.0.0');
    updater.handlers['download-update']();
    await turns();
    driver().downloads[0]?.resolve();
    await turns();
    clock.advance(3 * CHECK_EVERY_MS);
    updater.use({ check: false, feedUrl: 'http://other.example/' });
    await turns();
    expect(state()).toMatchObject({ kind: 'ready', version: '2.0.0' });
    updater.atQuit();
    expect(driver().installs).toEqual([false]);
  });

  it('[UPD-6] says so when the feed does not answer in time, and asks anew the next time', async () => {
    updater.start(ON);
    const check = updater.handlers['check-for-update']();
    await turns();
    clock.advance(CHECK_TIMEOUT_MS);
    await check;
    expect(state()).toMatchObject({ kind: 'failed', message: expect.stringContaining('did not answer in time') });
    expect(driver().aborts).toBe(1);
    await found('2.0.0');
    expect(drivers).toHaveLength(2);
    expect(state()).toMatchObject({ kind: 'available' });
  });

  it('[UPD-6] gives up a download that stands still, and not one that is slow', async () => {
    updater.start(ON);
    await found('2.0.0');
    updater.handlers['download-update']();
    await turns();
    clock.advance(FIRST_BYTES_MS / 2);
    for (let percent = 1; percent <= 50; percent += 1) {
      driver().progress(percent);
      clock.advance(STALL_MS - 1);
    }
    expect(state()).toMatchObject({ kind: 'downloading', percent: 50 });
    expect(driver().aborts).toBe(0);
    clock.advance(STALL_MS);
    expect(driver().aborts).toBeGreaterThan(0);
    await turns();
    expect(state()).toMatchObject({ kind: 'failed', message: expect.stringContaining('did not answer in time') });
  });

  it('[UPD-6] a look by itself that fails leaves a known version shown', async () => {
    updater.start(ON);
    await found('2.0.0');
    clock.advance(2 * CHECK_EVERY_MS);
    await turns();
    expect(driver().checks).toHaveLength(2);
    expect(state()).toMatchObject({ kind: 'available' });
    driver().checks[1]?.reject(new Error('net::ERR_INTERNET_DISCONNECTED'));
    await turns();
    expect(state()).toMatchObject({ kind: 'available', version: '2.0.0' });
  });

  it('[UPD-6] a look that is under way does not disturb the download that somebody begins', async () => {
    updater.start(ON);
    await found('2.0.0');
    clock.advance(2 * CHECK_EVERY_MS);
    await turns();
    updater.handlers['download-update']();
    driver().checks[1]?.resolve({ version: '2.0.1', notes: null });
    await turns();
    expect(state()).toMatchObject({ kind: 'downloading', version: '2.0.0' });
  });

  it('[UPD-7] says how to go on by hand where this copy cannot replace itself', async () => {
    source = { kind: 'feed', url: FEED, replacesItself: false };
    updater.start(ON);
    await found('2.0.0');
    updater.handlers['download-update']();
    expect(state()).toMatchObject({ kind: 'failed', message: expect.stringContaining(`version 2.0.0 from ${FEED}`) });
    expect(driver().downloads).toEqual([]);
  });

  it('[UPD-7] says so before the download when this user may not replace it', async () => {
    updater.start(ON);
    await found('2.0.0');
    refusal = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
    updater.handlers['download-update']();
    await turns();
    expect(state()).toMatchObject({ kind: 'failed', message: expect.stringContaining('no right to') });
  });

  it('[UPD-8] an answer of a former address counts for nothing', async () => {
    updater.start(ON);
    void updater.handlers['check-for-update']();
    await turns();
    updater.use({ check: true, feedUrl: 'http://other.example/' });
    await answer('2.0.0');
    expect(state()).toMatchObject({ kind: 'idle' });
    await found('3.0.0');
    expect(driver().url).toBe('http://other.example/');
    expect(state()).toMatchObject({ kind: 'available', version: '3.0.0' });
  });
});
