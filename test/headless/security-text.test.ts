import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { unguardCell } from '../../src-shared/csv.ts';
import type { Order } from '../../src-shared/order.ts';
import { ask } from '../support/http-test-server.ts';
import { type KnownPerson, knownPerson, MODES } from '../support/known-person.ts';
import { liveServer } from '../support/live-server.ts';
import { eventuallyEqualTable } from '../support/table.ts';

const SQL = [
  "' OR '1'='1",
  "'; DROP TABLE orders; --",
  '"; DELETE FROM orders; #',
  "\\'; TRUNCATE orders; -- ",
  '` UNION SELECT password_hash FROM orderdeck_people -- ',
  "Robert'); DROP TABLE orderdeck_people;--",
  '%27%20OR%201=1',
  "1 AND SLEEP(5) -- '",
  '/*!50000 DROP TABLE orders */',
  '\u00bf\u0027 OR 1=1 -- ',
  '\uff07 OR 1=1 -- ',
  '?, ?), (?, ?',
  '%_\\%\\_',
  ':name @@version $(id) {{7*7}} <%= 7*7 %>',
];
const CELLS = [
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  ' =1',
  "'=1",
  '=HYPERLINK("http://x","y")',
  '\uff1d1+1',
  'a,"b"\r\n=1',
];
const POLLUTION = [
  '"__proto__":{"status":"delivered","polluted":"yes"}',
  '"constructor":{"prototype":{"polluted":"yes"}}',
  '"prototype":{"polluted":"yes"}',
  '"__proto__":null',
  '"toString":"x"',
];

