import { expect, it } from 'vitest';
import { fillOrders } from '../support/base-schema.ts';
import { eventually } from '../support/eventually.ts';
import { liveServer } from '../support/live-server.ts';
import { RawWebSocket } from '../support/raw-web-socket.ts';
import { eventuallyEqualTable } from '../support/table.ts';

const ORDERS = 20_000;
const live = liveServer();

it('[BASE-6] 20,000 orders come whole in one INITIAL_DATA, which the server sends in pieces', async () => {
  await fillOrders(live.database, ORDERS);
  const raw = live.keep(await RawWebSocket.open(live.server.wsPort));
  await eventually('the last piece', () => raw.frames.some(({ final }) => final), 20_000);
  expect(raw.frames.map(({ opcode }) => opcode)).toEqual([1, ...Array(raw.frames.length - 1).fill(0)]);
  expect(raw.frames.length).toBeGreaterThan(10);
  expect(Math.max(...raw.frames.map(({ payload }) => payload.length))).toBeLessThan(1_000_000);
  const client = await live.base();
  expect(client.picture.size).toBe(ORDERS);
  await eventuallyEqualTable(live.database, [client]);
  expect(client.messages).toHaveLength(1);
});

it('[BASE-7] changes made while INITIAL_DATA is on its way come after it, in their order', async () => {
  const writer = await live.database.connect();
  let writing = true;
  const written = (async () => {
    for (let i = 0; writing; i++) {
      await writer.query('UPDATE orders SET product_name = ? WHERE id = ?', [`Version ${i}`, 1 + (i % 50)]);
      if (i % 5 === 0) await writer.query('DELETE FROM orders WHERE id = ?', [ORDERS - i]);
    }
  })();
  try {
    for (let round = 0; round < 5; round++) {
      const client = await live.base();
      const seen = client.changes.length;
      await client.until('a few changes', () => client.changes.length > seen + 10);
      client.assertNeverBackwards();
      expect([client.initialDataCount, client.repeated]).toEqual([1, 0]);
    }
  } finally {
    writing = false;
    await written;
  }
  await eventuallyEqualTable(live.database, [await live.base()]);
});
