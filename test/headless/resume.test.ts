import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { ServerProcess } from '../support/server-process.ts';
import { eventuallyEqualTable } from '../support/table.ts';
import { V1Client } from '../support/v1-client.ts';

let database: TestDatabase;
const servers: ServerProcess[] = [];

beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
  await database.drop();
});

async function start(settings: Record<string, string> = {}): Promise<ServerProcess> {
  const server = await ServerProcess.start({ ...database.env, ...settings });
  servers.push(server);
  return server;
}

async function insert(count: number, name = 'Order'): Promise<void> {
  const rows = Array.from({ length: count }, (_, i) => [`${name} ${i}`, 'Phone']);
  await database.query('INSERT INTO orders (customer_name, product_name) VALUES ?', [rows]);
}

/** Everything that has happened to the table: each of it must have been told to the client, and nothing twice. */
async function expectEverythingOnce(...connections: V1Client[]): Promise<void> {
  const log = await database.query<{ id: number }>('SELECT id FROM order_changes ORDER BY id');
  const told = connections.flatMap(({ changes }) => changes.map(({ changeId }) => changeId));
  expect(told.sort((a, b) => a - b)).toEqual(log.map(({ id }) => Number(id)));
}

it('[RESUME-20] a client that was away goes on from memory, with late commits across the gap', async () => {
  const server = await start();
  const first = await (await V1Client.connect(server.wsUrl)).ready();
  const stays = await (await V1Client.connect(server.wsUrl)).ready();
  const open = await database.connect();
  await open.query('START TRANSACTION');
  await open.query("INSERT INTO orders (customer_name, product_name) VALUES ('Late', 'Laptop')");
  await insert(20);
  await first.until('the 20', () => first.changes.length === 20);
  first.terminate();
  await insert(20, 'Meanwhile');
  await open.query('COMMIT');
  await database.query('DELETE FROM orders WHERE customer_name = ?', ['Order 3']);
  await stays.until('the server has read it all', () => stays.changes.length === 42);
  const again = await (await first.reconnect(server.sameOriginWsUrl)).ready();
  await eventuallyEqualTable(database, [again]);
  expect([again.recovered, again.snapshots]).toEqual([[true], []]);
  await expectEverythingOnce(first, again);
  await again.close();
  await stays.close();
});

it('[RESUME-21] and from the log after the server was killed and started again, with a transaction open all the time', async () => {
  const killed = await start({ LOG_RETENTION_ROWS: '100000' });
  const first = await (await V1Client.connect(killed.wsUrl)).ready();
  const open = await database.connect();
  await open.query('START TRANSACTION');
  await open.query("INSERT INTO orders (customer_name, product_name) VALUES ('Late', 'Laptop')");
  await insert(50);
  await first.until('the 50', () => first.changes.length === 50);
  await killed.kill();
  await first.closed;
  await insert(1_500, 'While it was down');
  const restarted = await killed.startAgain();
  servers.splice(0, 1, restarted);
  const again = await (await first.reconnect(killed.wsUrl)).ready();
  await again.until('what was missed', () => again.changes.length === 1_500);
  await open.query('COMMIT');
  await insert(5, 'After');
  await eventuallyEqualTable(database, [again]);
  expect([again.recovered, again.snapshots]).toEqual([[true], []]);
  expect(again.messagesOf('changes')[0]?.remaining).toBeGreaterThan(0);
  await expectEverythingOnce(first, again);
  await again.close();
});

it('[RESUME-22] and on another server of the same database', async () => {
  const [one, other] = [await start(), await start()];
  const first = await (await V1Client.connect(one.wsUrl)).ready();
  await insert(30);
  await first.until('the 30', () => first.changes.length === 30);
  await first.close();
  await insert(30, 'Meanwhile');
  const second = await (await first.reconnect(other.wsUrl)).ready();
  await second.until('the 30 others', () => second.changes.length === 30);
  await second.close();
  const third = await (await second.reconnect(one.wsUrl)).ready();
  await insert(1, 'Last');
  await eventuallyEqualTable(database, [third]);
  expect([second.recovered, third.recovered]).toEqual([[true], [true]]);
  await expectEverythingOnce(first, second, third);
  await third.close();
});

it('[RESUME-23] where the log no longer reaches back it says so and starts from a snapshot', async () => {
  const server = await start({ LOG_RETENTION_ROWS: '10', CLEANUP_INTERVAL_MS: '100' });
  const first = await (await V1Client.connect(server.wsUrl)).ready();
  await insert(5);
  await first.until('the 5', () => first.changes.length === 5);
  await server.stop();
  const restarted = await server.startAgain();
  servers.splice(0, 1, restarted);
  await insert(200, 'Many');
  await database.query('DELETE FROM orders WHERE customer_name = ?', ['Order 2']);
  await eventually('the log is cleaned', async () => {
    const [row] = await database.query<{ low: number }>('SELECT MIN(id) AS low FROM order_changes');
    return Number(row?.low) > 100;
  });
  // The window of the new server still reaches back, the one of the next does not.
  await restarted.stop();
  servers.splice(0, 1, await restarted.startAgain());
  const again = await (await first.reconnect(server.wsUrl)).ready();
  await eventuallyEqualTable(database, [again]);
  expect([again.recovered, again.snapshots]).toEqual([[false], ['log-passed']]);
  await again.close();
});

it('[RESUME-24] a token of an epoch that is over starts from a snapshot, and says so', async () => {
  const server = await start({ AUDIT_INTERVAL_MS: '500' });
  await insert(10);
  const first = await (await V1Client.connect(server.wsUrl)).ready();
  const stays = await (await V1Client.connect(server.wsUrl)).ready();
  await first.close();
  await database.query('TRUNCATE TABLE orders');
  await stays.until('the drift is healed', () => stays.snapshots.includes('drift'));
  const again = await (await first.reconnect(server.wsUrl)).ready();
  await eventuallyEqualTable(database, [again, stays]);
  expect([again.recovered, again.snapshots]).toEqual([[false], ['new-epoch']]);
  await again.close();
  await stays.close();
});
