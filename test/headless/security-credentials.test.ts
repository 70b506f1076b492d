import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ask } from '../support/http-test-server.ts';
import { type KnownPerson, knownPerson, MODES, signed } from '../support/known-person.ts';
import { liveServer } from '../support/live-server.ts';
import { RawWebSocket } from '../support/raw-web-socket.ts';

const ORDER = { customer_name: 'Eve', product_name: 'x' };
const NOW_S = Math.floor(Date.now() / 1000);

describe.each(MODES)('credentials, %s', (mode, settings) => {
  const live = liveServer(settings);
  const port = (): number => live.server.port;

  /** The status of whatever a request can reach with these headers; each must refuse in the same way. */
  async function everywhere(headers: Record<string, string>): Promise<number[]> {
    const answers = await Promise.all(
      (
        [
          ['GET', '/api/orders'],
          ['GET', '/api/orders.csv'],
          ['GET', '/api/stats'],
          ['GET', '/api/changes/stream'],
          ['GET', '/api/openapi.json'],
          ['POST', '/api/orders', ORDER],
          ['PUT', '/api/orders/1', ORDER],
          ['DELETE', '/api/orders/1'],
          ['GET', '/api/sessions'],
        ] as const
      ).map(([method, path, body]) =>
        ask(port(), method, path, { headers: { origin: live.server.url, ...headers }, body }),
      ),
    );
    return [...new Set(answers.map(({ status }) => status))];
  }

  /** The status of the upgrade on both ports, for a token in each of the places where one may be. */
  async function sockets(token: string): Promise<number[]> {
    const found: number[] = [];
    for (const [to, path] of [
      [port(), '/ws'],
      [live.server.wsPort, '/'],
    ] as const) {
      const query = `${path}?access_token=${encodeURIComponent(token)}`;
      const places = [
        { path: query },
        { path: query, protocol: 'orderdeck.v1' },
        ...(/^[\w.-]+$/.test(token) ? [{ path, protocol: `orderdeck.v1, orderdeck.bearer.${token}` }] : []),
      ];
      for (const place of places) {
        const socket = await RawWebSocket.open(to, place);
        found.push(socket.status);
        await socket.close();
      }
    }
    return [...new Set(found)];
  }

  it('[SEC-20] without credentials a shared server gives nothing away and takes nothing, also to this machine', async () => {
    const bare = await Promise.all([RawWebSocket.open(port(), { path: '/ws' }), RawWebSocket.open(live.server.wsPort)]);
    if (mode === 'local') {
      expect(bare.map(({ status }) => status)).toEqual([101, 101]);
      for (const socket of bare) await socket.close();
      return;
    }
    expect(bare.map(({ status }) => status)).toEqual([401, 401]);
    const strange = [
      {},
      { authorization: 'Basic YWRtaW46YWRtaW4=' },
      { 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1', forwarded: 'for=127.0.0.1' },
      { host: 'localhost' },
      { cookie: 'orderdeck=1; __proto__=x' },
    ];
    for (const headers of strange) expect([headers, await everywhere(headers)]).toEqual([headers, [401]]);
    // A token is taken from a query by WebSockets alone.
    const { token } = await knownPerson(live.database, port(), 'admin');
    expect((await ask(port(), 'GET', `/api/orders?access_token=${token}`)).status).toBe(401);
    expect((await ask(port(), 'GET', '/api/session')).json).toMatchObject({ mode: 'shared', principal: null });
  });

  it('[SEC-21] a token that this server did not write, or that has run out, is refused in every place where one may be', async () => {
    const person = await knownPerson(live.database, port(), 'admin');
    const viewer = await knownPerson(live.database, port(), 'viewer');
    for (const [what, token] of Object.entries(wrongTokens(person, viewer))) {
      const found = [
        await everywhere({ authorization: `Bearer ${token}` }),
        token === '' ? [401] : await sockets(token),
      ];
      expect([what, ...found]).toEqual([what, [401], [401]]);
    }
    // Wrong credentials are not passed over because others beside them are good.
    expect(await everywhere({ authorization: 'Bearer x', cookie: person.cookie })).toEqual([401]);
    expect(await sockets(person.token)).toEqual([101]);
  });

  it('[SEC-22] a cookie that is not that of a living session is refused and taken away', async () => {
    const person = await knownPerson(live.database, port(), 'admin');
    const other = await knownPerson(live.database, port(), 'admin');
    const name = `orderdeck-${port()}`;
    const [, secret] = other.secret.split('.');
    const wrong = [
      '',
      'x',
      `${person.browserSession}.${secret}`,
      person.browserSession,
      `${person.programSession}.${secret}`,
      `${'0'.repeat(32)}.${secret}`,
      `${person.secret}x`,
      person.secret.toUpperCase(),
      encodeURIComponent(`' OR 1=1 -- .${secret}`),
    ];
    for (const value of wrong)
      expect([value, await everywhere({ cookie: `${name}=${value}` })]).toEqual([value, [401]]);
    expect(await everywhere({ cookie: `orderdeck-device-${port()}=${person.secret}` })).toEqual([401]);
    const refused = await ask(port(), 'GET', '/api/orders', { headers: { cookie: `${name}=x` } });
    expect(refused.headers['set-cookie']).toEqual([
      expect.stringMatching(/=; Max-Age=0; .*HttpOnly; SameSite=Strict$/),
    ]);
    await live.database.query('UPDATE orderdeck_sessions SET expires_at = NOW(6) - INTERVAL 1 SECOND WHERE id = ?', [
      other.browserSession,
    ]);
    expect(await everywhere({ cookie: other.cookie })).toEqual([401]);
    const gone = await knownPerson(live.database, port(), 'admin');
    await live.database.query('UPDATE orderdeck_people SET disabled = TRUE WHERE id = ?', [gone.id]);
    expect(await everywhere({ cookie: gone.cookie })).toEqual([401]);
    expect(await everywhere({ authorization: `Bearer ${gone.token}` })).toEqual([401]);
    expect(await live.database.query('SELECT * FROM orders')).toEqual([]);
  });
});

/** Tokens that a server must not take, by what is wrong with them. */
function wrongTokens(person: KnownPerson, viewer: KnownPerson): Readonly<Record<string, string>> {
  const claims = { sub: String(person.id), sid: person.programSession, role: 'admin', name: person.name };
  const [head = '', body = '', signature = ''] = person.token.split('.');
  const [, viewersBody = ''] = viewer.token.split('.');
  const none = base64({ alg: 'none', typ: 'JWT' });
  const open = base64({ ...claims, iss: 'orderdeck', exp: NOW_S + 600 });
  return {
    nothing: '',
    garbage: 'x',
    'five parts': `${person.token}.a.b`,
    'no algorithm': `${none}.${open}.`,
    'no algorithm, old signature': `${none}.${body}.${signature}`,
    'NONE in capitals': `${base64({ alg: 'NONE', typ: 'JWT' })}.${open}.`,
    'another key': signed(claims, 'not the key of these tests at all, is it'),
    'an empty key': `${head}.${open}.${createHmac('sha256', '').update(`${head}.${open}`).digest('base64url')}`,
    'another algorithm': signed(claims, undefined, { expiresIn: 600, algorithm: 'HS512' }),
    'another issuer': signed(claims, undefined, { expiresIn: 600, issuer: 'somebody' }),
    'run out': signed({ ...claims, exp: NOW_S - 120, iat: NOW_S - 900 }, undefined, {}),
    'no end': signed(claims, undefined, {}),
    'not yet': signed(claims, undefined, { expiresIn: 900, notBefore: 600 }),
    'the body of somebody else': `${head}.${viewersBody}.${signature}`,
    'another role': `${head}.${open}.${signature}`,
    'no signature': `${head}.${body}.`,
    'a session that is not': signed({ ...claims, sid: '0'.repeat(32) }),
    'the session of somebody else': signed({ ...claims, sid: viewer.programSession }),
    'the session of a browser': signed({ ...claims, sid: person.browserSession }),
    'no session': signed({ sub: claims.sub, role: 'admin' }),
    'SQL for a session': signed({ ...claims, sid: "' OR '1'='1" }),
    'a key of its own choice': signed(claims, 'mine, all mine, and long enough for it', {
      expiresIn: 600,
      keyid: '../../dev/null',
    }),
    'too long': signed({ ...claims, more: 'x'.repeat(5_000) }),
  };
}

function base64(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
