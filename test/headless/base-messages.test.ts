import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { ask } from '../support/http-test-server.ts';
import { liveServer } from '../support/live-server.ts';
import { RawWebSocket } from '../support/raw-web-socket.ts';
import { eventuallyEqualTable, readTable } from '../support/table.ts';

const live = liveServer();

/** The messages of a connection exactly as they came, keys and all. */
async function rawBase(port: number, path: string) {
  const raw = live.keep(await RawWebSocket.open(port, { path }));
  return {
    raw,
    messages: (): { readonly data: { readonly id: number } }[] =>
      raw.frames.filter(({ opcode, final }) => opcode === 1 && final).map(({ payload }) => JSON.parse(String(payload))),
  };
}

describe.each([
  ['WS_PORT', () => live.server.wsPort, '/'],
  ['PORT/ws', () => live.server.port, '/ws'],
] as const)('base messages on %s', (name, port, path) => {
  it(`[BASE-1] ${name}: INITIAL_DATA first, then one message for each change with exactly the fields of the base`, async () => {
    await live.database.query("INSERT INTO orders (customer_name, product_name) VALUES ('There before', 'Tablet')");
    const { messages, raw } = await rawBase(port(), path);
    await eventually('INITIAL_DATA', () => raw.frames.some(({ final }) => final));
    const { insertId: id } = (await live.database.query(
      "INSERT INTO orders (customer_name, product_name) VALUES ('Zoë 📦', 'Laptop')",
    )) as unknown as { insertId: number };
    await live.database.query('UPDATE orders SET status = ? WHERE id = ?', ['shipped', id]);
    await live.database.query('DELETE FROM orders WHERE id = ?', [id]);
    // A snapshot may be shared for a moment, so changes of just before may come after it.
    const own = () => messages().filter(({ data }) => data.id === id);
    await eventually('three messages', () => own().length === 3);
    const initial = JSON.parse(
      raw.frames
        .slice(0, raw.frames.findIndex(({ final }) => final) + 1)
        .map(({ payload }) => payload.toString())
        .join(''),
    );
    const changeIds = await live.database.query<{ id: number }>(
      'SELECT id FROM order_changes WHERE order_id = ? ORDER BY id',
      [id],
    );
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const pending = {
      id,
      customer_name: 'Zoë 📦',
      product_name: 'Laptop',
      status: 'pending',
      version: 1,
      updated_at: time,
      created_at: time,
    };
    expect(initial).toStrictEqual({ type: 'INITIAL_DATA', data: expect.any(Array), timestamp: time });
    expect(initial.data[0]).toStrictEqual({ ...pending, id: 1, customer_name: 'There before', product_name: 'Tablet' });
    const shipped = { ...pending, status: 'shipped', version: 2 };
    expect(own()).toStrictEqual([
      { type: 'INSERT', data: pending, timestamp: time, changeId: changeIds[0]?.id },
      {
        type: 'UPDATE',
        data: shipped,
        oldData: pending,
        newData: shipped,
        timestamp: time,
        changeId: changeIds[1]?.id,
      },
      { type: 'DELETE', data: shipped, timestamp: time, changeId: changeIds[2]?.id },
    ]);
  });
});

it('[BASE-2] changes of one transaction come as one message each', async () => {
  const client = await live.base();
  await live.database.query('INSERT INTO orders (customer_name, product_name) VALUES ?', [
    Array.from({ length: 250 }, (_, i) => [`Customer ${i}`, 'Phone']),
  ]);
  await client.until(
    '250 messages',
    () => client.changes.filter(({ data }) => data.product_name === 'Phone').length === 250,
  );
  expect(client.initialDataCount).toBe(1);
  await eventuallyEqualTable(live.database, [client]);
});

it('[BASE-3] what a client of the base sends is ignored, whatever it is', async () => {
  const client = await live.base();
  const noise: (string | Uint8Array)[] = [
    '',
    'hello',
    '{"type":"hello"}',
    '{"type":"command","requestId":"1","command":{"type":"delete-order","id":1}}',
    '[1,',
    new Uint8Array(0),
    new Uint8Array([0, 255, 254]),
    'x'.repeat(60_000),
    '['.repeat(60_000),
  ];
  const before = await readTable(live.database);
  for (const data of noise) client.sendRaw(data);
  await live.database.query("INSERT INTO orders (customer_name, product_name) VALUES ('After the noise', 'Phone')");
  await client.until('the change', () => client.changes.some(({ data }) => data.customer_name === 'After the noise'));
  expect(client.isOpen).toBe(true);
  expect((await readTable(live.database)).size).toBe(before.size + 1);
});

it('[BASE-4] the calls of the base work unchanged, and their changes come to its clients', async () => {
  const { port } = live.server;
  const client = await live.base();
  const body = { customer_name: 'John Doe', product_name: 'Laptop' };
  const created = await ask(port, 'POST', '/api/orders', { body });
  expect([created.status, created.json]).toMatchObject([201, { ...body, status: 'pending' }]);
  const path = `/api/orders/${created.json.id}`;
  const changed = await ask(port, 'PUT', path, { body: { status: 'shipped' } });
  expect([changed.status, changed.json]).toMatchObject([200, { ...body, status: 'shipped' }]);
  const all = await ask(port, 'GET', '/api/orders');
  expect(all.json).toContainEqual(changed.json);
  expect((await ask(port, 'GET', path)).json).toEqual(changed.json);
  const deleted = await ask(port, 'DELETE', path);
  expect([deleted.status, deleted.text]).toEqual([204, '']);
  expect((await ask(port, 'GET', path)).status).toBe(404);
  expect((await ask(port, 'GET', '/health')).status).toBe(200);
  const own = () => client.changes.filter(({ data }) => data.id === created.json.id).map(({ type }) => type);
  await client.until('three changes', () => own().length === 3);
  expect(own()).toEqual(['INSERT', 'UPDATE', 'DELETE']);
});