describe.each(MODES)('text in every field, %s', (_mode, settings) => {
  const live = liveServer(settings);
  let person: KnownPerson | undefined;
  const admin = async (): Promise<KnownPerson> => {
    person ??= await knownPerson(live.database, live.server.port, 'admin');
    return person;
  };
  const call = async (method: string, path: string, body?: unknown) => {
    const headers = { authorization: `Bearer ${(await admin()).token}`, ...(body === undefined ? {} : JSON_TYPE) };
    return ask(live.server.port, method, path, { headers, body });
  };
  const client = async () =>
    live.v1(live.server.sameOriginWsUrl, { headers: { authorization: `Bearer ${(await admin()).token}` } });
  const tables = async () =>
    (
      await live.database.query<{ name: string; n: number }>(
        'SELECT table_name AS name, 1 AS n FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY 1',
      )
    ).map(({ name }) => name);

  it('[SEC-50] SQL in any field is text: stored and handed back as it was, by every way out', async () => {
    const before = await tables();
    const socket = await client();
    const ids: number[] = [];
    for (const text of SQL) {
      const created = await call('POST', '/api/orders', { customer_name: text, product_name: text });
      expect([text, created.status, created.json?.customer_name]).toEqual([text, 201, text]);
      ids.push(created.json.id);
      const by = await socket.command({
        type: 'update-order',
        id: created.json.id,
        changes: { product_name: `${text}!` },
        expectedVersion: 1,
      });
      expect(by).toMatchObject({ kind: 'order' });
    }
    const stored = await live.database.query<Order>('SELECT * FROM orders ORDER BY id');
    expect(stored.map(({ customer_name, product_name }) => [customer_name, product_name])).toEqual(
      SQL.map((text) => [text, `${text}!`]),
    );
    const listed = (await call('GET', '/api/orders')).json as Order[];
    expect(listed.map(({ customer_name }) => customer_name).sort()).toEqual([...SQL].sort());
    for (const [index, id] of ids.entries()) {
      expect((await call('GET', `/api/orders/${id}`)).json.customer_name).toBe(SQL[index]);
      expect((await call('GET', `/api/orders/${id}/history`)).text).toContain(JSON.stringify(SQL[index]).slice(1, -1));
    }
    await eventuallyEqualTable(live.database, [socket]);
    const injected = encodeURIComponent("1' OR '1'='1");
    for (const path of [
      `/api/orders?status=${injected}`,
      `/api/orders?sort=${encodeURIComponent('id; DROP TABLE orders')}`,
      `/api/orders?limit=1&cursor=${injected}`,
      `/api/orders?limit=${encodeURIComponent('1; DROP TABLE orders')}`,
      `/api/orders/${injected}`,
      `/api/orders/${injected}/history`,
      `/api/activity?actor=${injected}`,
      `/api/activity?before=${injected}`,
      `/api/orders.csv?q=${injected}`,
      `/api/audit?kind=${injected}`,
      `/api/sessions?x=${injected}`,
    ]) {
      const { status, text } = await call('GET', path);
      expect([path, status < 500]).toEqual([path, true]);
      expect(text).not.toMatch(/scrypt\$|token_secret/);
    }
    const deleted = { type: 'delete-order', id: "1' OR '1'='1" } as unknown as Parameters<typeof socket.command>[0];
    expect(await socket.command(deleted)).toMatchObject({ kind: 'problem' });
    expect(await tables()).toEqual(before);
    expect((await live.database.query('SELECT id FROM orders')).length).toBe(SQL.length);
  });

  it('[SEC-51] keys that would reach into every object are refused, in bodies, messages and queries', async () => {
    const socket = await client();
    const { json: order } = await call('POST', '/api/orders', { customer_name: 'Ada', product_name: 'Laptop' });
    for (const keys of POLLUTION) {
      for (const [method, path, rest] of [
        ['POST', '/api/orders', '"customer_name":"Eve","product_name":"x"'],
        ['PUT', `/api/orders/${order.id}`, '"customer_name":"Eve"'],
        ['POST', '/api/orders/status', `"status":"delivered","orders":[{"id":${order.id},"expectedVersion":1}]`],
        [
          'POST',
          '/api/orders/status',
          `"status":"delivered","orders":[{"id":${order.id},"expectedVersion":1,${keys}}]`,
        ],
      ] as const) {
        const answer = await call(method, path, `{${rest},${keys}}`);
        expect([path, keys, answer.status]).toEqual([path, keys, 400]);
      }
      const message = `{"type":"command","requestId":"p","command":{"type":"create-order","order":{"customer_name":"Eve","product_name":"x",${keys}}}}`;
      const other = await client();
      const told = other.messages.length;
      other.sendRaw(message);
      await other.until('the refusal', () =>
        other.messages.slice(told).some((one) => one.type === 'result' && one.result.kind === 'problem'),
      );
      const hello = await client();
      hello.sendRaw(`{"type":"command","requestId":"p","command":{"type":"delete-order","id":${order.id}},${keys}}`);
      expect((await hello.closed).code).toBe(4401);
    }
    for (const query of ['__proto__[status]=delivered', 'constructor[prototype][status]=x', '__proto__=x']) {
      expect((await call('GET', `/api/orders?${query}`)).status).toBe(400);
    }
    const { json: after } = await call('POST', '/api/orders', { customer_name: 'After', product_name: 'x' });
    expect(after).toMatchObject({ status: 'pending', version: 1 });
    expect(Object.keys(after).sort()).toEqual(Object.keys(order).sort());
    expect((await call('GET', `/api/orders/${order.id}`)).json).toEqual(order);
    expect(await live.database.query("SELECT id FROM orders WHERE customer_name = 'Eve'")).toEqual([]);
    await socket.until('the change', () =>
      socket.changes.some(({ order: { customer_name } }) => customer_name === 'After'),
    );
  });

  it('[SEC-52] no cell of the export is a formula, whoever wrote the row, and what was written is read back', async () => {
    await live.database.query('DELETE FROM orders');
    for (const cell of CELLS) {
      await live.database.query('INSERT INTO orders (customer_name, product_name) VALUES (?, ?)', [cell, `${cell} `]);
    }
    const { text } = await call('GET', '/api/orders.csv');
    const { data } = Papa.parse<string[]>(text.replace('\uFEFF', ''), { newline: '\r\n', skipEmptyLines: true });
    const records = data.slice(1);
    // As a spreadsheet sees it, which may drop blanks in front.
    for (const record of records) {
      for (const cell of record) expect(cell.trimStart()).not.toMatch(/^[=+\-@\uff1d\uff0b\uff0d\uff20]/);
    }
    expect(records.map(([, customer = '', product = '']) => [unguardCell(customer), unguardCell(product)])).toEqual(
      CELLS.map((cell) => [cell, `${cell} `]),
    );
  });
});

const JSON_TYPE = { 'content-type': 'application/json' };
