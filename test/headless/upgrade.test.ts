import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { eventually } from '../support/eventually.ts';
import { ask } from '../support/http-test-server.ts';
import { liveServer } from '../support/live-server.ts';
import { RawWebSocket, type UpgradeOptions } from '../support/raw-web-socket.ts';

const live = liveServer({ ALLOWED_HOSTS: 'orders.example' });

it.each<[what: string, status: number, says: RegExp, options: UpgradeOptions]>([
  ['another path', 404, /served at \/ws/, { path: '/socket' }],
  ['the root', 404, /served at \/ws/, { path: '/' }],
  ['a foreign host', 403, /ALLOWED_HOSTS/, { path: '/ws', host: 'evil.example' }],
  ['a foreign origin', 403, /ALLOWED_HOSTS/, { path: '/ws', origin: 'http://evil.example' }],
  ['a page without an origin', 403, /ALLOWED_HOSTS/, { path: '/ws', origin: 'null' }],
  ['an old version', 400, /Sec-WebSocket-Version/, { path: '/ws', version: '7' }],
])('[WS-30] %s is refused with %i in words, and the connection ended', async (_what, status, says, options) => {
  const refused = await RawWebSocket.open(live.server.port, options);
  expect(refused.status).toBe(status);
  await eventually('the reason', () => says.test(refused.body));
  await eventually('the end', () => refused.ended);
  if (options.path !== '/ws') return;
  const alsoThere = await RawWebSocket.open(live.server.wsPort, { ...options, path: '/' });
  expect(alsoThere.status).toBe(status);
  await eventually('the end', () => alsoThere.ended);
});

it('[WS-35] a refused client that leaves its half of the connection open is cut off', async () => {
  const tcp = connect({ port: live.server.port, host: '127.0.0.1', allowHalfOpen: true });
  tcp.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
  tcp.resume();
  await once(tcp, 'end');
  let isCut = false;
  tcp.on('error', () => {
    isCut = true;
  });
  await eventually('what it still sends is refused', () => {
    tcp.write('x');
    return isCut;
  });
  tcp.destroy();
});

it('[WS-31] a page of this server and of ALLOWED_HOSTS is let in, with any query', async () => {
  for (const origin of [live.server.url, `http://localhost:${live.server.port}`, 'https://orders.example']) {
    const raw = live.keep(await RawWebSocket.open(live.server.port, { path: '/ws?from=page', origin }));
    expect(raw.status).toBe(101);
  }
  const named = await RawWebSocket.open(live.server.port, { path: '/ws', host: 'orders.example' });
  expect(live.keep(named).status).toBe(101);
});

it('[WS-32] a client that offers only protocols the server does not speak is told so by the answer, not spoken to in a wrong one', async () => {
  const offered = ['orderdeck.v2', 'chat'];
  const raw = live.keep(await RawWebSocket.open(live.server.wsPort, { protocol: offered.join(', ') }));
  expect(raw.status).toBe(101);
  expect(raw.head).not.toMatch(/Sec-WebSocket-Protocol/i);
  const both = live.keep(await RawWebSocket.open(live.server.wsPort, { protocol: 'orderdeck.v2, orderdeck.v1' }));
  expect(both.head).toMatch(/Sec-WebSocket-Protocol: orderdeck\.v1/i);
  const strict = new WebSocket(live.server.wsUrl, offered);
  const error = await new Promise<Error>((resolve) => strict.on('error', resolve));
  expect(error.message).toContain('Server sent no subprotocol');
});

it('[WS-34] a request that offers HTTP/2, as Java and curl do, is answered as if it had not, its body included', async () => {
  const offer = 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n';
  const body = JSON.stringify({ customer_name: 'Zoë 📦', product_name: 'Laptop' });
  const type = `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`;
  const tcp = connect(live.server.port, '127.0.0.1').setEncoding('utf8');
  let text = '';
  tcp.on('data', (data: string) => {
    text += data;
  });
  const answers = () => text.match(/HTTP\/1\.1 \d+/g)?.length ?? 0;
  // In two pieces, so that the body comes after the offer was looked at.
  tcp.write(`POST /api/orders HTTP/1.1\r\nHost: localhost\r\n${offer}${type}\r\n${body.slice(0, 10)}`);
  await eventually('the first piece is there', () => tcp.bytesWritten > 0);
  tcp.write(body.slice(10));
  await eventually('the first answer', () => answers() === 1);
  expect(text).toMatch(/^HTTP\/1\.1 201 Created[\s\S]*Zoë 📦/);
  tcp.write(
    `GET /api/orders HTTP/1.1\r\nHost: localhost\r\n${offer}\r\nGET /health HTTP/1.1\r\nHost: localhost\r\n\r\n`,
  );
  await eventually('two more answers on the same connection', () => answers() === 3);
  tcp.write(`GET /api/orders HTTP/1.1\r\nHost: evil.example\r\n${offer}\r\n`);
  await eventually('the guards apply', () => text.includes('HTTP/1.1 403'));
  tcp.destroy();
});

it('[WS-33] WS_PORT answers a plain request with the way to the console', async () => {
  const answer = await ask(live.server.wsPort, 'GET', '/');
  expect([answer.status, answer.headers.upgrade]).toEqual([426, 'websocket']);
  expect(answer.text).toContain(String(live.server.port));
});
