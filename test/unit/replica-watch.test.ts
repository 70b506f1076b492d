import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ReplicaVerdict } from '../../src-main/mysql/replica-comparison.ts';
import { deferred } from '../support/deferred.ts';
import { PlayedReplica } from '../support/played-replica.ts';

let replica: PlayedReplica;
beforeEach(() => {
  replica = new PlayedReplica();
});
afterEach(() => replica.watch.stop());

/** Started, compared and in use. */
async function used(): Promise<PlayedReplica['watch']> {
  await replica.watch.start();
  await replica.pass(1_000);
  expect(replica.watch.status.state).toBe('in-use');
  return replica.watch;
}

/** Whether a read would go to the replica. */
async function isRead(withinMs = 60): Promise<boolean> {
  const reached = replica.watch.reached(withinMs);
  await replica.pass(withinMs);
  return (await reached) !== null;
}

it('[REPL-16] nothing is read there before its orders were found to be those that were delivered, and again after a restart', async () => {
  const { watch } = replica;
  let comparison = deferred<ReplicaVerdict>();
  replica.verdict = () => comparison.promise;
  await watch.start();
  await replica.pass(5_000);
  expect([await isRead(), watch.status.state, watch.status.comparedAt]).toEqual([false, 'away', null]);
  comparison.resolve({ kind: 'same' });
  await replica.pass(1_000);
  expect([await isRead(), watch.status.state]).toEqual([true, 'in-use']);

  comparison = deferred();
  replica.failure = new Error('It is gone.');
  await replica.pass(200);
  expect([await isRead(), watch.status.problem, replica.links > 1]).toEqual([false, 'It is gone.', true]);
  replica.failure = null;
  await replica.pass(10_000);
  expect([await isRead(), watch.status.state]).toEqual([false, 'away']);
  comparison.resolve({ kind: 'same' });
  await replica.pass(1_000);
  expect([await isRead(), replica.comparisons]).toEqual([true, 2]);
});

it('[REPL-17] a read waits for what was told before it, not for what is told later, and no longer than it may', async () => {
  const watch = await used();
  replica.tell(1, 3);
  const first = watch.reached(200);
  replica.tell(2);
  replica.there.add(3);
  await replica.pass(100);
  replica.there.add(1);
  await replica.pass(50);
  expect(await first).not.toBeNull();
  expect(await isRead()).toBe(false);
  replica.there.add(2);
  await replica.pass(200);
  expect(await isRead()).toBe(true);
});

it('[REPL-17] whoever waits is sent to the primary at once when the replica fails, or another log begins', async () => {
  const watch = await used();
  for (const end of [
    () => {
      replica.failure = new Error('gone');
      return replica.answered();
    },
    () => watch.restarted(),
  ]) {
    replica.failure = null;
    await replica.pass(5_000);
    expect(await isRead()).toBe(true);
    replica.tell(1);
    const read = watch.reached(100_000);
    await end();
    await replica.pass(300);
    expect(await read).toBeNull();
    watch.restarted();
  }
});

it('[REPL-18] what another log had proves nothing of this one, and a comparison that began under it neither', async () => {
  const watch = await used();
  const comparison = deferred<ReplicaVerdict>();
  replica.verdict = () => comparison.promise;
  watch.restarted();
  expect(await isRead()).toBe(false);
  await replica.pass(500);
  watch.restarted();
  replica.verdict = () => new Promise(() => undefined);
  comparison.resolve({ kind: 'same' });
  await replica.pass(3_000);
  expect([await isRead(), watch.status.state]).toEqual([false, 'away']);
});

it('[REPL-18] one whose log is of another epoch is left, and refused when it stays so', async () => {
  const watch = await used();
  replica.epoch = 'other';
  await replica.pass(200);
  expect([watch.status.state, watch.finding, await isRead()]).toEqual(['away', null, false]);
  await replica.pass(2_500);
  expect(watch.finding?.code).toBe('replica-other-data');
  replica.epoch = 'e';
  await replica.pass(2_000);
  expect([watch.status.state, watch.finding]).toEqual(['in-use', null]);
});

it('[REPL-20] what was cleaned away counts as there where changes are applied in sequence, else after a comparison', async () => {
  await used();
  replica.tell(1, 2);
  replica.cleanedBelow = 3;
  await replica.pass(200);
  expect([await isRead(), replica.comparisons]).toEqual([true, 1]);
  await replica.watch.stop();

  replica = new PlayedReplica(5_000);
  replica.isOrdered = false;
  await used();
  replica.tell(1, 2);
  replica.cleanedBelow = 3;
  await replica.pass(200);
  expect([await isRead(), replica.watch.status.lagChanges]).toEqual([false, 2]);
  await replica.pass(8_000);
  expect([await isRead(), replica.watch.status.lagChanges, replica.comparisons > 1]).toEqual([true, 0, true]);
});

it('[REPL-21] other orders are refused once a second comparison says so, and only after the primary was compared as well', async () => {
  const { watch } = replica;
  replica.verdict = () => ({ kind: 'other-orders', where: '1-9' });
  await watch.start();
  await replica.pass(300);
  expect([watch.finding, replica.comparedPrimary, await isRead()]).toEqual([null, 1, false]);
  await replica.pass(2_000);
  expect([watch.finding?.code, replica.comparedPrimary > 1]).toEqual(['replica-other-data', true]);
  expect(watch.status.problem).toMatch(/orders 1-9/);
  replica.verdict = () => ({ kind: 'same' });
  await replica.pass(2_000);
  expect([watch.finding, watch.status.state, await isRead()]).toEqual([null, 'in-use', true]);
});

it('[REPL-21] one that takes writes is refused at the next look, and its way is ended', async () => {
  const watch = await used();
  replica.isReadOnly = false;
  await replica.pass(200);
  expect([watch.status.state, watch.finding?.code, replica.ended > 0, await isRead()]).toEqual([
    'away',
    'replica-writable',
    true,
    false,
  ]);
  expect(replica.incidents).toEqual(['replica-back', 'replica-left']);
});
