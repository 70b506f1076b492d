import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { loadConfig } from '../../src-main/config/config.ts';
import { createLimits } from '../../src-main/http/limits/limits.ts';
import { WebSocketGateway } from '../../src-main/http/websocket-gateway.ts';
import { OutgoingMessage } from '../../src-main/hub/outgoing-message.ts';
import { Tally } from '../../src-main/observability/tally.ts';
import type { SessionOpener } from '../../src-main/session/session-opener.ts';
import type { SessionSocket } from '../../src-main/session/session-socket.ts';
import { eventually } from '../support/eventually.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { LOCAL_ACCESS } from '../support/local-access.ts';
import { RawWebSocket } from '../support/raw-web-socket.ts';
import { recordingLogger } from '../support/recording-logger.ts';

let http: Server;
let gateway: WebSocketGateway;
let clock: FakeClock;
let sockets: SessionSocket[];
const clients: WebSocket[] = [];

beforeEach(async () => {
  clock = new FakeClock();
  sockets = [];
  const open = (socket: SessionSocket) => {
    sockets.push(socket);
    return { received: () => undefined, ended: () => undefined };
  };
  const sessions = { openV1: open, openBase: open } as unknown as SessionOpener;
  gateway = new WebSocketGateway({
    problems: new Tally(),
    ...LOCAL_ACCESS,
    sessions,
    rules: loadConfig({}),
    limits: createLimits(loadConfig({}), clock),
    audit: { record: () => undefined },
    clock,
    logger: recordingLogger(),
  });
  http = createServer().listen(0, '127.0.0.1');
  await once(http, 'listening');
  gateway.attach(http, null);
  await gateway.start();
});
afterEach(async () => {
  await gateway.stop();
  for (const client of clients.splice(0)) client.terminate();
  http.close();
});

function openConnections(): Promise<number> {
  return new Promise((resolve, reject) =>
    http.getConnections((error, count) => (error === null ? resolve(count) : reject(error))),
  );
}

async function connect(options: { autoPong?: boolean } = {}): Promise<WebSocket> {
  const client = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`, options);
  clients.push(client);
  const count = sockets.length;
  await once(client, 'open');
  await eventually('it is known', () => sockets.length > count);
  return client;
}

it('[WS-50] a client is pinged every 25 s and cut off when it has not answered within 8 s', async () => {
  const answers = await connect();
  const mute = await connect({ autoPong: false });
  const pinged = [once(answers, 'ping'), once(mute, 'ping')];
  clock.advance(24_999);
  clock.advance(1);
  await Promise.all(pinged);
  const ended = once(mute, 'close');
  // A ping of the client and its answer come after the answer to the server's ping.
  answers.ping();
  await once(answers, 'pong');
  clock.advance(8_000);
  expect((await ended)[0]).toBe(1006);
  expect(answers.readyState).toBe(WebSocket.OPEN);
});

it('[WS-51] a client that is still reading what came before the ping is not cut off; one that stopped is', async () => {
  const slow = await connect();
  const [socket] = sockets;
  if (socket === undefined) throw new Error('no socket');
  slow.pause();
  // So much that the client cannot have read it all between two looks below, however busy the machine is.
  const megabyte = OutgoingMessage.of({ text: 'x'.repeat(1_000_000) });
  for (let i = 0; i < 100; i++) socket.send(megabyte);
  await eventually('all that the system takes is taken', standsStill(socket));
  clock.advance(25_000);
  const before = socket.progress;
  slow.resume();
  await eventually('it reads', () => socket.progress !== before);
  slow.pause();
  clock.advance(8_000);
  expect(slow.readyState).toBe(WebSocket.OPEN);
  await eventually('it reads no more', standsStill(socket));
  const ended = once(slow, 'close');
  clock.advance(8_000);
  clock.advance(8_000);
  slow.resume();
  expect((await ended)[0]).toBe(1006);
});

it('[WS-52] of the pings of a client that does not read, only the newest is answered, when it reads', async () => {
  const client = await connect();
  client.ping('are you there');
  expect(String((await once(client, 'pong'))[0])).toBe('are you there');
  const [socket] = sockets;
  if (socket === undefined) throw new Error('no socket');
  client.pause();
  fill(socket);
  const buffered = socket.bufferedBytes;
  for (let i = 0; i < 1_000; i++) client.ping(`ping ${i}`);
  // A ping of somebody else, answered, shows that the server has seen these.
  const witness = await connect();
  witness.ping();
  await once(witness, 'pong');
  expect(socket.bufferedBytes).toBe(buffered);
  const pongs: string[] = [];
  client.on('pong', (data) => pongs.push(String(data)));
  client.resume();
  await eventually('the newest is answered', () => pongs.includes('ping 999'));
  expect(pongs.length).toBeLessThan(1_000);
});

it('[WS-55] tells when a little that the system did not take has been taken', async () => {
  const client = await connect();
  const [socket] = sockets;
  if (socket === undefined) throw new Error('no socket');
  client.pause();
  fill(socket);
  let isDrained = false;
  socket.whenDrained(() => {
    isDrained = true;
  });
  client.resume();
  await eventually('it is drained', () => isDrained);
  expect(socket.bufferedBytes).toBe(0);
});

it('[WS-53] a client that does not answer the close is cut off after two seconds', async () => {
  const raw = await RawWebSocket.open((http.address() as AddressInfo).port);
  await eventually('it is known', () => sockets.length === 1);
  const witness = await connect();
  sockets[0]?.close('shutting-down', 'Bye.');
  clock.advance(1_999);
  witness.ping();
  await once(witness, 'pong');
  expect([raw.closeCode, await openConnections()]).toEqual([4512, 2]);
  clock.advance(1);
  await eventually('it is cut off', () => raw.ended);
});

it('[WS-54] a reason longer than a close frame takes is cut at a whole character', async () => {
  const client = await connect();
  sockets[0]?.close('too-slow', 'é'.repeat(200));
  const [code, reason] = await once(client, 'close');
  expect(code).toBe(4508);
  expect(String(reason)).toMatch(/^too-slow: é+$/);
  expect(Buffer.byteLength(String(reason))).toBeLessThanOrEqual(123);
});

/** Sends small messages until the system takes no more: far less is left over than makes the stream say `drain`. */
function fill(socket: SessionSocket): void {
  const kilobyte = OutgoingMessage.of({ text: 'x'.repeat(1_000) });
  while (socket.bufferedBytes === 0) socket.send(kilobyte);
}

/** Whether nothing was taken from one look to the next. */
function standsStill(socket: SessionSocket): () => boolean {
  let last = Number.NaN;
  return () => {
    const still = socket.progress === last;
    last = socket.progress;
    return still;
  };
}
