import { afterEach, beforeEach, expect, it } from 'vitest';
import type { BusAnswer, BusTick, BusTransport } from '../../src-main/feed/bus/bus-transport.ts';
import { eventually } from '../support/eventually.ts';

/** A bus with its servers' ends of it, and what may happen to its lease. */
export interface BusUnderTest {
  /** A new end, already open. */
  open(id: string): Promise<BusTransport>;
  /** The lease comes to its end without being given back. */
  leaseEnds(): Promise<void>;
  /** Everything it knew is gone. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

const LEASE_MS = 60_000;

/** What every bus between servers must do, the one in memory and the one on Redis. */
export function busTransportContract(start: () => Promise<BusUnderTest>): void {
  let bus: BusUnderTest;
  beforeEach(async () => {
    bus = await start();
  });
  afterEach(() => bus.close());

  it('[BUS-30] gives the lease to one, keeps it while that one asks, and to the next when it ended', async () => {
    const [a, b] = [await bus.open('a'), await bus.open('b')];
    const first = await tick(a, 'a');
    expect(first.holder).toMatchObject({ leader: 'a' });
    expect((await tick(b, 'b')).holder).toMatchObject({ leader: 'a', fence: fenceOf(first) });
    expect((await tick(a, 'a')).holder).toMatchObject({ leader: 'a', fence: fenceOf(first) });
    await bus.leaseEnds();
    const second = await tick(b, 'b');
    expect([second.holder?.leader, fenceOf(second) > fenceOf(first)]).toEqual(['b', true]);
    expect(await a.publishAs(fenceOf(first), 'late')).toBe(false);
  });

  it('[BUS-31] gives it to nobody who does not want it, and takes it from the leader that no longer does', async () => {
    const [a, b] = [await bus.open('a'), await bus.open('b')];
    expect((await tick(a, 'a', { wants: false })).holder).toBeNull();
    const first = await tick(a, 'a');
    expect((await tick(a, 'a', { wants: false })).holder).toBeNull();
    expect(await a.publishAs(fenceOf(first), 'late')).toBe(false);
    expect((await tick(b, 'b')).holder?.leader).toBe('b');
    await b.leave();
    expect((await tick(a, 'a')).holder?.leader).toBe('a');
  });

  it('[BUS-32] numbers a lease above all that the server that takes it knows of, also after it lost everything', async () => {
    const a = await bus.open('a');
    const knownFence = fenceOf(await tick(a, 'a')) + 1_000_000;
    await bus.flush();
    expect(fenceOf(await tick(a, 'a', { knownFence }))).toBeGreaterThan(knownFence);
  });

  it('[BUS-33] tells everybody what the leader says, under its own number alone, and what anybody says to all', async () => {
    const [a, b] = [await bus.open('a'), await bus.open('b')];
    const heard: string[] = [];
    b.subscribe((text) => heard.push(text));
    const fence = fenceOf(await tick(a, 'a'));
    // A subscription takes its moment.
    await eventually('it is heard', async () => {
      await b.publish('hello');
      return heard.includes('hello');
    });
    expect(await a.publishAs(fence, 'one')).toBe(true);
    expect(await a.publishAs(fence - 1, 'two')).toBe(false);
    expect(await b.publishAs(fence, 'three')).toBe(false);
    expect(await a.publishAs(fence, 'four')).toBe(true);
    await eventually('the last is heard', () => heard.includes('four'));
    expect(heard.filter((text) => text !== 'hello')).toEqual(['one', 'four']);
  });

  it('[BUS-34] shows each server with its clients, until it leaves', async () => {
    const [a, b] = [await bus.open('a'), await bus.open('b')];
    await tick(a, 'a');
    const { members } = await tick(b, 'b');
    expect(members.map(({ id, clients }) => [id, clients]).sort()).toEqual([
      ['a', 3],
      ['b', 3],
    ]);
    await a.leave();
    expect((await tick(b, 'b')).members.map(({ id }) => id)).toEqual(['b']);
  });
}

export function tick(end: BusTransport, id: string, part: Partial<BusTick> = {}): Promise<BusAnswer> {
  const member = { id, label: `host:${id}`, clients: 3, seq: 0 };
  return end.tick({ member, wants: true, knownFence: 0, leaseMs: LEASE_MS, memberMs: LEASE_MS, ...part });
}

export function fenceOf({ holder }: BusAnswer): number {
  if (holder === null) throw new Error('nobody leads');
  return holder.fence;
}
