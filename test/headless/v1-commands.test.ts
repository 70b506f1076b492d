import { expect, it } from 'vitest';
import type { Order } from '../../src-shared/order.ts';
import { liveServer } from '../support/live-server.ts';
import { pollsOnlyEvery } from '../support/poll-settings.ts';
import { readTable } from '../support/table.ts';
import { V1Client } from '../support/v1-client.ts';

// Read so seldom that only a poke can bring a change back in time.
const live = liveServer(pollsOnlyEvery(60_000));

async function createOrder(client: V1Client): Promise<Order> {
  const order = { customer_name: `O'Brien "📦"`, product_name: 'Laptop' };
  const result = await client.command({ type: 'create-order', order });
  if (result.kind !== 'order') throw new Error(JSON.stringify(result));
  return result.order;
}

it('[WS-10] create, update, set-status and delete answer with the row, and the change comes back at once', async () => {
  const client = await live.v1();
  const order = await createOrder(client);
  expect(order).toMatchObject({ customer_name: `O'Brien "📦"`, status: 'pending', version: 1 });
  const { id } = order;
  const own = () => client.changes.filter((change) => change.order.id === id);
  await client.until('the insert', () => own().length === 1, 1_000);
  const updated = await client.command({
    type: 'update-order',
    id,
    expectedVersion: 1,
    changes: { status: 'shipped' },
  });
  expect(updated).toMatchObject({ kind: 'order', order: { id, status: 'shipped', version: 2 } });
  await client.until('the update', () => own().length === 2, 1_000);
  const bulk = await client.command({ type: 'set-status', status: 'delivered', orders: [{ id }, { id: 999_999_999 }] });
  expect(bulk).toMatchObject({
    kind: 'bulk',
    outcome: { updated: [{ id, status: 'delivered', version: 3 }], conflicts: [], notFound: [999_999_999] },
  });
  await client.until('the status', () => own().length === 3, 1_000);
  const deleted = await client.command({ type: 'delete-order', id });
  expect(deleted).toMatchObject({ kind: 'deleted', order: { id, version: 3 } });
  await client.until('the delete', () => own().length === 4, 1_000);
  expect(own().map(({ actor }) => actor)).toEqual(Array(4).fill('console@127.0.0.1'));
});

it('[WS-11] a command with an older version changes nothing and is answered with the row as it is now', async () => {
  const client = await live.v1();
  const { id } = await createOrder(client);
  await live.database.query('UPDATE orders SET product_name = ? WHERE id = ?', ['Changed elsewhere', id]);
  const current = { id, product_name: 'Changed elsewhere', version: 2 };
  const problem = { kind: 'problem', problem: { code: 'conflict', status: 409, current } };
  const changes = { status: 'shipped' } as const;
  expect(await client.command({ type: 'update-order', id, expectedVersion: 1, changes })).toMatchObject(problem);
  expect(await client.command({ type: 'delete-order', id, expectedVersion: 1 })).toMatchObject(problem);
  const bulk = await client.command({ type: 'set-status', status: 'shipped', orders: [{ id, expectedVersion: 1 }] });
  expect(bulk).toMatchObject({ kind: 'bulk', outcome: { updated: [], conflicts: [current] } });
  expect((await readTable(live.database)).get(id)).toMatchObject({ ...current, status: 'pending' });
});

it('[WS-12] a command that is not valid is answered with a problem that names the field; the connection goes on', async () => {
  const client = await live.v1();
  const order = { customer_name: 'Ada', product_name: 'x' };
  for (const [field, command] of [
    ['order.customer_name', { type: 'create-order', order: { ...order, customer_name: '  ' } }],
    ['order.product_name', { type: 'create-order', order: { ...order, product_name: 'x'.repeat(256) } }],
    ['order.status', { type: 'create-order', order: { ...order, status: 'lost' } }],
    ['order.price', { type: 'create-order', order: { ...order, price: 3 } }],
    ['id', { type: 'delete-order', id: 0 }],
    ['id', { type: 'delete-order', id: 2 ** 64 }],
    ['id', { type: 'update-order', changes: { status: 'shipped' } }],
    ['changes', { type: 'update-order', id: 1, changes: {} }],
    ['expectedVersion', { type: 'delete-order', id: 1, expectedVersion: -1 }],
    ['orders', { type: 'set-status', status: 'shipped', orders: [] }],
    ['orders', { type: 'set-status', status: 'shipped', orders: [{ id: 1 }, { id: 1 }] }],
    ['type', { type: 'drop-table' }],
    ['', 'delete everything'],
    ['', []],
  ] as const) {
    const result = await client.command(command as never);
    expect(result, JSON.stringify(command)).toMatchObject({
      kind: 'problem',
      problem: { code: 'invalid-request', status: 400, errors: expect.any(Array) },
    });
    const fields = result.kind === 'problem' ? result.problem.errors?.map((error) => error.field) : [];
    expect([...new Set(fields)], JSON.stringify(command)).toEqual([field]);
  }
  const missing = await client.command({ type: 'delete-order', id: 999_999_999 });
  expect(missing).toMatchObject({ kind: 'problem', problem: { code: 'not-found' } });
  expect(client.isOpen).toBe(true);
});

it('[WS-13] of more than 32 commands under way the rest is refused as rate-limited, and the 32 are carried out', async () => {
  const client = await live.v1();
  const { id } = await createOrder(client);
  const holder = await live.database.connect();
  await holder.query('START TRANSACTION');
  try {
    await holder.query('SELECT * FROM orders WHERE id = ? FOR UPDATE', [id]);
    const changes = { status: 'shipped' } as const;
    const results = Array.from({ length: 40 }, () => client.command({ type: 'update-order', id, changes }, 20_000));
    const refused = await Promise.all(results.slice(32));
    for (const result of refused) expect(result).toMatchObject({ kind: 'problem', problem: { code: 'rate-limited' } });
    await holder.query('COMMIT');
    for (const result of await Promise.all(results.slice(0, 32))) expect(result).toMatchObject({ kind: 'order' });
    expect(await client.command({ type: 'delete-order', id })).toMatchObject({ kind: 'deleted' });
  } finally {
    await holder.query('ROLLBACK');
  }
});

it('[WS-14] a command before hello ends the connection and is not carried out', async () => {
  const client = await V1Client.connect(live.server.wsUrl, { hello: false });
  const order = { customer_name: 'Before hello', product_name: 'x' };
  client.send({ type: 'command', requestId: '1', command: { type: 'create-order', order } });
  expect(await client.closed).toMatchObject({ code: 4401 });
  expect(client.bye).toMatchObject({ code: 'invalid-message', retryAfterMs: null });
  expect(await namesInTable()).not.toContain('Before hello');
});

it('[WS-15] what follows a fault in the same breath is not carried out', async () => {
  const client = await live.v1();
  const order = { customer_name: 'After a fault', product_name: 'x' };
  client.sendRaw('garbage');
  client.send({ type: 'command', requestId: '1', command: { type: 'create-order', order } });
  client.send({ type: 'hello' });
  expect(await client.closed).toMatchObject({ code: 4401 });
  expect(client.messagesOf('bye')).toHaveLength(1);
  expect(client.messages[client.messages.length - 1]?.type).toBe('bye');
  expect(await namesInTable()).not.toContain('After a fault');
  expect((await live.server.stats()).clients.total).toBe(0);
});

async function namesInTable(): Promise<string[]> {
  // Written through another connection of the server, so whatever was under way is there when this has come back.
  const witness = await live.v1();
  await createOrder(witness);
  await witness.close();
  return [...(await readTable(live.database)).values()].map((order) => order.customer_name);
}
