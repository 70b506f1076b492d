import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../scripts/lib/repository.mjs';
import { type Answer, ask } from '../support/http-test-server.ts';
import { type KnownPerson, knownPerson, MODES } from '../support/known-person.ts';
import { liveServer } from '../support/live-server.ts';
import { rawGet, rawRequest } from '../support/raw-request.ts';

const WEB_APP = join(ROOT, 'out/renderer');
const ORDER = { customer_name: 'Ada', product_name: 'Laptop' };

describe.each(MODES)('answers, %s', (_mode, settings) => {
  const live = liveServer(settings);
  let person: KnownPerson | undefined;
  const admin = async (): Promise<KnownPerson> => {
    person ??= await knownPerson(live.database, live.server.port, 'admin');
    return person;
  };
  const asAdmin = async (method: string, path: string, body?: unknown, more: Record<string, string> = {}) => {
    const { token } = await admin();
    return ask(live.server.port, method, path, { headers: { authorization: `Bearer ${token}`, ...more }, body });
  };

  it('[SEC-30] every answer, good or refused, carries the security headers and tells nothing of what it is made with', async () => {
    const asset = readdirSync(join(WEB_APP, 'assets')).find((name) => name.endsWith('.js'));
    const { cookie } = await admin();
    const answers: (Answer & { asked: string })[] = [];
    for (const [method, path, headers] of [
      ['GET', '/', {}],
      ['GET', `/assets/${asset}`, {}],
      ['GET', `/assets/${asset}`, { 'accept-encoding': 'br' }],
      ['GET', '/icon.svg', {}],
      ['GET', '/api/docs', {}],
      ['GET', '/health', {}],
      ['GET', '/api/session', {}],
      ['GET', '/api/session', { cookie: `orderdeck-${live.server.port}=x` }],
      ['GET', '/api/orders', {}],
      ['GET', '/api/orders', { cookie }],
      ['GET', '/api/orders.csv', { cookie }],
      ['GET', '/api/openapi.json', { cookie }],
      ['GET', '/api/orders/abc', { cookie }],
      ['GET', '/api/nothing', {}],
      ['PATCH', '/api/orders', { cookie, origin: live.server.url }],
      ['OPTIONS', '/api/orders', {}],
      ['GET', '/', { host: 'evil.example' }],
      ['POST', '/api/orders', { origin: 'http://evil.example' }],
      ['GET', '/..%2f', {}],
      ['GET', '/anything', { accept: 'text/html' }],
    ] as const) {
      answers.push({ asked: `${method} ${path}`, ...(await ask(live.server.port, method, path, { headers })) });
    }
    expect(new Set(answers.map(({ status }) => status)).size).toBeGreaterThan(6);
    for (const { asked, headers } of answers) {
      expect({ asked, ...headers }).toMatchObject({
        asked,
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'permissions-policy': expect.stringContaining('camera=(), microphone=(), geolocation=()'),
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'content-security-policy': expect.stringMatching(
          /default-src 'none';.*script-src 'self';.*frame-ancestors 'none'/,
        ),
        'cache-control': expect.stringMatching(/^(no-store|no-cache|public, max-age=31536000, immutable)$/),
      });
      expect(headers['content-security-policy']).not.toMatch(/unsafe-eval|script-src[^;]*(unsafe|data:|\*)/);
      const telling = /^(server|x-powered-by|via|x-aspnet.*|access-control-.*)$/;
      expect(Object.keys(headers).filter((name) => telling.test(name))).toEqual([]);
      for (const set of headers['set-cookie'] ?? []) expect(set).toMatch(/Path=\/; HttpOnly; SameSite=Strict/);
    }
  });

  it('[SEC-31] a body that is packed is refused unread, and messages of a WebSocket are not unpacked', async () => {
    const bomb = Buffer.from(JSON.stringify({ ...ORDER, more: ' '.repeat(50_000_000) }));
    for (const [encoding, body] of [
      ['gzip', gzipSync(bomb)],
      ['x-gzip', gzipSync(bomb)],
      ['deflate', deflateSync(bomb)],
      ['br', brotliCompressSync(Buffer.from(JSON.stringify(ORDER)))],
      ['gzip, gzip', gzipSync(gzipSync(bomb))],
      ['zstd', Buffer.from('x')],
    ] as const) {
      const answer = await asAdmin('POST', '/api/orders', body, { 'content-encoding': encoding });
      expect([encoding, answer.status >= 400 && answer.status < 500]).toEqual([encoding, true]);
    }
    expect(await live.database.query('SELECT id FROM orders')).toEqual([]);
    const { token } = await admin();
    const upgrade = [
      `GET /ws?access_token=${token} HTTP/1.1`,
      `Host: 127.0.0.1:${live.server.port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
      'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits, x-webkit-deflate-frame',
    ];
    // A frame that says it is packed breaks the protocol: the server ends the connection.
    const packed = Buffer.concat([
      Buffer.from(`${upgrade.join('\r\n')}\r\n\r\n`),
      Buffer.from([0xc1, 0x80, 0, 0, 0, 0]),
    ]);
    const { head, status } = await rawRequest(live.server.port, packed);
    expect(status).toBe(101);
    expect(head).not.toMatch(/sec-websocket-extensions/i);
  });

  it('[SEC-32] no answer tells of files, statements, tables, addresses or the database, also when the table is gone', async () => {
    const { id } = (await asAdmin('POST', '/api/orders', ORDER)).json;
    await live.database.query('RENAME TABLE orders TO orders_elsewhere');
    const answers: Answer[] = [];
    try {
      for (const [method, path, body] of [
        ['GET', '/api/orders'],
        ['GET', '/api/orders?limit=1'],
        ['GET', '/api/orders.csv'],
        ['GET', `/api/orders/${id}`],
        ['GET', `/api/orders/${id}/history`],
        ['GET', '/api/activity'],
        ['POST', '/api/orders', ORDER],
        ['PUT', `/api/orders/${id}`, ORDER],
        ['DELETE', `/api/orders/${id}`],
        ['POST', '/api/orders/status', { status: 'shipped', orders: [{ id, expectedVersion: null }] }],
        ['GET', '/health'],
      ] as const) {
        answers.push(await asAdmin(method, path, body));
      }
    } finally {
      await live.database.query('RENAME TABLE orders_elsewhere TO orders');
    }
    for (const path of [
      '/%zz',
      '/api/orders/%00',
      '/api/orders/1e400',
      '/api/orders?cursor=x',
      '/api/orders?__proto__=1',
    ]) {
      answers.push(await asAdmin('GET', path));
    }
    for (const body of ['{', '[[[[', '"\ud800"', '\u0000', JSON.stringify({ customer_name: {} })]) {
      answers.push(await asAdmin('POST', '/api/orders', body, { 'content-type': 'application/json' }));
    }
    const raw = await Promise.all([
      rawRequest(live.server.port, 'NONSENSE\r\n\r\n'),
      rawRequest(live.server.port, 'GET / HTTP/9.9\r\n\r\n'),
      rawRequest(live.server.port, `GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n`),
      rawGet(live.server.port, '/', [`X: ${'x'.repeat(40_000)}`]),
    ]);
    expect(answers.filter(({ status }) => status >= 500).length).toBeGreaterThan(3);
    const { DB_HOST, DB_PORT, DB_NAME } = live.database.env;
    const inner = new RegExp(
      `node_modules|src-main|/out/|\\.[cm]?[jt]s:\\d|\\n +at |SELECT |INSERT |orders_elsewhere|ER_NO|errno|sqlState|${DB_NAME}|${DB_HOST}:${DB_PORT}|mysql2|fastify|${ROOT}`,
      'i',
    );
    for (const { text, status } of answers) {
      const found = status === 200 ? null : inner.exec(text);
      expect([found?.[0], text.slice(0, 300)]).toEqual([undefined, text.slice(0, 300)]);
    }
    for (const { body } of raw) expect(body).not.toMatch(inner);
  });
});
