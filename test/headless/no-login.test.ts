import { expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { ask } from '../support/http-test-server.ts';
import { liveServer } from '../support/live-server.ts';
import { RawWebSocket } from '../support/raw-web-socket.ts';

const ORDER = { customer_name: 'Ada', product_name: 'Laptop' };
const live = liveServer({ BIND_ADDRESS: '0.0.0.0', TLS: 'off', INSECURE_NO_LOGIN: '1' });

it('[AUTH-29] with INSECURE_NO_LOGIN everybody is admin, and the log and every screen say so', async () => {
  const session = await ask(live.server.port, 'GET', '/api/session', {});
  expect(session.json).toMatchObject({ principal: { role: 'admin' } });
  expect(session.json.warnings).toContain('no-login');
  const warned = await eventually('the log says so', () =>
    live.server.lines.find((line) => line.includes('INSECURE_NO_LOGIN')),
  );
  expect(warned).toMatch(/warn/i);
  // Nobody is asked to become the first admin of a server that asks nobody.
  expect(live.server.lines.join('\n')).not.toContain('#/first-admin');
  expect((await ask(live.server.port, 'POST', '/api/orders', { body: ORDER })).status).toBe(201);
  expect((await ask(live.server.port, 'GET', '/api/people', {})).status).toBe(200);
  const client = await live.v1();
  expect(await client.command({ type: 'delete-order', id: 987_654_321 })).toMatchObject({
    problem: { code: 'not-found' },
  });
});

it('[AUTH-30] with INSECURE_NO_LOGIN pages of other sites and foreign names are refused as ever, and so are wrong credentials', async () => {
  const send = (headers: Record<string, string>) =>
    ask(live.server.port, 'POST', '/api/orders', { headers, body: ORDER });
  expect((await send({ host: 'evil.example' })).status).toBe(403);
  expect((await send({ origin: 'http://evil.example' })).status).toBe(403);
  expect((await send({ authorization: 'Bearer a.b.c' })).status).toBe(401);
  expect((await RawWebSocket.open(live.server.wsPort, { path: '/', origin: 'http://evil.example' })).status).toBe(403);
  expect((await RawWebSocket.open(live.server.wsPort, { path: '/', host: 'evil.example' })).status).toBe(403);
});
