import { beforeEach, describe, expect, it } from 'vitest';
import { heldFrom, lowWater } from '../../src-main/feed/position.ts';
import { Hub } from '../../src-main/hub/hub.ts';
import { SnapshotSource } from '../../src-main/session/shared-snapshot.ts';
import type { Snapshot } from '../../src-main/session/snapshot.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { SimulatedChangeLog } from '../support/simulated-change-log.ts';
import { SimulatedDatabase } from '../support/simulated-database.ts';

describe('snapshots of a large table', () => {
  let database: SimulatedDatabase;
  let clock: FakeClock;
  let source: SnapshotSource;
  const insert = (count: number) => {
    const writer = database.begin();
    for (let i = 0; i < count; i++) writer.insert(`Customer ${i}`);
    writer.commit();
  };
  const read = async (snapshot: Snapshot) => {
    let orders = 0;
    for (let index = 0; ; index++) {
      const chunk = await snapshot.chunk(index);
      if (chunk === null) return orders;
      orders += JSON.parse(`[${chunk.rows}]`).length;
    }
  };

  beforeEach(async () => {
    database = new SimulatedDatabase();
    clock = new FakeClock();
    insert(10);
    const log = new SimulatedChangeLog(database);
    const hub = new Hub(1_000_000);
    hub.started(await log.start(), 'e');
    source = new SnapshotSource(hub, log, clock, async () => undefined, 10);
  });

  it('[PART-40] a table that may be kept is read once for all, a larger one for each reader, whole', async () => {
    const [one, other] = await Promise.all([source.acquire(), source.acquire()]);
    expect([one === other, one.isKept, source.heldFrom]).toEqual([true, true, null]);
    insert(2_000);
    source.reset();
    const streams = await Promise.all([source.acquire(), source.acquire()]);
    expect(streams.map(({ isKept, total }) => [isKept, total])).toEqual(Array(2).fill([false, 2_010]));
    expect(await Promise.all(streams.map(read))).toEqual([2_010, 2_010]);
    for (const stream of streams) stream.release();
  });

  it('[PART-41] a few streams at a time: the next reader has its turn when one has ended, however it ends', async () => {
    insert(10);
    const streams = await Promise.all([1, 2, 3, 4].map(() => source.acquire()));
    const fifth = source.acquire();
    const first = await Promise.race([fifth.then(() => 'fifth'), streams[0]?.chunk(0).then(() => 'chunk')]);
    expect(first).toBe('chunk');
    streams[2]?.release();
    streams[2]?.release();
    const late = await fifth;
    expect(await read(late)).toBe(20);
    for (const stream of [...streams, late]) stream.release();
  });

  it('[PART-42] the log stays from where a stream began until its reader has gone on from there', async () => {
    insert(10);
    const stream = await source.acquire();
    expect(source.heldFrom).toBe(21);
    const later = { head: 500, gaps: [{ from: 90, to: 95 }] };
    expect([lowWater(heldFrom(later, 21)), lowWater(heldFrom(later, 92)), heldFrom(later, null)]).toEqual([
      21,
      90,
      later,
    ]);
    await read(stream);
    stream.release();
    clock.advance(9_999);
    expect(source.heldFrom).toBe(21);
    clock.advance(1);
    expect(source.heldFrom).toBeNull();
  });
});
