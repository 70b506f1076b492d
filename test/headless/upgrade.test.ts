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

it('[WS-33] WS_PORT answers a plain request with the way to the console', async () => {
  const answer = await ask(live.server.wsPort, 'GET', '/');
  expect([answer.status, answer.headers.upgrade]).toEqual([426, 'websocket']);
  expect(answer.text).toContain(String(live.server.port));
});
