import { beforeEach, describe, expect, it } from 'vitest';
import { type LogPartitions, PartitionsImpossible, type PartitionWork } from '../../src-main/feed/log-partitions.ts';
import { PartitionKeeper } from '../../src-main/feed/partition-keeper.ts';
import { boundsToAdd } from '../../src-main/mysql/table-partitions.ts';
import { FakeClock } from '../support/fake-clock.ts';

const MINUTE = 60_000;

describe('cleaning by partitions', () => {
  const calls: string[] = [];
  const incidents: string[] = [];
  let clock: FakeClock;
  let bounds: readonly number[] | null;
  let archived: number;
  let answers: Partial<Record<'extend' | 'drop', PartitionWork | Error>>;
  let keeper: PartitionKeeper;

  beforeEach(() => {
    calls.length = 0;
    incidents.length = 0;
    clock = new FakeClock();
    bounds = [1_000, 2_000, 3_000];
    archived = Number.POSITIVE_INFINITY;
    answers = {};
    const answer = (what: 'extend' | 'drop', insist: boolean): PartitionWork => {
      const given = answers[what] ?? 'done';
      calls.push(`${what}${insist ? ' insists' : ''}`);
      if (given instanceof Error) throw given;
      return given;
    };
    const partitions: LogPartitions = {
      bounds: async () => bounds,
      extend: async (insist) => answer('extend', insist),
      async archiveBelow(id) {
        calls.push(`archive ${id}`);
        return 0;
      },
      archivedBelow: async () => archived,
      async drop(bound, insist) {
        calls.push(`drop ${bound}`);
        return answer('drop', insist);
      },
      async dropOldHistory() {
        calls.push('prune');
        return 'done';
      },
    };
    keeper = new PartitionKeeper({ partitions, incidents: { record: (_, message) => incidents.push(message) }, clock });
  });

  const take = (bound: number) => keeper.takeBelow(bound, (run) => run(2_000));
  const pass = (ms: number) => clock.advance(ms);

  it('[PART-20] drops what is full and delivered, and leaves the rest to wait for its partition', async () => {
    expect(await take(999)).toEqual({ dropped: 0, deleteBelow: null });
    expect(await take(2_500)).toEqual({ dropped: 2, deleteBelow: null });
    expect(calls.filter((call) => call.startsWith('drop '))).toEqual(['drop 2000']);
    expect(keeper.figures).toEqual({ state: 'working', count: 3, dropped: 2, problem: null });
  });

  it('[PART-21] drops nothing that is not archived', async () => {
    archived = 1_500;
    expect(await take(2_500)).toEqual({ dropped: 1, deleteBelow: null });
    expect(calls).toEqual(['extend', 'archive 2500', 'drop 1000', 'drop']);
  });

  it('[PART-22] deletes rows where there are no partitions, and those beyond the last of them', async () => {
    bounds = null;
    expect(await take(700)).toEqual({ dropped: 0, deleteBelow: 700 });
    bounds = [1_000];
    expect(await take(9_000)).toEqual({ dropped: 1, deleteBelow: 9_000 });
  });

  it('[PART-23] waits a minute for transactions to end, then deletes the rows and insists once a minute', async () => {
    answers = { drop: 'waiting' };
    expect(await take(2_500)).toEqual({ dropped: 0, deleteBelow: null });
    pass(MINUTE - 1);
    expect(await take(2_500)).toEqual({ dropped: 0, deleteBelow: null });
    expect(calls.some((call) => call.endsWith('insists'))).toBe(false);
    answers = { drop: 'busy' };
    pass(1);
    expect(await take(2_500)).toEqual({ dropped: 0, deleteBelow: 2_000 });
    expect(calls.filter((call) => call === 'drop insists')).toHaveLength(1);
    pass(MINUTE - 1);
    expect(await take(2_500)).toEqual({ dropped: 0, deleteBelow: 2_000 });
    expect(calls.filter((call) => call === 'drop insists')).toHaveLength(1);
    answers = {};
    pass(1);
    expect(await take(2_500)).toEqual({ dropped: 2, deleteBelow: null });
    expect(keeper.figures).toMatchObject({ state: 'working', problem: null });
    expect(incidents).toEqual([]);
  });

  it('[PART-24] says once why it is not possible, deletes rows meanwhile, and tries again every minute', async () => {
    answers = { drop: new PartitionsImpossible('User ada may not.') };
    expect(await take(2_500)).toEqual({ dropped: 0, deleteBelow: 2_000 });
    expect(await take(2_500)).toEqual({ dropped: 0, deleteBelow: 2_000 });
    pass(MINUTE);
    await take(2_500);
    expect(incidents).toEqual([expect.stringContaining('deleted one by one. User ada may not.')]);
    expect(calls.filter((call) => call === 'drop 2000')).toHaveLength(2);
    expect(keeper.figures).toMatchObject({ state: 'failed', problem: 'User ada may not.' });
    answers = {};
    pass(MINUTE);
    expect(await take(2_500)).toEqual({ dropped: 2, deleteBelow: null });
    answers = { extend: new PartitionsImpossible('User ada may not.') };
    pass(MINUTE);
    await take(999);
    expect(incidents).toHaveLength(2);
  });

  it('[PART-25] a database that does not answer is not taken for one that cannot', async () => {
    answers = { extend: new Error('gone') };
    await expect(take(2_500)).rejects.toThrow('gone');
    expect([incidents, keeper.figures.state]).toEqual([[], 'waiting']);
  });

  it('[PART-26] bounds are whole multiples, begin above what is there and end well ahead of the newest id', () => {
    expect(boundsToAdd(0, 0, 100)).toEqual([100, 200, 300, 400, 500]);
    expect(boundsToAdd(299, 500, 100)).toEqual([]);
    expect(boundsToAdd(300, 500, 100)).toEqual([600, 700, 800]);
    expect(boundsToAdd(99_950, 500, 100)).toEqual([100_000, 100_100, 100_200, 100_300, 100_400]);
    expect(boundsToAdd(250, 320, 100)[0]).toBe(420);
  });
});
