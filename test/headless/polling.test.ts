import { expect, it } from 'vitest';
import { ask } from '../support/http-test-server.ts';
import { liveServer } from '../support/live-server.ts';
import { PollingClient } from '../support/polling-client.ts';
import { eventuallyEqualTable, readTable } from '../support/table.ts';

// A window of next to nothing: what a client missed is read from the log.
const live = liveServer({ WINDOW_BYTES: '65536', LOG_RETENTION_ROWS: '100000' });

const insert = (count: number, name = 'Ada') =>
  live.database.query('INSERT INTO orders (customer_name, product_name) VALUES ?', [
    Array.from({ length: count }, () => [name, 'Phone']),
  ]);

it('[POLL-1] without a token all orders, with the token as ETag; then 304 without a body until something changes', async () => {
  await insert(1_200);
  const client = new PollingClient(live.server.port);
  await client.poll();
  expect(client.picture).toEqual(await readTable(live.database));
  const same = await client.ask();
  expect([same.status, same.text, same.headers.etag]).toEqual([304, '', `"${client.token}"`]);
  await insert(1, 'Something');
  await client.until('the change', async () => {
    await client.poll();
    return client.changes.length === 1;
  });
  expect([client.recovered, client.faults]).toEqual([[false], []]);
  expect((await client.ask()).status).toBe(304);
});

it('[POLL-2] what was missed comes in pages that say whether there is more', async () => {
  const client = new PollingClient(live.server.port);
  await client.poll();
  const watcher = await live.v1();
  const seen = watcher.changes.length;
  for (let i = 1; i <= 6; i++) {
    await insert(500, `Page ${i}`);
    // Read one by one, so that the window keeps the last of them only and the rest comes from the log.
    await watcher.until('the server has read them', () => watcher.changes.length >= seen + i * 500);
  }
  let pages = 1;
  while (await client.poll()) pages++;
  expect(pages).toBeGreaterThan(2);
  expect(client.changes.filter(({ order }) => order.customer_name.startsWith('Page'))).toHaveLength(3_000);
  expect(new Set(client.changes.map(({ changeId }) => changeId)).size).toBe(client.changes.length);
  await eventuallyEqualTable(live.database, [client]);
});

it('[POLL-3] the token may stand in the query, and a weak tag is as good', async () => {
  const client = new PollingClient(live.server.port);
  await client.poll();
  const token = encodeURIComponent(String(client.token));
  expect((await ask(live.server.port, 'GET', `/api/changes?token=${token}`)).status).toBe(304);
  const weak = { 'if-none-match': `W/"${client.token}"` };
  expect((await ask(live.server.port, 'GET', '/api/changes', { headers: weak })).status).toBe(304);
});

it('[POLL-4] a token that is not one of this database is a problem that says so', async () => {
  for (const [path, headers] of [
    ['/api/changes', { 'if-none-match': '"abc"' }],
    ['/api/changes?token=1.e.5..AAAAAAAAAAAA', {}],
    ['/api/changes?token=', {}],
  ] as const) {
    const answer = await ask(live.server.port, 'GET', path, { headers });
    expect([answer.status, answer.json.code], path).toEqual([400, 'invalid-token']);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  }
  const unknown = await ask(live.server.port, 'GET', '/api/changes?since=5');
  expect([unknown.status, unknown.json.errors[0].field]).toEqual([400, 'since']);
  const twice = await ask(live.server.port, 'GET', '/api/changes?token=a&token=b');
  expect(twice.status).toBe(400);
});
