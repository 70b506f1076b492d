import { afterAll, beforeAll, expect, it } from 'vitest';
import { BaseClient } from '../support/base-client.ts';
import { fillOrders } from '../support/base-schema.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { RawWebSocket } from '../support/raw-web-socket.ts';
import { ServerProcess } from '../support/server-process.ts';
import { eventuallyEqualTable } from '../support/table.ts';
import { V1Client } from '../support/v1-client.ts';

const ORDERS = 5_000;
const SMALL = { CLIENT_BUFFER_BYTES: '65536', WINDOW_BYTES: '1048576', RATE_LIMIT_PER_MINUTE: '0' };

let database: TestDatabase;
let server: ServerProcess | null = null;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await server?.stop();
  await database.drop();
});

async function startServer(settings: Record<string, string>): Promise<ServerProcess> {
  await server?.stop();
  server = await ServerProcess.start({ ...database.env, ...SMALL, ...settings });
  return server;
}

async function bothKinds({ wsUrl }: ServerProcess): Promise<readonly [V1Client, BaseClient]> {
  return [await (await V1Client.connect(wsUrl)).ready(), await (await BaseClient.connect(wsUrl)).ready()];
}

/** 5,000 changes a round, told to `after`. */
async function changeEverything(rounds: number, after: (round: number) => Promise<void> | void): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    await database.query('UPDATE orders SET product_name = ?', [`Round ${round} of ${performance.now()}`]);
    await after(round);
  }
}

it('[SLOW-10] while 50,000 changes pass, a client that never reads is closed and costs the others neither time nor the server memory; those that pause or read in bursts miss nothing', async () => {
  const running = await startServer({ CLIENT_STALL_MS: '2500', LOG_RETENTION_ROWS: '1000000' });
  await fillOrders(database, ORDERS);
  const fast = await bothKinds(running);
  const bursts = await bothKinds(running);
  const never = [
    await RawWebSocket.open(running.wsPort),
    await RawWebSocket.open(running.port, { path: '/ws', protocol: 'orderdeck.v1' }),
  ];
  for (const raw of never) {
    raw.sendFrame(1, '{"type":"hello"}');
    raw.pause();
  }
  await eventuallyEqualTable(database, [...fast, ...bursts]);
  const before = (await running.stats()).server.rssBytes;
  const waits: number[] = [];
  await changeEverything(10, async (round) => {
    for (const client of bursts) round % 2 ? client.resume() : client.pause();
    const committedAt = performance.now();
    const shown = `Round ${round} `;
    const isDone = (name?: string) => name?.startsWith(shown);
    await fast[0].until('v1 has it', () => isDone(fast[0].changes.slice(-1)[0]?.order.product_name));
    await fast[1].until('base has it', () => isDone(fast[1].changes.slice(-1)[0]?.data.product_name));
    waits.push(performance.now() - committedAt);
  });
  for (const client of bursts) client.resume();
  await eventuallyEqualTable(database, fast);
  await eventually('both that never read are closed', async () => (await running.stats()).clients.closedTooSlow === 2);
  await eventuallyEqualTable(database, bursts, 30_000);
  const { server: memory, clients } = await running.stats();
  console.info(JSON.stringify({ waits: waits.map(Math.round), grown: memory.rssBytes - before, ...clients }));

  expect(memory.rssBytes - before).toBeLessThan(120_000_000);
  expect(waits.sort((a, b) => a - b)[5]).toBeLessThan(2_000);
  expect(clients).toMatchObject({ total: 4, closedTooSlow: 2 });
  for (const [v1, base] of [fast, bursts]) {
    expect([v1.snapshots, v1.faults]).toEqual([['first-connect'], []]);
    expect([base.initialDataCount, base.repeated, base.faults]).toEqual([1, 0, []]);
    expect(base.changes).toHaveLength(50_000);
    await v1.close();
    await base.close();
  }
  for (const raw of never) await raw.close();
});

it('[SLOW-11] a client whose place has left the log meanwhile goes on from a snapshot and ends equal to the table', async () => {
  const running = await startServer({ LOG_RETENTION_ROWS: '100', CLEANUP_INTERVAL_MS: '100' });
  const [v1, base] = await bothKinds(running);
  const fast = await bothKinds(running);
  await eventuallyEqualTable(database, fast);
  v1.pause();
  base.pause();
  await changeEverything(6, () => undefined);
  await eventuallyEqualTable(database, fast);
  await eventually('the log is cleaned', async () => {
    const [row] = await database.query<{ count: number }>('SELECT COUNT(*) AS count FROM order_changes');
    return Number(row?.count) <= 101;
  });
  v1.resume();
  base.resume();
  await eventuallyEqualTable(database, [v1, base], 30_000);
  expect(v1.snapshots.slice(1)).toContain('log-passed');
  expect(base.initialDataCount).toBeGreaterThan(1);
  expect([v1.faults, base.faults]).toEqual([[], []]);
  for (const client of [v1, base, ...fast]) await client.close();
});
