import { afterAll, beforeAll, expect, it } from 'vitest';
import { BaseClient } from '../support/base-client.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { ask } from '../support/http-test-server.ts';
import { ServerProcess } from '../support/server-process.ts';
import { attributeOf, type CollectedSpan, TraceCollector } from '../support/trace-collector.ts';
import { V1Client } from '../support/v1-client.ts';

let database: TestDatabase;
let collector: TraceCollector;
let server: ServerProcess;

beforeAll(async () => {
  database = await createTestDatabase();
  collector = await TraceCollector.start();
  server = await ServerProcess.start({
    ...database.env,
    OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-key=open%20sesame',
  });
});
afterAll(async () => {
  await server.stop();
  await collector.close();
  await database.drop();
});

const nanosOf = ({ startTimeUnixNano, endTimeUnixNano }: CollectedSpan) =>
  [BigInt(startTimeUnixNano), BigInt(endTimeUnixNano)] as const;

it('[MET-50] a change written in SQL is traced to the acknowledgement of a client, by way of a collector that was away', async () => {
  const v1 = await (await V1Client.connect(server.sameOriginWsUrl)).ready();
  const base = await (await BaseClient.connect(server.wsUrl)).ready();
  collector.refusals.push(503);
  await database.query("INSERT INTO orders (customer_name, product_name) VALUES ('Ada', 'Lamp')");
  await v1.until('the change', () => v1.changes.length === 1);
  const [{ order } = { order: { id: 0 } }] = v1.changes;
  const trace = await eventually('the trace has come', () => {
    const found = collector.traceOf(order.id);
    return found.length === 6 && found;
  });
  const [root, ...parts] = trace;
  expect(parts.map((span) => [span.name, attributeOf(span, 'orderdeck.protocol')]).sort()).toEqual([
    ['committed to read', undefined],
    ['published to sent', 'base'],
    ['published to sent', 'orderdeck.v1'],
    ['read to published', undefined],
    ['sent to acknowledged', 'orderdeck.v1'],
  ]);
  const [began, ended] = nanosOf(root as CollectedSpan);
  for (const part of parts) {
    const [start, end] = nanosOf(part);
    expect([part.name, start >= began, end >= start, end <= ended]).toEqual([part.name, true, true, true]);
  }
  // By this machine's clock: within what a busy machine may take.
  expect(Math.abs(Number(ended / 1_000_000n) - Date.now())).toBeLessThan(60_000);
  expect(collector.paths.every((path) => path === 'POST /v1/traces')).toBe(true);
  expect(collector.headers[0]).toMatchObject({ 'x-key': 'open sesame', 'content-type': 'application/json' });
  expect(attributeOf(collector.resources[0] ?? { attributes: [] }, 'service.name')).toBe('orderdeck');
  const traces = await eventually('it is counted', async () => {
    const figures = (await server.stats()).traces;
    return figures !== null && figures.exported >= 6 && figures;
  });
  expect(traces).toMatchObject({ dropped: 0, queued: 0 });
  expect(traces.failures).toBeGreaterThanOrEqual(1);
  await v1.close();
  await base.close();
});

it('[MET-51] the trace of a REST command goes on in the change that it makes', async () => {
  const traceId = 'c0ffee'.padEnd(32, '1');
  const headers = { traceparent: `00-${traceId}-${'d'.repeat(16)}-01` };
  const body = { customer_name: 'Grace', product_name: 'Desk' };
  const created = await ask(server.port, 'POST', '/api/orders', { headers, body });
  expect(created.status).toBe(201);
  const [root] = await eventually('the trace has come', () => {
    const found = collector.traceOf(created.json.id);
    return found.length > 0 && found;
  });
  expect([root?.traceId, root?.parentSpanId]).toEqual([traceId, 'd'.repeat(16)]);
});

it('[MET-52] with the collector gone the server serves, and ends as fast as ever', async () => {
  const other = await createTestDatabase();
  const gone = await TraceCollector.start();
  const { url } = gone;
  await gone.close();
  const alone = await ServerProcess.start({ ...other.env, OTEL_EXPORTER_OTLP_ENDPOINT: url });
  try {
    const client = await (await V1Client.connect(alone.sameOriginWsUrl)).ready();
    await other.query("INSERT INTO orders (customer_name, product_name) VALUES ('Edith', 'Chair')");
    await client.until('the change', () => client.changes.length === 1);
    await eventually('a failure is counted', async () => ((await alone.stats()).traces?.failures ?? 0) > 0);
    expect(alone.log.filter(({ msg }) => String(msg).startsWith('The collector of traces cannot'))).toHaveLength(1);
    await client.close();
    expect((await alone.stop()).code).toBe(0);
  } finally {
    await alone.kill();
    await other.drop();
  }
});
