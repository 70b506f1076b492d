import { afterEach, beforeEach, expect, it } from 'vitest';
import type { UndoOutcome } from '../../src-shared/command.ts';
import { eventually } from '../support/eventually.ts';
import { FeedRig } from '../support/feed-rig.ts';

let rig: FeedRig;
beforeEach(async () => {
  rig = await FeedRig.open();
});
afterEach(() => rig.close());

const countOf = async (table: string) => {
  const [row] = await rig.database.query<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table}`);
  return Number(row?.n);
};

it('[HIST-30] what a running server has cleaned out of its log is taken back from the archive, and every client follows', async () => {
  const { server, v1 } = await rig.watchedServer({ LOG_RETENTION_ROWS: '1' });
  await rig.insert('Ada', 'Bob', 'Cid');
  await rig.equal();
  const ids = [...v1.picture.keys()].sort((a, b) => a - b);
  const [ada, bob] = ids;
  if (ada === undefined || bob === undefined) throw new Error('three orders expected');
  await v1.command({ type: 'update-order', id: ada, changes: { status: 'shipped' } });
  await v1.command({ type: 'delete-order', id: bob });
  await rig.insert('Dan');
  await eventually('all but the newest row have left the log', async () => (await rig.logIds()).length === 1);
  expect(await countOf('order_history')).toBe(5);
  const result = await v1.command({
    type: 'undo',
    changes: [
      { id: ada, version: 2, change: 'UPDATE' },
      { id: bob, version: 1, change: 'DELETE' },
    ],
  });
  const outcome: UndoOutcome | null = result.kind === 'undone' ? result.outcome : null;
  expect(outcome?.restored.map(({ id, status, version }) => [id, status, version])).toEqual([
    [ada, 'pending', 3],
    [bob, 'pending', 2],
  ]);
  await rig.equal();
  const history = await (await fetch(`${server.url}/api/orders/${bob}/history`)).json();
  expect(history).toMatchObject({
    complete: true,
    changes: [{ type: 'INSERT' }, { type: 'DELETE' }, { type: 'INSERT' }],
  });
});

it('[HIST-31] two servers on one database move each row once, also when the one that leads is killed', async () => {
  const settings = { LOG_RETENTION_ROWS: '1', READER_TIMEOUT_MS: '1000', CLEANUP_INTERVAL_MS: '100' };
  const [first] = [await rig.server(settings), await rig.server(settings)];
  const written: Promise<unknown>[] = [];
  for (let i = 0; i < 20; i++) written.push(rig.insert(...Array.from({ length: 200 }, (_, j) => `Customer ${i} ${j}`)));
  await eventually('the archive fills', async () => (await countOf('order_history')) > 0);
  await first?.kill();
  await Promise.all(written);
  await eventually('all but the newest row have left the log', async () => (await rig.logIds()).length === 1, 30_000);
  const [row] = await rig.database.query<{ kept: number; orders: number }>(
    'SELECT COUNT(*) AS kept, COUNT(DISTINCT order_id) AS orders FROM order_history',
  );
  expect([Number(row?.kept), Number(row?.orders)]).toEqual([3_999, 3_999]);
});
