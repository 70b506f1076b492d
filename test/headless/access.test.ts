import jsonwebtoken from 'jsonwebtoken';
import { expect, it } from 'vitest';
import type { RoutePermission } from '../../src-main/http/access-hook.ts';
import { commandSchema } from '../../src-shared/command.ts';
import { mayDo, permissionsOf } from '../../src-shared/permission.ts';
import { ROLES, type Role } from '../../src-shared/role.ts';
import { BaseClient } from '../support/base-client.ts';
import { eventually } from '../support/eventually.ts';
import { EVERY_COMMAND } from '../support/every-command.ts';
import { ask } from '../support/http-test-server.ts';
import { liveServer } from '../support/live-server.ts';
import { raiseGeneration, type SignedIn, signIn } from '../support/signed-in.ts';
import { V1Client } from '../support/v1-client.ts';

const JWT_SECRET = 'a key of more than thirty-two characters';
// Whatever is not this machine alone is shared; HTTPS has tests of its own.
const live = liveServer({ BIND_ADDRESS: '0.0.0.0', TLS: 'off', JWT_SECRET, DEBUG: '1' });

function tokenOf({ personId, sessionId }: SignedIn, changes: object = {}, key = JWT_SECRET): string {
  const claims = { iss: 'orderdeck', sub: String(personId), sid: sessionId, ...changes };
  return jsonwebtoken.sign(claims, key, { expiresIn: 600 });
}

const program = async (name: string, role: Role) => tokenOf(await signIn(live.database, name, role, 'program'));
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const cookie = ({ key }: SignedIn) => ({ cookie: `orderdeck-${live.server.port}=${key}` });
const own = () => ({ origin: `http://127.0.0.1:${live.server.port}` });

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly permission: RoutePermission | undefined;
}

/** Every route, as the running server describes it. */
async function operations(token: string): Promise<Operation[]> {
  const { json } = await ask(live.server.port, 'GET', '/api/openapi.json', { headers: bearer(token) });
  return Object.entries<Record<string, { 'x-permission'?: RoutePermission }>>(json.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path: path.replace(/\{\w+\}/g, '987654321'),
      permission: operation['x-permission'],
    })),
  );
}

// A sign-out ends what the walk goes on with; the stream has a test of its own.
const NOT_CALLED = ['DELETE /api/session', 'DELETE /api/token', 'GET /api/changes/stream'];

it('[AUTH-20] every route refuses whoever is nobody, and each role what it may not, by token and by cookie', async () => {
  const { port } = live.server;
  const all = await operations(await program('Root', 'admin'));
  expect(all.length).toBeGreaterThan(20);
  expect(all.filter(({ permission }) => permission === undefined)).toEqual([]);
  const called = all.filter(({ permission }) => permission !== 'public');
  for (const { method, path } of called) {
    expect([method, path, (await ask(port, method, path)).status]).toEqual([method, path, 401]);
  }
  for (const role of ROLES) {
    const token = await program(`P ${role}`, role);
    const browser = await signIn(live.database, `B ${role}`, role);
    for (const { method, path, permission } of called) {
      const may = permission === 'signed-in' || (permission !== undefined && mayDo(role, permission as never));
      if (may && NOT_CALLED.includes(`${method} ${path}`)) continue;
      for (const headers of [bearer(token), { ...cookie(browser), ...own() }]) {
        const { status } = await ask(port, method, path, { headers });
        expect({ role, method, path, status, refused: status === 403 }).toMatchObject({ refused: !may });
        expect([role, method, path, status]).not.toContain(401);
      }
    }
  }
});

it('[AUTH-21] every command over WebSocket is carried out for those who may, and refused to those who may not', async () => {
  const types = commandSchema.options.map((option) => option.shape.type.value);
  expect(Object.keys(EVERY_COMMAND).sort()).toEqual([...types].sort());
  for (const role of ROLES) {
    const client = await live.v1(undefined, { headers: bearer(await program(`W ${role}`, role)) });
    for (const command of Object.values(EVERY_COMMAND).flat()) {
      const result = await client.command(command);
      const isForbidden = result.kind === 'problem' && result.problem.code === 'forbidden';
      const may = permissionsOf(command).every((permission) => mayDo(role, permission));
      expect({ role, command, isForbidden }).toEqual({ role, command, isForbidden: !may });
    }
  }
});

it('[AUTH-22] a WebSocket and a stream need somebody known: by header, subprotocol, query or cookie, never without', async () => {
  const { port, wsUrl, sameOriginWsUrl } = live.server;
  const someone = await signIn(live.database, 'Wendy', 'viewer', 'program');
  const browser = await signIn(live.database, 'Wendy', 'viewer');
  const token = tokenOf(someone);
  for (const url of [wsUrl, sameOriginWsUrl]) {
    await live.base(url, { headers: bearer(token) });
    await live.base(`${url}?access_token=${token}`);
    await live.v1(url, { headers: { ...cookie(browser), ...own() } });
    const bad: Record<string, Record<string, string>> = {
      nothing: {},
      'another key': bearer(tokenOf(someone, {}, 'another key of more than thirty-two characters')),
      'alg none': bearer(`${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1]}.`),
      expired: bearer(jsonwebtoken.sign({ iss: 'orderdeck', sub: '1', sid: someone.sessionId, exp: 1 }, JWT_SECRET)),
      'somebody else’s session': bearer(tokenOf({ ...someone, personId: 1 + someone.personId })),
      'a session of a browser': bearer(tokenOf(browser)),
      'a wrong cookie': { ...cookie({ ...browser, key: browser.key.slice(0, -1) }), ...own() },
    };
    for (const [what, headers] of Object.entries(bad)) {
      await expect(BaseClient.connect(url, { headers }), what).rejects.toThrow('401');
      await expect(V1Client.connect(url, { headers }), what).rejects.toThrow('401');
      expect([what, (await ask(port, 'GET', '/api/changes/stream', { headers })).status]).toEqual([what, 401]);
    }
  }
  await eventually('it is logged', () => live.server.lines.some((line) => line.includes('/api/changes/stream')));
  expect(live.server.lines.join('\n')).not.toContain(token.split('.')[2]);
});

