import { expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { ask } from '../support/http-test-server.ts';
import { knownPerson, SHARED } from '../support/known-person.ts';
import { liveServer } from '../support/live-server.ts';
import { type ReadFamily, readPrometheusText } from '../support/prometheus-text.ts';

const METRICS_TOKEN = 'a-token-for-nothing-but-these-figures';
const live = liveServer({ ...SHARED, METRICS_TOKEN, POLL_WATCHED_MS: '25' });
const scraper = { authorization: `Bearer ${METRICS_TOKEN}` };

type Metrics = ReadonlyMap<string, ReadFamily>;

async function scrape(): Promise<Metrics> {
  const { status, text, headers } = await ask(live.server.port, 'GET', '/metrics', { headers: scraper });
  expect([status, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  return readPrometheusText(text);
}

/** The value of the line with these labels; 0 where there is none yet. */
function total(metrics: Metrics, name: string, labels: Record<string, string> = {}): number {
  const family = metrics.get(name) ?? metrics.get(name.replace(/_(bucket|sum|count)$/, ''));
  const found = family?.samples.filter(
    (sample) => sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
  );
  return (found ?? []).reduce((sum, { value }) => sum + value, 0);
}

const bytesOf = (messages: readonly unknown[]) =>
  messages.reduce((sum: number, message) => sum + Buffer.byteLength(JSON.stringify(message)), 0);

it('[MET-30] /metrics is for those who may see the figures and for whoever has its token, and for nobody else', async () => {
  const { port } = live.server;
  const status = async (headers: Record<string, string>) => (await ask(port, 'GET', '/metrics', { headers })).status;
  const viewer = await knownPerson(live.database, port, 'viewer');
  expect(await status({})).toBe(401);
  expect(await status({ authorization: 'Bearer nonsense' })).toBe(401);
  expect(await status({ authorization: `Bearer ${METRICS_TOKEN}x` })).toBe(401);
  expect(await status({ authorization: `Basic ${METRICS_TOKEN}` })).toBe(401);
  expect(await status(scraper)).toBe(200);
  expect(await status({ authorization: `Bearer ${viewer.token}` })).toBe(200);
  expect(await status({ cookie: viewer.cookie })).toBe(200);
  // It opens this door and no other one.
  for (const path of ['/api/stats', '/api/orders']) {
    expect([path, (await ask(port, 'GET', path, { headers: scraper })).status]).toEqual([path, 401]);
  }
});

it('[MET-31] the figures are what has happened: changes, deliveries, bytes, sessions, requests and refusals', async () => {
  const { database, server } = live;
  const viewer = await knownPerson(database, server.port, 'admin');
  const headers = { authorization: `Bearer ${viewer.token}` };
  const v1 = await live.v1(undefined, { headers });
  const base = await live.base(undefined, { headers });
  const before = await scrape();
  expect(total(before, 'orderdeck_sessions', { protocol: 'base' })).toBe(1);
  expect(total(before, 'orderdeck_sessions', { protocol: 'orderdeck.v1' })).toBe(1);
  expect(total(before, 'orderdeck_session_transports', { transport: 'websocket' })).toBe(2);
  expect(total(before, 'orderdeck_feed_state', { state: 'live' })).toBe(1);
  for (const name of ['Ada', 'Grace', 'Edith']) {
    await database.query('INSERT INTO orders (customer_name, product_name) VALUES (?, ?)', [name, 'Lamp']);
  }
  await database.query("UPDATE orders SET status = 'shipped'");
  await v1.until('all changes', () => v1.changes.length === 6);
  await base.until('all changes', () => base.changes.length === 6);
  for (let count = 0; count < 4; count++) await ask(server.port, 'GET', '/api/orders/987654', { headers });
  await ask(server.port, 'GET', '/api/nothing/of/the/kind', { headers });
  const after = await scrape();
  const grown = (name: string, labels?: Record<string, string>) =>
    total(after, name, labels) - total(before, name, labels);
  expect(grown('orderdeck_changes_total')).toBe(6);
  expect(grown('orderdeck_deliveries_total')).toBe(12);
  expect(grown('orderdeck_change_lag_seconds_count')).toBe(6);
  expect(grown('orderdeck_change_lag_seconds_sum')).toBeGreaterThan(0);
  // The base gets one message for each change; how many changes share one in v1 is up to the reader's pace.
  expect(grown('orderdeck_sent_bytes_total', { content: 'changes' })).toBeGreaterThan(bytesOf(base.changes));
  expect(grown('orderdeck_log_read_duration_seconds_count')).toBeGreaterThan(0);
  expect(grown('orderdeck_database_statement_duration_seconds_count')).toBeGreaterThan(
    grown('orderdeck_log_read_duration_seconds_count') - 1,
  );
  const route = { method: 'GET', route: '/api/orders/:id' };
  expect(grown('orderdeck_http_requests_total', { ...route, status: '4xx' })).toBe(4);
  expect(grown('orderdeck_http_request_duration_seconds_count', route)).toBe(4);
  expect(grown('orderdeck_http_requests_total', { route: '(none)' })).toBe(1);
  expect(grown('orderdeck_problems_total', { code: 'not-found' })).toBe(5);
  expect(total(after, 'orderdeck_log_head_id')).toBeGreaterThanOrEqual(6);
  expect(total(after, 'process_resident_memory_bytes')).toBeGreaterThan(20e6);
  expect(Math.abs(total(after, 'process_start_time_seconds') - Date.now() / 1_000)).toBeLessThan(300);
});

it('[MET-32] what only grows never goes back, and no label holds what somebody typed', async () => {
  const { database, server } = live;
  const before = await scrape();
  const typed = ['/api/orders/31337', '/metrics?typed-by-somebody=1', '/typed-by-somebody'];
  for (const path of typed) await ask(server.port, 'GET', path);
  await ask(server.port, 'TYPED', '/');
  await database.query("INSERT INTO orders (customer_name, product_name) VALUES ('Typed Bysomebody', 'x')");
  const after = await eventually('the change is counted', async () => {
    const now = await scrape();
    return total(now, 'orderdeck_changes_total') > total(before, 'orderdeck_changes_total') && now;
  });
  for (const [name, { type, samples }] of before) {
    if (type === 'gauge') continue;
    for (const { name: line, labels, value } of samples) {
      const now = after
        .get(name)
        ?.samples.find((sample) => sample.name === line && JSON.stringify(sample.labels) === JSON.stringify(labels));
      expect([line, labels, (now?.value ?? -1) >= value]).toEqual([line, labels, true]);
    }
  }
  const values = [...after.values()].flatMap(({ samples }) => samples.flatMap(({ labels }) => Object.values(labels)));
  expect(values.filter((value) => /31337|typed|127\.0\.0\.1/i.test(value))).toEqual([]);
});
