import { afterAll, beforeAll, expect, it } from 'vitest';
import { QUARTER_MS, type StatsHistory, statsHistorySchema } from '../../src-shared/stats-history.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { ServerProcess } from '../support/server-process.ts';
import { runWriters } from '../support/writers.ts';

let database: TestDatabase;
let server: ServerProcess;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await ServerProcess.start({ ...database.env, LOG_RETENTION_ROWS: '1000000' });
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

const COLUMNS = ['changes', 'inserted', 'shipped', 'delivered'] as const;
type Counts = Record<(typeof COLUMNS)[number], number>;

async function history(since?: string): Promise<StatsHistory> {
  const query = since === undefined ? '' : `?since=${since}`;
  return statsHistorySchema.parse(await (await fetch(`${server.url}/api/stats/history${query}`)).json());
}

/** Quarters that are not empty, by their beginning. */
function counted({ quarters }: StatsHistory): Map<number, Counts> {
  const filled = new Map<number, Counts>();
  for (const [index, changes] of quarters.changes.entries()) {
    if (changes === 0) continue;
    const entries = COLUMNS.map((name) => [name, quarters[name][index]]);
    filled.set(quarters.from + index * QUARTER_MS, Object.fromEntries(entries));
  }
  return filled;
}

/** The same by the log itself. */
async function logged(): Promise<Map<number, Counts>> {
  const status = (column: string) => `JSON_UNQUOTE(JSON_EXTRACT(${column}, '$.status'))`;
  const became = (to: string) =>
    `CAST(SUM(operation_type = 'UPDATE' AND ${status('new_data')} = '${to}' AND ${status('old_data')} <> '${to}') AS SIGNED)`;
  const rows = await database.query<Counts & { start: number }>(
    `SELECT CAST(FLOOR(UNIX_TIMESTAMP(changed_at) / 900) * 900000 AS SIGNED) AS start, COUNT(*) AS changes,
       CAST(SUM(operation_type = 'INSERT') AS SIGNED) AS inserted, ${became('shipped')} AS shipped,
       ${became('delivered')} AS delivered FROM order_changes GROUP BY start ORDER BY start`,
  );
  return new Map(rows.map(({ start, ...counts }) => [start, counts]));
}

const write = (seed: number, changes: number) =>
  runWriters(database, {
    writers: 4,
    changes,
    seed,
    maxTransactionMs: 20,
    rollbackShare: 0.1,
    kind: 'transactions',
  });

it('[FIG-20] with several writers and a server that ends in between, each change counts once', async () => {
  await write(1, 300);
  await eventually('the changes are counted', async () => {
    expect(counted(await history())).toEqual(await logged());
    return true;
  });
  await server.kill();
  // What was there before is of yesterday.
  await database.query('UPDATE order_changes SET changed_at = changed_at - INTERVAL 30 HOUR');
  await write(2, 200);
  const writing = write(3, 300);
  server = await server.startAgain();
  await writing;
  await write(4, 100);
  const answer = await eventually('all of them are counted, those of yesterday too', async () => {
    const found = await history();
    expect(counted(found)).toEqual(await logged());
    return found;
  });
  expect(counted(answer).size).toBeGreaterThan(1);
  expect(answer.knownSince).toBeLessThanOrEqual(answer.now - 29 * 3_600_000);
});

it('[FIG-21] a client that asks again is given what came since, and all of it by another run', async () => {
  const first = await eventually('a measurement', async () => {
    const found = await history();
    return found.samples.at.length > 0 && found;
  });
  const again = await eventually('another one', async () => {
    const found = await history(first.next);
    return found.samples.at.length > 0 && found;
  });
  expect([first.whole, again.whole]).toEqual([true, false]);
  expect(again.samples.at[0]).toBeGreaterThan(first.samples.at[first.samples.at.length - 1] ?? Number.NaN);
  const sample = again.samples;
  expect(sample.rssBytes[0]).toBeGreaterThan(10e6);
  expect(sample.feed[0]).toBe('live');
  await server.stop();
  server = await server.startAgain();
  expect((await history(again.next)).whole).toBe(true);
});