it('[AUTH-23] a cookie does nothing for a foreign page, nor for one that does not say whose it is', async () => {
  const { port, sameOriginWsUrl } = live.server;
  const browser = await signIn(live.database, 'Carl', 'admin');
  const create = { customer_name: 'Eve', product_name: 'Forged' };
  const post = async (headers: Record<string, string>) =>
    (await ask(port, 'POST', '/api/orders', { headers: { ...cookie(browser), ...headers }, body: create })).status;
  expect(await post({ origin: 'http://evil.example' })).toBe(403);
  expect(await post({ origin: 'null' })).toBe(403);
  expect(await post({})).toBe(403);
  expect(await post({ 'sec-fetch-site': 'same-site' })).toBe(403);
  expect(await live.database.query("SELECT id FROM orders WHERE product_name = 'Forged'")).toEqual([]);
  expect(await post(own())).toBe(201);
  expect(await post({ 'sec-fetch-site': 'same-origin' })).toBe(201);
  for (const headers of [{ ...cookie(browser), origin: 'http://evil.example' }, cookie(browser)]) {
    await expect(V1Client.connect(sameOriginWsUrl, { headers })).rejects.toThrow('403');
  }
});

it('[AUTH-24] who loses a right loses the open sockets and streams, and the next request', async () => {
  const { port, wsUrl, sameOriginWsUrl } = live.server;
  const someone = await signIn(live.database, 'Rita', 'admin', 'program');
  const headers = bearer(tokenOf(someone));
  const clients = [
    await live.v1(sameOriginWsUrl, { headers }),
    await live.base(wsUrl, { headers }),
    await live.base(`${wsUrl}?access_token=${tokenOf(someone)}`),
  ];
  const stream = ask(port, 'GET', '/api/changes/stream', { headers });
  const other = await live.v1(sameOriginWsUrl, { headers: bearer(await program('Otto', 'viewer')) });
  await live.database.query('DELETE FROM orderdeck_people WHERE id = ?', [someone.personId]);
  await raiseGeneration(live.database);
  for (const client of clients) expect(await client.closed).toMatchObject({ code: 4407 });
  expect((await stream).text).toContain('"code":"unauthenticated"');
  expect((await ask(port, 'GET', '/api/orders', { headers })).status).toBe(401);
  expect(other.isOpen).toBe(true);
});

it('[AUTH-25] a refresh token is good once; shown again, it ends the session with its sockets', async () => {
  const { port, sameOriginWsUrl } = live.server;
  const someone = await signIn(live.database, 'Remy', 'viewer', 'program');
  const refresh = (refresh_token: string) =>
    ask(port, 'POST', '/api/token', { body: { grant_type: 'refresh_token', refresh_token } });
  const first = await refresh(someone.key);
  expect(first.json).toMatchObject({ token_type: 'Bearer', expires_in: 600 });
  const client = await live.v1(sameOriginWsUrl, { headers: bearer(first.json.access_token) });
  const second = await refresh(first.json.refresh_token);
  expect(second.status).toBe(200);
  expect((await refresh(someone.key)).status).toBe(401);
  expect(await client.closed).toMatchObject({ code: 4407 });
  expect((await refresh(second.json.refresh_token)).status).toBe(401);
  expect((await ask(port, 'GET', '/api/stats', { headers: bearer(second.json.access_token) })).status).toBe(401);
});

it('[AUTH-26] everybody may ask who they are; a sign-out ends the session and takes the cookie away', async () => {
  const { port } = live.server;
  const who = async (headers: Record<string, string>) => ask(port, 'GET', '/api/session', { headers });
  expect((await who({})).json).toMatchObject({ mode: 'shared', principal: null, warnings: ['plain-http'] });
  const browser = await signIn(live.database, 'Sue', 'operator');
  const headers = { ...cookie(browser), ...own() };
  expect((await who(headers)).json.principal).toMatchObject({ kind: 'person', name: 'Sue', role: 'operator' });
  const out = await ask(port, 'DELETE', '/api/session', { headers });
  expect([out.status, out.headers['set-cookie']]).toEqual([
    204,
    [expect.stringMatching(/Max-Age=0; Path=\/; HttpOnly; SameSite=Strict/)],
  ]);
  const after = await who(headers);
  expect([after.json.principal, after.headers['set-cookie']]).toEqual([null, [expect.stringContaining('Max-Age=0')]]);
  const refused = await ask(port, 'GET', '/api/orders', { headers });
  expect([refused.status, refused.headers['www-authenticate']]).toEqual([401, 'Bearer']);
});
