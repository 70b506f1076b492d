import { describe, expect, it } from 'vitest';
import { ReplicaProgress } from '../../src-main/mysql/replica-progress.ts';
import { ReplicaStanding } from '../../src-main/mysql/replica-standing.ts';
import { isOrdered } from '../../src-main/mysql/replica-trial.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { seededRandom, testSeed } from '../support/random.ts';

const KEPT_UP = { changes: 0, ms: 0 };
const BEHIND = { changes: 3, ms: 601 };

describe('progress', () => {
  it('[REPL-11] a change is there when it was found itself: none after it and none told later stands for it', () => {
    const progress = new ReplicaProgress(100);
    progress.published([5, 7], 10);
    progress.published([6], 20);
    expect([progress.confirmed, progress.wanted(2), progress.wanted(9)]).toEqual([0, [5, 7], [5, 6, 7]]);
    progress.seen([6, 7]);
    expect([progress.confirmed, progress.wanted(9), progress.lag(30)]).toEqual([0, [5], { changes: 1, ms: 20 }]);
    progress.seen([5, 99]);
    expect([progress.confirmed, progress.wanted(9), progress.lag(30)]).toEqual([2, [], KEPT_UP]);
    progress.published([8], 40);
    expect([progress.confirmed, progress.lag(45)]).toEqual([2, { changes: 1, ms: 5 }]);
  });

  it('[REPL-11] says so of exactly what was told up to there, whatever is found in whatever sequence', () => {
    const random = seededRandom(testSeed());
    const progress = new ReplicaProgress(10_000);
    const portions: number[][] = [];
    const found = new Set<number>();
    for (let id = 1; id < 600; ) {
      if (random() < 0.4) {
        const ids = Array.from({ length: 1 + Math.floor(random() * 4) }, () => id++);
        portions.push(ids);
        progress.published(ids, portions.length);
      } else {
        const some = progress.wanted(20).filter(() => random() < 0.3);
        for (const one of some) found.add(one);
        progress.seen(some);
      }
      const first = portions.findIndex((ids) => ids.some((one) => !found.has(one)));
      expect(progress.confirmed).toBe(first === -1 ? portions.length : first);
      expect(progress.lag(1_000).changes).toBe(portions.flat().length - found.size);
    }
  });

  it('[REPL-12] ids that are too many are given up, and missing until a comparison begun afterwards has found all', () => {
    const progress = new ReplicaProgress(3);
    progress.published([1, 2], 10);
    progress.published([3, 4], 20);
    expect([progress.isLost, progress.wanted(9), progress.lag(50)]).toEqual([true, [], { changes: 4, ms: 40 }]);
    const begun = progress.losses;
    for (const id of [5, 6, 7, 8]) progress.published([id], 60);
    progress.found(begun);
    expect([progress.isLost, progress.lag(70)]).toEqual([true, { changes: 8, ms: 60 }]);
    progress.published([9], 80);
    progress.found(progress.losses);
    expect([progress.isLost, progress.lag(90)]).toEqual([false, { changes: 1, ms: 10 }]);
    progress.restart();
    expect([progress.wanted(9), progress.lag(90), progress.confirmed]).toEqual([[], KEPT_UP, progress.seq]);
  });
});

describe('standing', () => {
  function rig() {
    const clock = new FakeClock();
    const told: string[] = [];
    const standing = new ReplicaStanding('The replica r', clock, {
      record: (code, message) => told.push(`${code}: ${message}`),
    });
    /** Milliseconds that it keeps up before it is used. */
    const back = (): number => {
      const from = clock.monotonic();
      for (standing.judge(KEPT_UP); standing.state !== 'in-use'; standing.judge(KEPT_UP)) clock.advance(10);
      return clock.monotonic() - from;
    };
    return { clock, told, standing, back };
  }

  it('[REPL-13] left once it lags for more than 600 ms, back once it has kept up for half a second without a break', () => {
    const { clock, standing, back } = rig();
    expect([standing.state, back()]).toEqual(['away', 500]);
    standing.judge({ changes: 1, ms: 600 });
    expect([standing.state, standing.problem]).toEqual(['in-use', null]);
    standing.judge(BEHIND);
    expect([standing.state, standing.problem]).toEqual([
      'lagging',
      'The replica lags: it has been without 3 changes for 601 ms.',
    ]);
    const since = standing.since;
    for (let n = 0; n < 5; n++) {
      clock.advance(400);
      standing.judge(KEPT_UP);
      clock.advance(400);
      standing.judge({ changes: 1, ms: 251 });
    }
    expect([standing.state, standing.since]).toEqual(['lagging', since]);
  });

  it('[REPL-13] one that falls behind again within a minute is watched twice as long each time, up to half a minute', () => {
    const { clock, standing, back } = rig();
    back();
    const waits: number[] = [];
    for (let n = 0; n < 8; n++) {
      standing.judge(BEHIND);
      waits.push(back());
    }
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    clock.advance(60_000);
    standing.judge(BEHIND);
    expect(back()).toBe(500);
    standing.leave('away', 'It is gone.');
    expect(back()).toBe(500);
  });

  it('[REPL-14] the same is told once until something else was, whatever its figures; what is only looked at is not', () => {
    const { told, standing, back } = rig();
    standing.leave('away', 'It is being looked at.', false);
    expect(told).toEqual([]);
    back();
    standing.leave('away', 'Gone for 5 ms.');
    standing.leave('away', 'Gone for 70 ms.');
    back();
    standing.judge(BEHIND);
    expect(told.map((line) => line.replace(/: .*?(Gone|lags|up to date).*/, ' $1'))).toEqual([
      'replica-back up to date',
      'replica-left Gone',
      'replica-back up to date',
      'replica-left lags',
    ]);
    expect(told[1]).toBe('replica-left: Gone for 5 ms. Reads go to the primary.');
  });
});

it('[REPL-15] knows from its settings whether a replica commits in the sequence of the primary', () => {
  const ordered = (settings: Readonly<Record<string, string>>) => isOrdered(new Map(Object.entries(settings)));
  for (const name of ['replica', 'slave']) {
    const set = (workers: string, order: string) => ({
      [`${name}_parallel_workers`]: workers,
      [`${name}_preserve_commit_order`]: order,
    });
    expect([set('0', 'OFF'), set('1', 'OFF'), set('4', 'ON'), set('4', 'OFF')].map(ordered)).toEqual([
      true,
      true,
      true,
      false,
    ]);
  }
  // MariaDB: what comes from several domains is applied side by side, unless nothing is.
  const maria = (domains: string, threads: string) => ({ gtid_slave_pos: domains, slave_parallel_threads: threads });
  expect(
    [maria('', '4'), maria('0-1-7', '4'), maria('0-1-7,1-2-3', '0'), maria('0-1-7,1-2-3', '4')].map(ordered),
  ).toEqual([true, true, true, false]);
  expect(ordered({})).toBe(true);
});
