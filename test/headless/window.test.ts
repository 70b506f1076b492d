import { expect, it } from 'vitest';
import { isInWindow, type OrderWindow } from '../../src-shared/order-window.ts';
import { changesPageSchema } from '../../src-shared/rest-api.ts';
import { eventually } from '../support/eventually.ts';
import { liveServer } from '../support/live-server.ts';
import { differences, type Picture } from '../support/picture.ts';
import { testSeed } from '../support/random.ts';
import { readTable } from '../support/table.ts';
import type { V1Client } from '../support/v1-client.ts';
import { runWriters } from '../support/writers.ts';

const live = liveServer({ CONSOLE_WINDOW_ORDERS: '50' });
const seed = testSeed();

async function tableIn(window: OrderWindow | null): Promise<Picture> {
  const table = await readTable(live.database);
  return new Map([...table].filter(([, order]) => window === null || isInWindow(order, window)));
}

async function eventuallyInStep(client: V1Client): Promise<void> {
  await eventually('the picture is the table filtered by the rule', async () => {
    const found = differences(client.picture, await tableIn(client.window));
    if (found.length > 0) throw new Error(found.join('\n'));
    return true;
  });
}

async function fill(count: number, delivered: number): Promise<void> {
  await live.database.query('DELETE FROM orders');
  const rows = Array.from({ length: count }, (_, at) => [
    `Order ${at}`,
    'Phone',
    at < delivered ? 'delivered' : 'shipped',
  ]);
  await live.database.query('INSERT INTO orders (customer_name, product_name, status) VALUES ?', [rows]);
  // What the server knows without counting is what it has read of the log.
  await eventuallyInStep(await live.v1());
}

it(`[WINDOW-13] a client of a window shows the table filtered by the rule while others write, over WebSocket and by asking, and again after it came back (seed ${seed})`, async () => {
  await fill(200, 120);
  const options = {
    writers: 3,
    changes: 300,
    seed,
    maxTransactionMs: 20,
    rollbackShare: 0.1,
    kind: 'transactions',
  } as const;
  // The one that is shared from memory, one that is streamed, one that is larger than the table.
  const clients = await Promise.all([50, 100, 100_000].map((newest) => live.v1(undefined, { newest })));
  const [usual, streamed, whole] = clients;
  if (usual === undefined || streamed === undefined || whole === undefined) throw new Error('not connected');
  expect(usual.window).toMatchObject({ open: true, total: 200 });
  expect([usual.picture.size, streamed.picture.size]).toEqual([80, 100]);
  expect(whole.window).toBeNull();
  const writing = runWriters(live.database, options);
  const during = await Promise.all([50, 60].map((newest) => live.v1(undefined, { newest })));
  const back = live.keep(await usual.reconnect(live.server.sameOriginWsUrl, { newest: 50 }));
  await writing;
  for (const client of [...clients, ...during, back]) await eventuallyInStep(client);
  expect(back.recovered).toEqual([true]);
  expect(clients.flatMap(({ faults }) => faults)).toEqual([]);

  await fill(200, 0);
  const cut = await live.v1(undefined, { newest: 20 });
  expect(cut.window?.open).toBe(false);
  expect(cut.picture.size).toBe(20);
  const answer = await fetch(`${live.server.url}/api/changes?window=30`);
  const page = changesPageSchema.parse(await answer.json());
  if (page.recovered) throw new Error('no snapshot');
  expect(page.window).toMatchObject({ open: false, total: 200 });
  expect(page.orders.length).toBe(30);
  expect((await fetch(`${live.server.url}/api/changes?window=0`)).status).toBe(400);
});
