import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type Answer, ask } from '../support/http-test-server.ts';
import { knownPerson, MODES } from '../support/known-person.ts';
import { liveServer } from '../support/live-server.ts';
import { rawRequest } from '../support/raw-request.ts';
import { RawWebSocket } from '../support/raw-web-socket.ts';

const ORDER = { customer_name: 'Eve', product_name: 'x' };

describe.each(MODES)('pages of other sites, %s', (mode, settings) => {
  const live = liveServer(settings);
  const own = (): string => live.server.url;
  const orders = async (): Promise<number> => (await live.database.query('SELECT id FROM orders')).length;

  async function admin() {
    return knownPerson(live.database, live.server.port, 'admin');
  }

  it('[SEC-10] a name that was pointed at this machine gets nothing, on both ports, whoever it brings along', async () => {
    const { cookie, token } = await admin();
    const names = ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', 'evil.example@127.0.0.1'];
    for (const host of names) {
      for (const path of ['/', '/health', '/api/session', '/api/orders', '/api/docs', '/api/nothing']) {
        for (const headers of [{ host }, { host, authorization: `Bearer ${token}` }, { host, cookie }]) {
          const answer = await ask(live.server.port, 'GET', path, { headers });
          expect([host, path, answer.status]).toEqual([host, path, 403]);
          expect(JSON.stringify(answer)).not.toContain('evil');
        }
      }
      for (const [port, path] of [
        [live.server.port, '/ws'],
        [live.server.wsPort, '/'],
      ] as const) {
        const socket = await RawWebSocket.open(port, { path: `${path}?access_token=${token}`, host });
        expect(socket.status).toBe(403);
      }
    }
    // The name in the first line counts as little as the one in the header.
    for (const lines of [
      'GET http://evil.example/api/orders HTTP/1.1\r\nHost: evil.example',
      'GET /api/orders HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example',
      'GET /api/orders HTTP/1.1',
    ]) {
      const answer = await rawRequest(live.server.port, `${lines}\r\nConnection: close\r\n\r\n`);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.body).not.toMatch(/evil|customer_name/);
    }
  });

  it('[SEC-11] a page of another site changes nothing and opens no WebSocket, with no credentials or with good ones', async () => {
    const { cookie, token } = await admin();
    const before = await orders();
    const foreign = [
      'http://evil.example',
      'null',
      'file://',
      'http://127.0.0.1:9',
      `${own()}.evil.example`,
      `http://evil@127.0.0.1:${live.server.port}`,
    ];
    for (const origin of foreign) {
      for (const shown of [{}, { cookie }, { authorization: `Bearer ${token}` }]) {
        const headers = { origin, ...shown };
        for (const [method, path, body] of [
          ['POST', '/api/orders', ORDER],
          ['POST', '/api/orders/status', { status: 'shipped', orders: [{ id: 1 }] }],
          ['PUT', '/api/orders/1', ORDER],
          ['DELETE', '/api/orders/1', undefined],
          ['DELETE', '/api/session', undefined],
        ] as const) {
          const answer = await ask(live.server.port, method, path, { headers, body });
          expect([origin, method, path, answer.status]).toEqual([origin, method, path, 403]);
        }
        const preflight = { ...headers, 'access-control-request-method': 'POST' };
        nothingShared(await ask(live.server.port, 'OPTIONS', '/api/orders', { headers: preflight }));
        nothingShared(await ask(live.server.port, 'GET', '/api/orders', { headers }));
      }
      const path = `/ws?access_token=${token}`;
      expect((await RawWebSocket.open(live.server.port, { path, origin })).status).toBe(403);
      expect((await RawWebSocket.open(live.server.wsPort, { origin, path: `/?access_token=${token}` })).status).toBe(
        403,
      );
    }
    expect(await orders()).toBe(before);
  });

  it('[AUD-23] a page or a name of another site is on record, however often it comes, without what it calls itself', async () => {
    for (let n = 0; n < 20; n++) {
      await ask(live.server.port, 'GET', `/api/orders?n=${n}`, { headers: { host: `record-${n}.example` } });
      await ask(live.server.port, 'POST', '/api/orders', {
        headers: { origin: `http://record-${n}.example` },
        body: ORDER,
      });
      await RawWebSocket.open(live.server.wsPort, { path: '/', origin: `http://record-${n}.example` });
    }
    const rows = await eventually('both are on record', async () => {
      const found = await live.database.query<{ actor: string; address: string; detail: string }>(
        "SELECT actor, address, detail FROM orderdeck_audit WHERE kind = 'refused' AND detail LIKE '%foreign%'",
      );
      return new Set(found.map(({ detail }) => JSON.parse(detail).why)).size === 2 && found;
    });
    // One of each at once, and one a minute with their number.
    expect(rows.length).toBeLessThan(10);
    for (const { actor, address } of rows) expect([actor, address]).toEqual(['?', '127.0.0.1']);
    expect(JSON.stringify(rows)).not.toContain('record-');
  });

  it('[SEC-12] a cookie alone is no consent: what changes something must be shown to come from a page of this server', async () => {
    const { cookie } = await admin();
    const before = await orders();
    const send = (headers: Record<string, string>, body: unknown = ORDER, method = 'POST', path = '/api/orders') =>
      ask(live.server.port, method, path, { headers: { cookie, ...headers }, body });
    for (const headers of [
      {},
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
    ]) {
      expect((await send(headers)).status).toBe(403);
      expect((await send(headers, undefined, 'DELETE', '/api/orders/1')).status).toBe(403);
      expect((await send(headers, undefined, 'DELETE', '/api/session')).status).toBe(403);
    }
    // What a form can send without asking first, also from a page that was made to look like ours.
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', '']) {
      const answer = await send({ origin: own(), 'content-type': type }, JSON.stringify(ORDER));
      expect([type, answer.status]).toEqual([type, 415]);
    }
    expect(await orders()).toBe(before);
    // The page itself may, and a cookie that is somebody's does not count for less in local mode.
    expect((await send({ origin: own() })).status).toBe(201);
    expect((await send({ 'sec-fetch-site': 'same-origin' })).status).toBe(201);
    expect(await orders()).toBe(before + 2);
    expect((await ask(live.server.port, 'GET', '/api/session', { headers: { cookie } })).json).toMatchObject({
      mode,
      principal: { kind: 'person', role: 'admin' },
    });
  });

  it('[SEC-13] a browser’s cookie opens no WebSocket and no stream for a page of another site', async () => {
    const { cookie } = await admin();
    for (const [port, path] of [
      [live.server.port, '/ws'],
      [live.server.wsPort, '/'],
    ] as const) {
      const open = (...origin: string[]) =>
        rawRequest(
          port,
          [`GET ${path} HTTP/1.1`, `Host: 127.0.0.1:${port}`, `Cookie: ${cookie}`, ...origin, ...UPGRADE].join('\r\n'),
        );
      expect((await open()).status).toBe(403);
      expect((await open('Origin: http://evil.example')).status).toBe(403);
      expect((await open('Origin: null')).status).toBe(403);
    }
    const stream = await ask(live.server.port, 'HEAD', '/api/changes/stream', {
      headers: { cookie, origin: 'http://evil.example' },
    });
    nothingShared(stream);
  });
});

const UPGRADE = [
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
  '',
  '',
];

/** A browser hands the answer to no other page. */
function nothingShared({ headers }: Answer): void {
  expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
}
