import { afterAll, beforeAll, expect, it } from 'vitest';
import { BaseClient } from '../support/base-client.ts';
import { createTestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { liveServer } from '../support/live-server.ts';
import { RawWebSocket } from '../support/raw-web-socket.ts';
import { ServerProcess } from '../support/server-process.ts';
import { V1Client } from '../support/v1-client.ts';

const live = liveServer();
const innocent: { base?: BaseClient; v1?: V1Client } = {};
let rounds = 0;

beforeAll(async () => {
  innocent.base = await (await BaseClient.connect(live.server.wsUrl)).ready();
  innocent.v1 = await (await V1Client.connect(live.server.sameOriginWsUrl)).ready();
});
afterAll(async () => {
  await innocent.base?.close();
  await innocent.v1?.close();
});

/** A change made now reaches both clients that did nothing wrong. */
async function othersGoOn(): Promise<void> {
  const name = `Round ${++rounds}`;
  await live.database.query('INSERT INTO orders (customer_name, product_name) VALUES (?, ?)', [name, 'x']);
  await innocent.base?.until(name, () => innocent.base?.changes.some(({ data }) => data.customer_name === name), 2_000);
  await innocent.v1?.until(name, () => innocent.v1?.changes.some(({ order }) => order.customer_name === name), 2_000);
}

const HELLO = '{"type":"hello"}';
const command = (more: object) => JSON.stringify({ type: 'command', requestId: '1', command: {}, ...more });

it.each<[what: string, code: number, ...messages: (string | Buffer)[]]>([
  ['garbage', 4401, 'garbage'],
  ['nothing', 4401, ''],
  ['a list', 4401, '[]'],
  ['null', 4401, 'null'],
  ['very deep JSON', 4401, '['.repeat(60_000)],
  ['a message that does not exist', 4401, '{"type":"subscribe"}'],
  ['a message of the server', 4401, HELLO, '{"type":"heartbeat","dataAgeMs":0}'],
  ['a hello with something more', 4401, '{"type":"hello","admin":true}'],
  ['a token that is no text', 4401, '{"type":"hello","token":5}'],
  ['a token of 20,000 characters', 4401, `{"type":"hello","token":"${'a'.repeat(20_000)}"}`],
  ['a second hello', 4401, HELLO, HELLO],
  ['a command before hello', 4401, command({})],
  ['a command without a requestId', 4401, HELLO, command({ requestId: undefined })],
  ['a requestId of 65 characters', 4401, HELLO, command({ requestId: 'r'.repeat(65) })],
  ['a binary message', 4401, Buffer.from(HELLO)],
  ['a forged token', 4402, '{"type":"hello","token":"1.abcdef.10.1758000000_1..AAAAAAAAAAAA"}'],
  ['an empty token', 4402, '{"type":"hello","token":""}'],
])('[WS-20] %s closes with %i, a reason and a bye, and disturbs nobody', async (_what, code, ...messages) => {
  const client = await V1Client.connect(live.server.wsUrl, { hello: false });
  for (const message of messages) client.sendRaw(message);
  const closed = await client.closed;
  expect(closed.code).toBe(code);
  expect(closed.reason).not.toContain('within 10 s');
  expect(closed.reason).toMatch(code === 4402 ? /^invalid-token: \w/ : /^invalid-message: \w/);
  expect(client.bye).toMatchObject({ detail: expect.stringMatching(/\.$/), retryAfterMs: null });
  await othersGoOn();
});

it.each<[what: string, code: number, send: (raw: RawWebSocket) => void]>([
  ['a frame of 1 MB', 1009, (raw) => raw.sendFrame(1, Buffer.alloc(1_048_576, 'x'))],
  ['a message of 1 MB in pieces', 1009, (raw) => inPieces(raw)],
  ['text that is not UTF-8', 1007, (raw) => raw.sendFrame(1, Buffer.from([0xc3, 0x28]))],
  ['a frame that is not masked', 1002, (raw) => raw.sendFrame(1, HELLO, { masked: false })],
  ['a reserved opcode', 1002, (raw) => raw.sendFrame(5, 'x')],
  ['a continuation of nothing', 1002, (raw) => raw.sendFrame(0, 'x')],
])('[WS-21] %s closes with %i, for both kinds of client, and disturbs nobody', async (_what, code, send) => {
  for (const options of [{}, { protocol: 'orderdeck.v1' }]) {
    const raw = await RawWebSocket.open(live.server.wsPort, options);
    send(raw);
    await eventually('the close', () => raw.closeCode);
    expect(raw.closeCode).toBe(code);
    await eventually('the end of the connection', () => raw.ended, 5_000);
  }
  await othersGoOn();
});

it('[WS-22] a token of another database closes with 4402', async () => {
  const other = await createTestDatabase();
  try {
    const elsewhere = await ServerProcess.start(other.env);
    const stranger = await (await V1Client.connect(elsewhere.wsUrl)).ready();
    await stranger.close();
    await elsewhere.stop();
    const client = await stranger.reconnect(live.server.wsUrl);
    expect(await client.closed).toMatchObject({ code: 4402 });
    expect(client.bye).toMatchObject({ code: 'invalid-token', retryAfterMs: null });
    await othersGoOn();
  } finally {
    await other.drop();
  }
});

it('[WS-23] clients that vanish in the middle of things disturb nobody and are forgotten', async () => {
  for (let i = 0; i < 20; i++) {
    const client = await V1Client.connect(live.server.wsUrl);
    if (i % 2) client.send({ type: 'command', requestId: '1', command: { type: 'delete-order', id: 1 } });
    client.terminate();
    const raw = await RawWebSocket.open(live.server.port, { path: '/ws' });
    raw.write(Buffer.from([0x81, 0xfe, 0x7f]));
    await raw.close();
  }
  await othersGoOn();
  await eventually('only the two are left', async () => (await live.server.stats()).clients.total === 2);
});

it('[WS-24] a client that floods the server with commands and pings and reads nothing is closed; memory stays', async () => {
  const raw = live.keep(await RawWebSocket.open(live.server.wsPort, { protocol: 'orderdeck.v1' }));
  raw.pause();
  raw.sendFrame(1, HELLO);
  const before = (await live.server.stats()).server.rssBytes;
  const bad = command({ command: { type: 'create-order', order: { customer_name: '', product_name: '' } } });
  await eventually(
    'it was closed',
    async () => {
      for (let i = 0; i < 2_000 && !raw.ended; i++) {
        raw.sendFrame(1, bad);
        raw.sendFrame(9, Buffer.alloc(125));
      }
      return raw.ended || (await live.server.stats()).clients.closedTooSlow > 0;
    },
    30_000,
  );
  const { server, clients } = await live.server.stats();
  expect(server.rssBytes - before).toBeLessThan(60_000_000);
  expect(clients.closedTooSlow).toBe(1);
  await othersGoOn();
});

function inPieces(raw: RawWebSocket): void {
  for (let i = 0; i < 32; i++) raw.sendFrame(i === 0 ? 1 : 0, Buffer.alloc(32_768, 'x'), { final: i === 31 });
}
