import { beforeEach, describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from '../../src-main/config/config.ts';
import { BusFollower } from '../../src-main/feed/bus/bus-follower.ts';
import { BusLease, LEASE_MS } from '../../src-main/feed/bus/bus-lease.ts';
import { type BusBatch, BusMessages, type BusPulse } from '../../src-main/feed/bus/bus-message.ts';
import type { AnchoredPosition, LogEntry } from '../../src-main/feed/change-log.ts';
import { redisWords } from '../../src-main/redis/redis-words.ts';
import { anOrder, inserted } from '../support/orders.ts';

it('[BUS-1] an address of Redis that is none ends the start, and is not repeated, since it may hold a password', () => {
  for (const wrong of ['localhost:6379', 'http://localhost', 'redis://a:secret@h redis://b', 'redis://a:secret@h,b']) {
    expect(() => loadConfig({ REDIS_URL: wrong })).toThrow(ConfigError);
    expect(() => loadConfig({ REDIS_URL: wrong })).toThrow(/^REDIS_URL: got \d+ characters, takes redis/);
  }
  expect(loadConfig({ REDIS_URL: 'rediss://:secret@h:6380/2' }).REDIS_URL).toBe('rediss://:secret@h:6380/2');
});

it('[BUS-2] says why Redis is away in plain words, without the address or the password', () => {
  const words = (message: string, last: string | null = null) =>
    redisWords(new Error(message), last === null ? null : new Error(last));
  expect(words('WRONGPASS invalid username-password pair')).toBe('it refuses the user or password in REDIS_URL');
  expect(words('Reached the max retries', 'connect ECONNREFUSED 10.0.0.7:6379')).toBe('nothing answers at REDIS_URL');
  expect(words('Command timed out')).toBe('it does not answer in time');
  expect(words('MOVED 3999 10.0.0.7:6381')).toBe('it is a cluster: set REDIS_CLUSTER=1');
  expect(words('redis://user:secret@h')).toBe('it answers with an error');
});

it('[BUS-3] a message that no server of this database wrote is not believed', () => {
  const ours = new BusMessages('secret');
  const text = ours.encode({ kind: 'poke' });
  expect(ours.decode(text)).toEqual({ kind: 'poke' });
  for (const other of [text.replace('poke', 'bye'), new BusMessages('other').encode({ kind: 'poke' }), '', '{}']) {
    expect(ours.decode(other)).toBeNull();
  }
});

describe('lease', () => {
  const ours = { leader: 'a', fence: 7, leftMs: LEASE_MS };

  it('[BUS-4] ends before it ends in Redis: it counts from before the question, also for a server that was frozen', () => {
    const lease = new BusLease('a');
    lease.answered({ holder: ours }, 1_000, 1_200);
    expect([lease.fence(1_200), lease.fence(999 + LEASE_MS), lease.fence(1_000 + LEASE_MS)]).toEqual([7, 7, null]);
    const frozen = new BusLease('a');
    frozen.answered({ holder: ours }, 1_000, 9_000);
    expect(frozen.fence(9_000)).toBeNull();
  });

  it('[BUS-5] is over at once when it is refused, given to another, or a later one is heard of', () => {
    const lease = new BusLease('a');
    lease.answered({ holder: ours }, 0, 0);
    lease.lost();
    expect(lease.fence(1)).toBeNull();
    lease.answered({ holder: ours }, 2, 2);
    lease.answered({ holder: { leader: 'b', fence: 8, leftMs: 100 } }, 3, 3);
    expect([lease.fence(3), lease.knownFence]).toEqual([null, 8]);
    lease.answered({ holder: null }, 4, 4);
    expect([lease.holder, lease.knownFence]).toEqual([null, 8]);
  });

  it('[BUS-6] is asked for when that of another may end, and often enough to be kept', () => {
    const lease = new BusLease('a');
    lease.answered({ holder: { leader: 'b', fence: 1, leftMs: 90 } }, 0, 10);
    expect(lease.restMs(10)).toBeLessThan(100);
    lease.answered({ holder: ours }, 0, 10);
    expect(lease.restMs(10)).toBeLessThan(LEASE_MS / 3);
  });
});

describe('follower', () => {
  const SETTINGS = { silentMs: 1_000, oldestReadMs: 1_500, maxWaiting: 10 };
  const from = at(3);
  let follower: BusFollower;
  beforeEach(() => {
    follower = new BusFollower(SETTINGS);
  });

  function inStep(seq = 0): void {
    follower.heard(pulse(seq, 1), 'e', 0);
    follower.readAll(follower.mark());
  }

  it('[BUS-7] takes what the leader says only after an own read that began after a word of it, and in step with it', () => {
    const early = follower.mark();
    follower.heard(batch(1, 4), 'e', 0);
    follower.readAll(early);
    expect(follower.take(from, 0)).toBeNull();
    follower.readAll(follower.mark());
    follower.heard(batch(2, 5), 'e', 0);
    const read = follower.take(at(4), 0);
    expect(read?.entries.map(({ id }) => id)).toEqual([5]);
    expect(read?.next).toEqual({ position: { head: 5, gaps: [] }, stamp: 's5' });
  });

  it('[BUS-8] leaves out what an own read has seen already, and moves only its own position', () => {
    inStep();
    follower.heard(batch(1, 2, 4, 6), 'e', 0);
    const read = follower.take({ position: { head: 4, gaps: [{ from: 2, to: 2 }] }, stamp: 's4' }, 0);
    expect(read?.entries.map(({ id }) => id)).toEqual([2, 6]);
    expect(read?.next.position).toEqual({ head: 6, gaps: [{ from: 5, to: 5 }] });
  });

  it('[BUS-9] falls out of step by what is missing, another leader, another epoch, a place that does not fit; not by repeats or old words', () => {
    const fed = () => follower.isFed(0);
    inStep();
    follower.heard(batch(1, 4), 'e', 0);
    follower.heard(batch(1, 4), 'e', 0);
    follower.heard({ ...batch(9, 9), fence: 6 }, 'e', 0);
    expect([fed(), follower.counters]).toEqual([true, { batches: 0, holes: 0, repeats: 1, stale: 1 }]);
    for (const break_ of [
      batch(3, 5),
      pulse(2, 2),
      { ...batch(2, 5), fence: 8 },
      { ...batch(2, 5), leader: 'c' },
      { ...batch(2, 5), epoch: 'f' },
    ]) {
      follower = new BusFollower(SETTINGS);
      inStep(1);
      expect(fed()).toBe(true);
      follower.heard(break_, 'e', 0);
      expect([fed(), follower.take(from, 0)]).toEqual([false, null]);
    }
    follower = new BusFollower(SETTINGS);
    inStep();
    follower.heard({ ...batch(1, 5), head: 9 }, 'e', 0);
    expect([follower.take(from, 0), fed()]).toEqual([null, false]);
  });

  it('[BUS-14] an own read proves nothing about what came while it ran', () => {
    follower.heard(pulse(1, 1), 'e', 0);
    const mark = follower.mark();
    follower.heard(batch(3, 5), 'e', 0);
    follower.readAll(mark);
    expect(follower.isFed(0)).toBe(false);
    const next = follower.mark();
    follower.heard(batch(4, 6), 'e', 0);
    follower.readAll(next);
    expect(follower.take(at(5), 0)?.entries.map(({ id }) => id)).toEqual([6]);
  });

  it('[BUS-15] waits for nobody who is silent, repeats an old pulse, or has not read the log for long', () => {
    inStep();
    expect([follower.isFed(999), follower.isFed(1_000)]).toEqual([true, false]);
    follower.heard(pulse(0, 1), 'e', 990);
    expect(follower.isFed(1_000)).toBe(false);
    follower.heard(pulse(0, 2, 1_400), 'e', 5_000);
    expect([follower.isFed(5_099), follower.isFed(5_100)]).toEqual([true, false]);
  });

  it('[BUS-16] keeps no more than it may: what is too much is read from the log', () => {
    inStep();
    follower.heard(batch(1, 4, 5, 6, 7, 8, 9), 'e', 0);
    follower.heard(batch(2, 10, 11, 12, 13, 14), 'e', 0);
    expect([follower.take(from, 0), follower.isFed(0)]).toEqual([null, false]);
  });

  it('[BUS-17] believes Redis about who leads, also when the number is lower than one it has seen', () => {
    inStep();
    follower.adopt({ leader: 'c', fence: 2 });
    expect(follower.isFed(0)).toBe(false);
    follower.heard({ ...pulse(5, 1), leader: 'c', fence: 2 }, 'e', 0);
    follower.readAll(follower.mark());
    expect(follower.isFed(0)).toBe(true);
  });
});

function at(head: number): AnchoredPosition {
  return { position: { head, gaps: [] }, stamp: `s${head}` };
}

function batch(seq: number, ...ids: number[]): BusBatch {
  const entries: LogEntry[] = ids.map((id) => ({
    kind: 'change',
    id,
    event: { ...inserted(anOrder({ id })), changeId: id },
  }));
  const head = Math.max(...ids);
  return { kind: 'batch', leader: 'b', fence: 7, epoch: 'e', seq, entries, head, stamp: `s${head}` };
}

function pulse(seq: number, beat: number, readAgeMs = 0): BusPulse {
  return { kind: 'pulse', leader: 'b', fence: 7, epoch: 'e', seq, beat, readAgeMs };
}
