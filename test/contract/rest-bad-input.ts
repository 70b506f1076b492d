import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { problemSchema } from '../../src-shared/problem.ts';
import type { Answer, Asked, HttpTestServer } from '../support/http-test-server.ts';

/** Whatever is wrong with it, the answer is one of the closed list's problems and shows nothing of the inside. */
export function expectProblem(answer: Answer, status: number, field?: string): void {
  expect([answer.status, answer.headers['content-type']]).toEqual([status, 'application/problem+json; charset=utf-8']);
  const problem = problemSchema.parse(answer.json);
  expect(problem).toMatchObject({ status, type: `urn:orderdeck:problem:${problem.code}` });
  if (field !== undefined) expect(problem.errors?.map((error) => error.field)).toContain(field);
  expect(answer.text).not.toMatch(/\bat \S+ \(|node_modules|SELECT|INSERT INTO|ECONN|ER_[A-Z]/);
}

const GOOD = { customer_name: 'Ada', product_name: 'Laptop' };
const JSON_TYPE = { 'content-type': 'application/json' };
const NO_ID = ['0', '-1', '1.5', 'abc', '18446744073709551616', '9007199254740992', '01', '1e3', '%20', '%2B1', '1%00'];

type Row = readonly [what: string, status: number, field: string, method: string, path: string, asked?: Asked];

const post = (what: string, field: string, body: unknown, status = 400): Row => [
  what,
  status,
  field,
  'POST',
  '/api/orders',
  { headers: JSON_TYPE, body },
];
const get = (what: string, field: string, path: string, status = 400): Row => [what, status, field, 'GET', path];

const BODIES: readonly Row[] = [
  post('broken JSON', '', '{"customer_name": "Ada",'),
  post('no JSON at all', '', 'hello'),
  post('an empty body', '', ''),
  post('bytes that are no UTF-8', '', Buffer.from('{"customer_name":"Jos\xe9","product_name":"x"}', 'latin1')),
  post('null', '', 'null'),
  post('a list', '', '[]'),
  post('text', '', '"Ada"'),
  post('a deep nest', '', '['.repeat(50_000) + ']'.repeat(50_000)),
  post('a missing name', 'product_name', { customer_name: 'Ada' }),
  post('an empty name', 'customer_name', { ...GOOD, customer_name: '' }),
  post('a blank name', 'customer_name', { ...GOOD, customer_name: ' \u00a0\u2003 ' }),
  post('a name of 256 characters', 'product_name', { ...GOOD, product_name: 'x'.repeat(256) }),
  post('a name of 256 emoji', 'product_name', { ...GOOD, product_name: '😀'.repeat(256) }),
  post('a NUL byte in a name', 'customer_name', { ...GOOD, customer_name: 'A\u0000da' }),
  post('a line break in a name', 'customer_name', { ...GOOD, customer_name: 'A\nda' }),
  post('half a surrogate pair', 'customer_name', '{"customer_name":"\\ud800","product_name":"x"}'),
  post('a number for a name', 'customer_name', { ...GOOD, customer_name: 7 }),
  post('a list for a name', 'customer_name', { ...GOOD, customer_name: ['Ada'] }),
  post('an object for a name', 'customer_name', { ...GOOD, customer_name: { $ne: '' } }),
  post('null for a name', 'customer_name', { ...GOOD, customer_name: null }),
  post('an unknown status', 'status', { ...GOOD, status: 'lost' }),
  post('an empty status', 'status', { ...GOOD, status: '' }),
  post('an unknown field', 'price', { ...GOOD, price: 3 }),
  post('an id of its own', 'id', { ...GOOD, id: 3 }),
  post('the key __proto__', '__proto__', `{"customer_name":"a","product_name":"b","__proto__":{"admin":true}}`),
  post('the key constructor', 'constructor', { ...GOOD, constructor: { prototype: { admin: true } } }),
  post('a body over 100 KB', '', { ...GOOD, customer_name: 'x'.repeat(101 * 1024) }, 413),
  [
    'a form',
    415,
    'Content-Type',
    'POST',
    '/api/orders',
    { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=b' },
  ],
  ['plain text', 415, 'Content-Type', 'POST', '/api/orders', { headers: { 'content-type': 'text/plain' }, body: '{}' }],
  ['no content type', 415, 'Content-Type', 'POST', '/api/orders', { headers: { 'content-type': '' }, body: '{}' }],
  ['no body', 400, '', 'POST', '/api/orders'],
  ['PUT without a body', 400, '', 'PUT', '/api/orders/1'],
  ['PUT that changes nothing', 400, '', 'PUT', '/api/orders/1', { body: {} }],
  ['PUT of an unknown field', 400, 'version', 'PUT', '/api/orders/1', { body: { status: 'shipped', version: 3 } }],
  ['PUT of a blank name', 400, 'product_name', 'PUT', '/api/orders/1', { body: { product_name: ' ' } }],
];

const BULK: readonly Row[] = (
  [
    ['no orders', 'orders', { status: 'shipped', orders: [] }],
    ['no status', 'status', { orders: [{ id: 1 }] }],
    ['a wrong id', 'orders.1.id', { status: 'shipped', orders: [{ id: 1 }, { id: -1 }] }],
    ['an id as text', 'orders.0.id', { status: 'shipped', orders: [{ id: '1' }] }],
    ['an id beyond 2^53', 'orders.0.id', { status: 'shipped', orders: [{ id: 2 ** 60 }] }],
    ['the same order twice', 'orders', { status: 'shipped', orders: [{ id: 1 }, { id: 1 }] }],
    ['1,001 orders', 'orders', { status: 'shipped', orders: Array.from({ length: 1_001 }, (_, i) => ({ id: i + 1 })) }],
    ['a wrong version', 'orders.0.expectedVersion', { status: 'shipped', orders: [{ id: 1, expectedVersion: 1.5 }] }],
    ['another type of command', 'type', { type: 'delete-order', status: 'shipped', orders: [{ id: 1 }] }],
  ] as const
).map(([what, field, body]) => [`bulk: ${what}`, 400, field, 'POST', '/api/orders/status', { body }]);

const IDS: readonly Row[] = NO_ID.flatMap((id) => [
  get(`the id ${id}`, id === '1%00' ? 'path' : 'id', `/api/orders/${id}`),
  [
    `PUT of the id ${id}`,
    400,
    id === '1%00' ? 'path' : 'id',
    'PUT',
    `/api/orders/${id}`,
    { body: { status: 'shipped' } },
  ],
  [`DELETE of the id ${id}`, 400, id === '1%00' ? 'path' : 'id', 'DELETE', `/api/orders/${id}`],
  get(`the history of ${id}`, id === '1%00' ? 'path' : 'id', `/api/orders/${id}/history`),
]);

const QUERIES: readonly Row[] = [
  ...['0', '-1', '1.5', 'abc', '', '1001', '1e400', 'Infinity'].map((n) =>
    get(`limit=${n}`, 'limit', `/api/orders?limit=${n}`),
  ),
  get('limit twice', 'limit', '/api/orders?limit=1&limit=2'),
  get('status twice', 'status', '/api/orders?status=pending&status=shipped'),
  get('limit as a list', 'limit[]', '/api/orders?limit[]=1'),
  get('an unknown status', 'status', '/api/orders?status=lost'),
  get('an unknown sort', 'sort', '/api/orders?sort=customer_name'),
  get('an empty search', 'q', '/api/orders?q='),
  get('a search of 256 characters', 'q', `/api/orders?q=${'x'.repeat(256)}`),
  get('a NUL byte in a search', 'q', '/api/orders?q=a%00b'),
  get('broken percent-encoding in a search', 'q', '/api/orders?q=%E0%A4%A'),
  get('broken percent-encoding in a name', 'query', '/api/orders?%ZZ=1'),
  get('broken percent-encoding in the path', 'path', '/api/orders/%E0%A4%A'),
  get('an unknown parameter', 'page', '/api/orders?page=2'),
  get('the parameter __proto__', '__proto__', '/api/orders?__proto__=x'),
  get('a cursor without a limit', 'cursor', '/api/orders?cursor=abc'),
  get('a cursor that is none', 'cursor', '/api/orders?limit=1&cursor=abc'),
  get('a cursor that is too long', 'cursor', `/api/orders?limit=1&cursor=${'x'.repeat(2_000)}`),
  get('history with a wrong limit', 'limit', '/api/orders/1/history?limit=0'),
  get('history with an unknown parameter', 'sort', '/api/orders/1/history?sort=id'),
  get('one order with a parameter', 'limit', '/api/orders/1?limit=1'),
  get('stats with a parameter', 'x', '/api/stats?x=1'),
  get('an empty id', 'id', '/api/orders/'),
  get('an id of 10,000 digits', 'id', `/api/orders/${'1'.repeat(10_000)}`),
];

/** The bad inputs of REST against a running server, whatever its repository is. */
export function describeBadInput(server: () => HttpTestServer): void {
  for (const [what, status, field, method, path, asked] of [...BODIES, ...BULK, ...IDS, ...QUERIES]) {
    it(`[REST-20] ${what}: ${status}, naming "${field}"`, async () => {
      const before = server().committed();
      expectProblem(await server().ask(method, path, asked), status, field);
      expect(server().committed()).toBe(before);
      expect(Object.prototype).not.toHaveProperty('admin');
    });
  }

  it.each([
    ['PATCH', '/api/orders/1', 'DELETE, GET, HEAD, OPTIONS, PUT'],
    ['POST', '/api/orders/1', 'DELETE, GET, HEAD, OPTIONS, PUT'],
    ['PUT', '/api/orders', 'GET, HEAD, OPTIONS, POST'],
    ['DELETE', '/api/stats', 'GET, HEAD, OPTIONS'],
    ['POST', '/health', 'GET, HEAD, OPTIONS'],
    ['PROPFIND', '/api/orders', 'GET, HEAD, OPTIONS, POST'],
    ['POST', '/api/orders/1/history', 'GET, HEAD, OPTIONS'],
  ])('[REST-21] %s %s: 405 with what is allowed', async (method, path, allow) => {
    const answer = await server().ask(method, path);
    expectProblem(answer, 405, 'method');
    expect(answer.headers.allow).toBe(allow);
  });

  it.each([
    '/api',
    '/api/',
    '/api/order',
    '/api/orders/1/x',
    '/API/orders',
    '/nothing.js',
    '//',
    '/..%2f..%2fetc/passwd',
  ])('[REST-22] %s: 404', async (path) => expectProblem(await server().ask('GET', path), 404));

  it.each([
    ['garbage', 400, 'GARBAGE\r\n\r\n'],
    ['a space in the URL', 400, 'GET /api/orders/a b HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    ['a header without a colon', 400, 'GET / HTTP/1.1\r\nHost localhost\r\n\r\n'],
    [
      'two lengths',
      400,
      'POST /api/orders HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx',
    ],
    [
      'a length and chunks',
      400,
      'POST /api/orders HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
    ],
    ['headers over 16 KB', 413, `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`],
    ['a URL over 16 KB', 413, `GET /api/orders?q=${'x'.repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`],
  ])('[REST-23] on the wire: %s: %i', async (_what, status, text) => {
    const answer = await sendRaw(server().port, text);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toMatch(/content-type: application\/problem\+json/i);
    expect(problemSchema.parse(JSON.parse(body)).status).toBe(status);
  });

  it('[REST-24] is none the worse for all of that', async () => {
    const answer = await server().ask('POST', '/api/orders', {
      body: { customer_name: `"O'Brien" 😀`, product_name: "'; --" },
    });
    expect(answer.status).toBe(201);
    const again = await server().ask('GET', `/api/orders/${answer.json.id}`);
    expect(again.json).toMatchObject({ customer_name: `"O'Brien" 😀`, product_name: "'; --" });
    expect(server().logged.filter((entry) => entry.level === 'error')).toEqual([]);
  });
}

/** What the server sends back to these bytes until it closes the connection. */
function sendRaw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (data) => {
      answer += data;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
  });
}
