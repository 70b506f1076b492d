import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { EventStreamClient } from '../support/event-stream-client.ts';
import { eventually } from '../support/eventually.ts';
import { ask } from '../support/http-test-server.ts';
import { liveServer } from '../support/live-server.ts';
import { eventuallyEqualTable } from '../support/table.ts';

const live = liveServer({ CLIENT_STALL_MS: '1000', CLIENT_BUFFER_BYTES: '65536' });

async function stream(options: Parameters<typeof EventStreamClient.open>[1] = {}): Promise<EventStreamClient> {
  return live.keep(await EventStreamClient.open(live.server.url, options));
}

const insert = (name: string, count = 1) =>
  live.database.query('INSERT INTO orders (customer_name, product_name) VALUES ?', [
    Array.from({ length: count }, () => [name, 'Phone']),
  ]);

it('[SSE-1] the messages of orderdeck.v1 as events; the id of each event that carries a token is the token', async () => {
  await insert('Zoë 📦\u2028 "quoted"');
  const client = await stream();
  await client.ready();
  const socket = await live.v1();
  await insert('Then', 3);
  await eventuallyEqualTable(live.database, [client, socket]);
  expect(client.response.statusCode).toBe(200);
  expect(client.response.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    'x-content-type-options': 'nosniff',
  });
  expect(client.retryMs).toBeGreaterThan(0);
  for (const [index, message] of client.messages.entries()) {
    expect(client.ids[index]).toBe('token' in message ? message.token : undefined);
  }
  expect(client.messages.map(({ type }) => type).filter((type) => !/status|heartbeat/.test(type))).toEqual([
    'welcome',
    'snapshot-begin',
    'snapshot-chunk',
    'snapshot-end',
    'changes',
  ]);
  expect(client.changes).toEqual(socket.changes.slice(-client.changes.length));
});

it('[SSE-2] Last-Event-ID goes before the token of the query, which is good for the first time', async () => {
  const first = await stream();
  await first.ready();
  const early = first.lastEventId;
  await insert('Later');
  await first.until('the change', () => first.changes.length === 1);
  const byQuery = await stream({ query: `?token=${encodeURIComponent(String(early))}` });
  await byQuery.until('the change', () => byQuery.changes.length === 1);
  const byHeader = await stream({
    query: `?token=${encodeURIComponent(String(early))}`,
    lastEventId: first.lastEventId,
  });
  await insert('Last');
  await byHeader.until('the last', () => byHeader.changes.length > 0);
  expect(byHeader.changes.map(({ order }) => order.customer_name)).toEqual(['Last']);
  expect([byQuery.recovered, byHeader.recovered]).toEqual([[true], [true]]);
});

it('[SSE-3] a forged token, an unknown parameter and a foreign host are refused in words before the stream begins', async () => {
  const path = '/api/changes/stream';
  const forged = await ask(live.server.port, 'GET', path, { headers: { 'last-event-id': '1.x.1..a' } });
  expect([forged.status, forged.json.code]).toEqual([400, 'invalid-token']);
  const unknown = await ask(live.server.port, 'GET', `${path}?since=1`);
  expect([unknown.status, unknown.json.errors[0].field]).toEqual([400, 'since']);
  const foreign = await ask(live.server.port, 'GET', path, { headers: { host: 'evil.example' } });
  expect(foreign.status).toBe(403);
  const head = await ask(live.server.port, 'HEAD', path);
  expect(head.status).toBeGreaterThanOrEqual(400);
});

it('[SSE-4] a client that stops reading is cut off after CLIENT_STALL_MS; the others go on', async () => {
  const stalled = await stream();
  await stalled.ready();
  const reads = await stream();
  await reads.ready();
  stalled.pause();
  const before = (await live.server.stats()).clients.closedTooSlow;
  await eventually(
    'it is cut off',
    async () => {
      await insert('x'.repeat(255), 5_000);
      return (await live.server.stats()).clients.closedTooSlow === before + 1;
    },
    30_000,
  );
  stalled.resume();
  await stalled.ended;
  await eventuallyEqualTable(live.database, [reads]);
  expect(reads.isEnded).toBe(false);
  const again = await stream({ lastEventId: stalled.lastEventId, picture: new Map(stalled.picture) });
  await eventuallyEqualTable(live.database, [again]);
});

it('[SSE-5] streams that go away are forgotten, also in the moment they open', async () => {
  for (let i = 0; i < 30; i++) {
    const socket = connect(live.server.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write('GET /api/changes/stream HTTP/1.1\r\nHost: localhost\r\n\r\n');
    if (i % 2) await once(socket, 'data');
    socket.resetAndDestroy();
  }
  await eventually('nobody is left', async () => (await live.server.stats()).clients.total === 0);
});
