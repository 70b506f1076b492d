import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { Cleanup } from '../../src-main/feed/cleanup.ts';
import type { Position } from '../../src-main/feed/position.ts';
import type { ReaderEntry } from '../../src-main/feed/reader-registry.ts';
import { FakeClock } from '../support/fake-clock.ts';

describe('clean-up', () => {
  const calls: string[] = [];
  let readers: ReaderEntry[];
  let position: Position | null;
  let newestIds: number[];
  let lockIsFree: boolean;
  let leaseIsHeld: boolean;
  let failure: Error | null;
  let slices: number;
  let cleanup: Cleanup;
  let clock: FakeClock;

  beforeEach(() => {
    clock = new FakeClock();
    calls.length = 0;
    readers = [reader('me', 501)];
    position = { head: 500, gaps: [] };
    newestIds = Array.from({ length: 500 }, (_, i) => 500 - i);
    lockIsFree = true;
    leaseIsHeld = true;
    failure = null;
    slices = 0;
    cleanup = new Cleanup(
      {
        registry: {
          async heartbeat(id, _label, at) {
            if (failure !== null) throw failure;
            calls.push(`heartbeat ${id} ${at.head}`);
          },
          list: async () => readers,
          async leave(id) {
            calls.push(`leave ${id}`);
          },
        },
        retention: {
          async markProcessed(below) {
            calls.push(`mark below ${below}`);
            return 0;
          },
          oldestKept: async (keep) => newestIds[keep - 1] ?? null,
          async deleteBelow(id, limit) {
            calls.push(`delete below ${id}`);
            return slices-- > 0 ? limit : 0;
          },
          async pruneHistory() {
            calls.push('prune');
            return 0;
          },
          async forgetSilentReaders() {
            calls.push('forget');
          },
        },
        upkeep: [
          async () => {
            calls.push('upkeep');
            return 0;
          },
        ],
        lock: {
          tryAcquire: async () =>
            lockIsFree
              ? {
                  held: async () => leaseIsHeld,
                  async release() {
                    calls.push('release');
                  },
                }
              : null,
        },
        incidents: { record: (code, message) => calls.push(`${code}: ${message}`) },
        clock,
        position: () => position,
        async saveCheckpoint() {
          calls.push('checkpoint');
        },
        explain: (error) => (error as Error).message,
      },
      { readerId: 'me', label: 'here', intervalMs: 5_000, readerTimeoutMs: 3_000, retentionRows: 100 },
    );
  });

  const reader = (id: string, lowWater: number, live = true): ReaderEntry => ({
    id,
    lowWater,
    live,
    heartbeatAgeMs: live ? 10 : 90_000,
  });

  it('[CLEAN-20] says how far it is and leaves a checkpoint before anything is deleted', async () => {
    await cleanup.runOnce();
    expect(calls).toEqual([
      'heartbeat me 500',
      'checkpoint',
      'delete below 401',
      'mark below 501',
      'prune',
      'forget',
      'upkeep',
    ]);
  });

  it('[CLEAN-21] deletes nothing that a living reader has not seen, nor the row its place stands on', async () => {
    readers.push(reader('slower', 300), reader('dead', 7, false));
    await cleanup.runOnce();
    expect(calls).toContain('delete below 299');
    expect(calls).toContain('mark below 300');
  });

  it('[CLEAN-22] deletes nothing while there are no more rows than are kept, or nobody is known to be alive', async () => {
    newestIds = newestIds.slice(0, 99);
    await cleanup.runOnce();
    expect(calls).not.toContain('delete below 401');
    calls.length = 0;
    readers = [];
    await cleanup.runOnce();
    expect(calls).toEqual(['heartbeat me 500', 'checkpoint']);
  });

  it('[CLEAN-23] without the lead it only says how far it is', async () => {
    lockIsFree = false;
    await cleanup.runOnce();
    expect([calls, cleanup.isLeader]).toEqual([['heartbeat me 500', 'checkpoint'], false]);
  });

  it('[CLEAN-24] gives back a lease that was lost, and tries for another', async () => {
    await cleanup.runOnce();
    leaseIsHeld = false;
    lockIsFree = false;
    await cleanup.runOnce();
    expect([calls.includes('release'), cleanup.isLeader]).toEqual([true, false]);
    lockIsFree = true;
    leaseIsHeld = true;
    await cleanup.runOnce();
    expect(cleanup.isLeader).toBe(true);
  });

  it('[CLEAN-25] does nothing before the reader has its place', async () => {
    position = null;
    await cleanup.runOnce();
    expect(calls).toEqual([]);
  });

  it('[CLEAN-26] reports a failure once, until it works again', async () => {
    failure = new Error('away');
    await cleanup.runOnce();
    await cleanup.runOnce();
    expect(calls).toEqual(['cleanup-failed: The clean-up of the change log failed: away']);
    failure = null;
    await cleanup.runOnce();
    failure = new Error('away again');
    await cleanup.runOnce();
    expect(calls.filter((call) => call.startsWith('cleanup-failed'))).toHaveLength(2);
  });

  it('[CLEAN-28] gives three signs of life within the time after which it would count as dead, however seldom it cleans', async () => {
    await cleanup.start();
    for (let second = 0; second < 12; second++) {
      clock.advance(1_000);
      await nextTurn();
    }
    expect(calls.filter((call) => call.startsWith('heartbeat'))).toHaveLength(12);
    expect(calls.filter((call) => call.startsWith('delete'))).toHaveLength(2);
  });

  it('[HIST-22] a stop waits for the slice under way, however much is left', async () => {
    slices = Number.POSITIVE_INFINITY;
    const endless = cleanup.runOnce();
    const stopped = cleanup.stop();
    await Promise.all([endless, stopped]);
    expect(calls.filter((call) => call.startsWith('delete')).length).toBeLessThan(2);
  });

  it('[CLEAN-27] leaves the list of readers and the lead when it stops', async () => {
    await cleanup.start();
    await cleanup.runOnce();
    calls.length = 0;
    await cleanup.stop();
    expect([calls, cleanup.isLeader]).toEqual([['release', 'leave me'], false]);
  });
});
