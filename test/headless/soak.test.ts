import { expect, it } from 'vitest';
import { judge } from '../soak/judge.mjs';
import { soak } from '../soak/soak.mjs';
import { startOwnDatabaseServer } from '../support/private-database.ts';

it('[SOAK-1] work in rounds, with reconnects and a database that is killed, leaves nothing behind', async () => {
  const own = await startOwnDatabaseServer(['--log-bin=binlog', '--binlog-format=ROW', '--server-id=1']);
  try {
    const { verdicts, tally } = await soak(own, { rounds: 8, roundMs: 1_000, restarts: 1 });
    expect(verdicts.filter(({ flat }) => !flat)).toEqual([]);
    expect(tally.restarts).toBe(1);
    for (const count of [tally.written, tally.requests, tally.reconnects]) expect(count).toBeGreaterThan(0);
  } finally {
    await own.remove();
  }
});

it('[SOAK-2] what grows with the work is found, a single odd sample is not', () => {
  const flat = {
    heap: 40,
    external: 5,
    handles: 20,
    timers: 10,
    files: 50,
    listeners: 9,
    warnings: 0,
    connections: 12,
  };
  const samples = (heap: (round: number) => number) =>
    Array.from({ length: 12 }, (_, round) => ({ ...flat, sessions: 8, heap: heap(round) }));
  const grows = (heap: (round: number) => number) =>
    judge(samples(heap)).flatMap(({ figure, flat: isFlat }) => (isFlat ? [] : [figure]));
  expect(grows(() => 40)).toEqual([]);
  expect(grows((round) => (round === 7 ? 90 : 40))).toEqual([]);
  // The warm-up.
  expect(grows((round) => Math.min(60, 40 + 5 * round))).toEqual([]);
  expect(grows((round) => 40 + round)).toEqual(['heap']);
});
