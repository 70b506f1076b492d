import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pollerRig } from '../support/poller-rig.ts';

describe('change poller', () => {
  let rig: ReturnType<typeof pollerRig>;
  beforeEach(() => {
    rig = pollerRig();
  });
  afterEach(() => rig.stop());

  async function started(): Promise<void> {
    rig.insert('seed');
    await rig.poller.start();
    await rig.pass(50);
    expect(rig.poller.at.position).toEqual({ head: 1, gaps: [] });
  }

  it('[FEED-110] an id given up as dead that comes after all is not published out of sequence: a new epoch begins', async () => {
    await started();
    const id = rig.database.takeLogId();
    rig.insert('newer');
    await rig.pass(5_000);
    expect(rig.poller.gaps).toMatchObject({ open: 0, watched: 1 });
    const before = rig.poller.epoch;
    const writer = rig.database.begin();
    writer.insert('wrongly given up');
    writer.commit();
    const row = rig.database.committedRows().pop();
    if (row === undefined) throw new Error('no row');
    rig.database.rows.delete(row.id);
    rig.database.putRow(id, { ...row.entry, id }, true);
    await rig.pass(3_000);
    expect(rig.names()).toEqual(['newer']);
    expect([rig.incidents, rig.resets]).toEqual([['resurrected-id'], ['new-epoch']]);
    expect(rig.poller.epoch).not.toBe(before);
    expect(rig.poller.counters).toMatchObject({ resurrected: 1, resets: 1 });
  });

  it('[FEED-111] a log that ends below what was cleaned from it is another log: a new epoch begins with the start', async () => {
    rig.insert('seed');
    rig.database.meta.cleanedBelow = 500;
    await rig.poller.start();
    await rig.pass(50);
    expect([rig.incidents, rig.poller.epoch, rig.database.meta.cleanedBelow]).toEqual([['log-replaced'], 'epoch-2', 0]);
    await rig.pass(3_000);
    expect(rig.resets).toEqual([]);
  });

  it('[FEED-112] a gap that was filled and cleaned away meanwhile is not given up as dead', async () => {
    await started();
    const open = rig.database.begin();
    open.insert('in the gap');
    rig.insert('at the head');
    await rig.pass(100);
    const { head } = rig.poller.at.position;
    open.commit();
    rig.database.cleanBelow(head);
    await rig.pass(5_000);
    expect([rig.resets, rig.incidents]).toEqual([['log-passed'], ['log-passed']]);
    expect(rig.poller.epoch).toBe('epoch-1');
    await rig.pass(5_000);
    expect(rig.resets).toHaveLength(1);
  });

  it('[FEED-113] a write of our own is read at once, also while nobody looks', async () => {
    await started();
    await rig.pass(20_000);
    const { reads } = rig.poller.counters;
    rig.insert('own');
    for (let i = 0; i < 5; i++) rig.wakeUp.wake();
    await rig.pass(1, 1);
    expect(rig.names()).toEqual(['own']);
    expect(rig.poller.counters.reads - reads).toBeLessThanOrEqual(2);
  });

  it('[FEED-114] when the database goes away it says why, keeps its place and asks less and less often', async () => {
    await started();
    rig.database.away = new Error('no answer');
    await rig.pass(60_000, 50);
    const { errors } = rig.poller.counters;
    expect(errors).toBeGreaterThan(10);
    expect(errors).toBeLessThan(40);
    expect(rig.states.at(-1)).toEqual(['reconnecting', 'no answer']);
    rig.insert('meanwhile');
    rig.database.away = null;
    await rig.pass(6_000, 50);
    expect(rig.names()).toEqual(['meanwhile']);
    expect([rig.states.at(-1), rig.incidents]).toEqual([
      ['live', null],
      ['connection-lost', 'connection-back'],
    ]);
    expect(rig.resets).toEqual([]);
  });

  it('[FEED-115] whoever sets the clock, to and fro: every change comes, and no lag is negative or absurd', async () => {
    await started();
    for (let i = 0; i < 40; i++) {
      rig.clock.setWallClock((i % 2 === 0 ? -1 : 1) * i * 3_600_000);
      const open = rig.database.begin();
      open.insert(`late ${i}`);
      rig.insert(`quick ${i}`);
      await rig.pass(60);
      open.commit();
      await rig.pass(60);
    }
    expect(rig.names()).toHaveLength(80);
    const { p50, p99 } = rig.lag.percentiles() ?? { p50: -1, p99: -1 };
    expect(p50).toBeGreaterThan(0);
    expect(p99).toBeLessThan(200);
    expect([rig.resets, rig.incidents]).toEqual([[], []]);
  });

  it('[FEED-116] an epoch that another server took settles what this one was about to ask for', async () => {
    await started();
    await rig.database.epochs.rotate('epoch-1');
    rig.poller.requestReset('drift');
    await rig.pass(5_000);
    expect([rig.resets, rig.poller.epoch]).toEqual([['drift'], 'epoch-2']);
    await rig.database.epochs.rotate('epoch-2');
    await rig.pass(5_000);
    expect([rig.resets, rig.poller.epoch]).toEqual([['drift', 'new-epoch'], 'epoch-3']);
    expect(rig.incidents).toEqual(['epoch-changed']);
  });

  it('[FEED-117] looks at gaps only while there are any, and not more often than it should', async () => {
    await started();
    await rig.pass(5_000);
    expect(rig.poller.counters.probes).toBe(0);
    const open = rig.database.begin();
    open.insert('open');
    rig.insert('newer');
    await rig.pass(2_000);
    expect(rig.poller.counters.probes).toBeGreaterThanOrEqual(5);
    expect(rig.poller.counters.probes).toBeLessThanOrEqual(11);
    expect(rig.poller.gaps.oldestMs).toBeGreaterThan(1_500);
    open.rollback();
    await rig.pass(5_000);
    const { probes } = rig.poller.counters;
    await rig.pass(5_000);
    expect(rig.poller.counters.probes).toBe(probes);
  });

  it('[FEED-118] a reset that fails half way is tried again, and takes one epoch all the same', async () => {
    await started();
    const { rotate } = rig.database.epochs;
    Object.assign(rig.database.epochs, {
      rotate: async (known: string) => {
        const epoch = await rotate(known);
        rig.database.away = new Error('gone in the middle');
        return epoch;
      },
    });
    rig.database.truncateLog();
    rig.insert('after');
    await rig.pass(1_000);
    expect(rig.resets).toEqual([]);
    Object.assign(rig.database.epochs, { rotate });
    rig.database.away = null;
    await rig.pass(6_000);
    expect([rig.resets, rig.poller.epoch]).toEqual([['new-epoch'], 'epoch-2']);
  });
});
