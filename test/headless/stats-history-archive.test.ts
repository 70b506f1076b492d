import { afterEach, beforeEach, expect, it } from 'vitest';
import { type StatsHistory, statsHistorySchema } from '../../src-shared/stats-history.ts';
import { eventually } from '../support/eventually.ts';
import { FeedRig } from '../support/feed-rig.ts';
import type { ServerProcess } from '../support/server-process.ts';

let rig: FeedRig;
beforeEach(async () => {
  rig = await FeedRig.open();
});
afterEach(() => rig.close());

async function history({ url }: ServerProcess): Promise<StatsHistory> {
  return statsHistorySchema.parse(await (await fetch(`${url}/api/stats/history`)).json());
}

const sum = (column: readonly number[]) => column.reduce((a, b) => a + b, 0);
const totals = ({ quarters }: StatsHistory) =>
  [quarters.changes, quarters.inserted, quarters.shipped, quarters.delivered].map(sum);

async function countOf(table: string): Promise<number> {
  const [row] = await rig.database.query<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table}`);
  return Number(row?.n);
}

async function again(server: ServerProcess, settings = {}): Promise<ServerProcess> {
  await server.stop();
  const next = await server.startAgain(settings);
  rig.servers.push(next);
  return next;
}

/** 40 orders, all shipped, 10 of them delivered: 90 changes. */
async function aDay(): Promise<void> {
  await rig.insert(...Array.from({ length: 40 }, (_, i) => `Customer ${i}`));
  await rig.database.query("UPDATE orders SET status = 'shipped' WHERE customer_name LIKE 'Customer%'");
  await rig.database.query(
    "UPDATE orders SET status = 'delivered' WHERE customer_name LIKE 'Customer%' ORDER BY id LIMIT 10",
  );
}

it('[MON-25] after the clean-up and a restart the figures of the day reach back over the archive', async () => {
  const first = await rig.server({ LOG_RETENTION_ROWS: '1' });
  const start = totals(await history(first));
  await aDay();
  const day = [90, 40, 40, 10].map((value, index) => value + (start[index] ?? 0));
  await eventually('all of it is counted and cleaned away', async () => {
    expect(totals(await history(first))).toEqual(day);
    return (await countOf('order_changes')) === 1;
  });
  // Half of it is of yesterday evening.
  await rig.database.query('UPDATE order_history SET changed_at = changed_at - INTERVAL 20 HOUR ORDER BY id LIMIT 50');
  const second = await again(first);
  const answer = await eventually('the archive is counted', async () => {
    const found = await history(second);
    expect(totals(found)).toEqual(day);
    return found;
  });
  expect(answer.knownSince).toBeLessThan(answer.now - 19 * 3_600_000);
  const filled = answer.quarters.changes.filter((changes) => changes > 0).length;
  expect(filled).toBeGreaterThan(1);
});

it('[MON-26] without a history that is kept, and without its table, the server starts and counts what there is', async () => {
  const kept = { LOG_RETENTION_ROWS: '20', HISTORY_RETENTION_DAYS: '0' };
  const first = await rig.server(kept);
  await aDay();
  await eventually('the log is short', async () => (await countOf('order_changes')) === 20);
  expect(await countOf('order_history')).toBe(0);
  const second = await again(first);
  await eventually('the log is counted', async () => {
    expect(sum((await history(second)).quarters.changes)).toBe(20);
    return true;
  });
  await second.stop();
  await rig.database.query('DROP TABLE order_history');
  const third = await second.startAgain({ HISTORY_RETENTION_DAYS: '90' });
  rig.servers.push(third);
  await eventually('the log is counted', async () => {
    expect(sum((await history(third)).quarters.changes)).toBeGreaterThanOrEqual(20);
    return true;
  });
  expect((await fetch(`${third.url}/health`)).status).toBe(200);
});
