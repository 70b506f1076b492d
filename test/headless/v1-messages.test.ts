import { expect, it } from 'vitest';
import { HEARTBEAT_MS } from '../../src-shared/protocol-version.ts';
import { liveServer } from '../support/live-server.ts';
import { eventuallyEqualTable } from '../support/table.ts';
import { V1Client } from '../support/v1-client.ts';

const live = liveServer();

async function insertOrder(name: string): Promise<number> {
  const result = await live.database.query('INSERT INTO orders (customer_name, product_name) VALUES (?, ?)', [
    name,
    'x',
  ]);
  return (result as unknown as { insertId: number }).insertId;
}

it('[WS-1] the answer to hello is a welcome, then the snapshot in chunks, ascending by id', async () => {
  const names = Array.from({ length: 2_500 }, (_, i) => [`Customer ${i}`, 'Tablet']);
  await live.database.query('INSERT INTO orders (customer_name, product_name) VALUES ?', [names]);
  const client = await live.v1();
  const [welcome, ...rest] = client.messages.filter(({ type }) => type !== 'status' && type !== 'heartbeat');
  expect(welcome).toMatchObject({ protocol: 'orderdeck.v1', recovered: false, heartbeatMs: HEARTBEAT_MS });
  expect(rest.map(({ type }) => type)).toEqual([
    'snapshot-begin',
    'snapshot-chunk',
    'snapshot-chunk',
    'snapshot-chunk',
    'snapshot-end',
  ]);
  expect(client.messagesOf('snapshot-begin')).toEqual([
    { type: 'snapshot-begin', reason: 'first-connect', total: 2_500 },
  ]);
  const ids = client.messagesOf('snapshot-chunk').flatMap(({ orders }) => orders.map(({ id }) => id));
  expect(ids).toEqual([...ids].sort((a, b) => a - b));
  await eventuallyEqualTable(live.database, [client]);
});

it('[WS-2] both ports speak it', async () => {
  for (const url of [live.server.wsUrl, live.server.sameOriginWsUrl]) {
    await eventuallyEqualTable(live.database, [await live.v1(url)]);
  }
});

it('[WS-3] changes say what became of the row, what it was, who did it and when', async () => {
  const client = await live.v1();
  const id = await insertOrder('Ada');
  await live.database.query('UPDATE orders SET status = ?, customer_name = ? WHERE id = ?', ['shipped', 'Ada L.', id]);
  await live.database.query('DELETE FROM orders WHERE id = ?', [id]);
  const own = () => client.changes.filter(({ order }) => order.id === id);
  await client.until('three changes', () => own().length === 3);
  const order = { id, customer_name: 'Ada', product_name: 'x', status: 'pending', version: 1 };
  const now = { ...order, customer_name: 'Ada L.', status: 'shipped', version: 2 };
  expect(own()).toMatchObject([
    { type: 'INSERT', order, actor: expect.stringMatching(/^root@/), at: expect.stringMatching(/Z$/) },
    { type: 'UPDATE', order: now, previous: { customer_name: 'Ada', status: 'pending' } },
    { type: 'DELETE', order: now },
  ]);
  expect(own()[1]).not.toHaveProperty('previous.product_name');
});

it('[WS-4] all changes of one read come in one message with one token', async () => {
  const client = await live.v1();
  const names = Array.from({ length: 300 }, (_, i) => [`Batch ${i}`, 'Phone']);
  await live.database.query('INSERT INTO orders (customer_name, product_name) VALUES ?', [names]);
  const batches = () =>
    client
      .messagesOf('changes')
      .filter(({ changes }) => changes.some(({ order }) => /^Batch/.test(order.customer_name)));
  await client.until('300 changes', () => batches().flatMap(({ changes }) => changes).length === 300);
  expect(batches()).toHaveLength(1);
  expect(client.token).toBe(batches()[0]?.token);
});

it('[WS-5] until it said hello a client is told nothing; the first messages it gets are the welcome and the status', async () => {
  const silent = live.keep(await V1Client.connect(live.server.wsUrl, { hello: false }));
  const other = await live.v1();
  await insertOrder('While it is silent');
  await other.until(
    'the next beat',
    () => other.messagesOf('heartbeat').length + other.messagesOf('status').length > 1,
  );
  expect(silent.messages).toEqual([]);
  silent.send({ type: 'hello' });
  await silent.ready();
  const [welcome, status] = silent.messages;
  expect(welcome?.type).toBe('welcome');
  expect(status).toMatchObject({
    type: 'status',
    status: { feed: 'live', problem: null, database: expect.stringMatching(/^M\w+ \d/), clients: 2 },
  });
});
