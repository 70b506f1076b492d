import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { ChangeTracer } from '../../src-main/observability/tracing/change-tracer.ts';
import type { CollectorAnswer } from '../../src-main/observability/tracing/post-spans.ts';
import type { Span } from '../../src-main/observability/tracing/span.ts';
import { TraceExporter } from '../../src-main/observability/tracing/trace-exporter.ts';
import { parseTraceParent, requestTrace } from '../../src-main/observability/tracing/trace-parent.ts';
import type { ChangeEvent } from '../../src-shared/change-event.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { recordingLogger } from '../support/recording-logger.ts';

const TRACE = 'a'.repeat(32);
const PARENT = { traceId: TRACE, spanId: 'b'.repeat(16), isSampled: true };
const RESOURCE = { version: '1', serverId: 's' };
const V1 = { id: 's1', protocol: 'orderdeck.v1', transport: 'websocket' };
const BASE = { ...V1, id: 's2', protocol: 'base' };

function change(id: number, at: number): ChangeEvent {
  const time = new Date(at).toISOString();
  const times = { created_at: time, updated_at: time };
  const order = { id, customer_name: 'Ada', product_name: 'Lamp', status: 'pending', version: 1, ...times } as const;
  return { type: 'INSERT', changeId: id, actor: null, at: time, order };
}

const span = (index: number): Span => ({
  traceId: TRACE,
  spanId: String(index).padStart(16, '0'),
  parentId: null,
  name: 'x',
  start: 1,
  end: 2,
  attributes: {},
});
const spans = (count: number) => Array.from({ length: count }, (_, index) => span(index + 1));

it('[MET-40] a traceparent is taken as W3C writes it, and anything else is none', () => {
  const header = `00-${TRACE}-${'b'.repeat(16)}-01`;
  expect(parseTraceParent(header)).toEqual(PARENT);
  expect(parseTraceParent(`01-${TRACE}-${'b'.repeat(16)}-00-more`)).toEqual({ ...PARENT, isSampled: false });
  const none = ['', 'x', header.toUpperCase(), `ff${header.slice(2)}`, `00-${'0'.repeat(32)}-${'b'.repeat(16)}-01`];
  expect([...none, undefined, [header]].map(parseTraceParent)).toEqual([...none, 0, 0].map(() => null));
});

function exporterRig(answers: (CollectorAnswer | 'away')[]) {
  const clock = new FakeClock();
  const logger = recordingLogger();
  const sent: number[] = [];
  const exporter = new TraceExporter({
    clock,
    random: () => 1,
    logger,
    resource: RESOURCE,
    async post(body) {
      sent.push(JSON.parse(body).resourceSpans[0].scopeSpans[0].spans.length);
      const answer = answers.shift() ?? { status: 200, retryAfter: null, text: '{}' };
      if (answer === 'away') throw new Error('ECONNREFUSED');
      return answer;
    },
  });
  const pass = async (ms: number) => {
    clock.advance(ms);
    for (let turn = 0; turn < 20; turn++) await nextTurn();
  };
  return { exporter, sent, logger, pass };
}

it('[MET-41] spans go to the collector together, wait while it is away, and are said to be missing once', async () => {
  const busy = { status: 429, retryAfter: 30, text: '' };
  const { exporter, sent, logger, pass } = exporterRig(['away', 'away', busy]);
  exporter.add(spans(2));
  exporter.add(spans(1));
  expect(sent).toEqual([]);
  await pass(1_000);
  expect([sent, exporter.figures()]).toEqual([[3], { queued: 3, exported: 0, dropped: 0, failures: 1 }]);
  await pass(999);
  expect(sent).toHaveLength(1);
  await pass(1);
  expect(sent).toHaveLength(2);
  await pass(2_000);
  // It asked for half a minute.
  await pass(29_999);
  expect(sent).toHaveLength(3);
  await pass(1);
  expect(exporter.figures()).toEqual({ queued: 0, exported: 3, dropped: 0, failures: 3 });
  expect(logger.entries.map(({ level }) => level)).toEqual(['warn', 'info']);
});

it('[MET-42] what the queue cannot hold, and what a collector refuses, is dropped and counted', async () => {
  const refused = { status: 400, retryAfter: null, text: '' };
  const some = { status: 200, retryAfter: null, text: '{"partialSuccess":{"rejectedSpans":"2"}}' };
  const { exporter, sent, pass } = exporterRig([refused, some]);
  exporter.add(spans(5_000));
  expect(exporter.figures()).toMatchObject({ queued: 4_096, dropped: 904 });
  await pass(1_000);
  expect(sent).toEqual(Array.from({ length: 8 }, () => 512));
  expect(exporter.figures()).toEqual({ queued: 0, exported: 7 * 512 - 2, dropped: 904 + 512 + 2, failures: 1 });
  exporter.add(spans(1));
  await exporter.stop();
  expect(exporter.figures().queued).toBe(0);
});

function tracerRig(share: number, random = () => 0.5) {
  const clock = new FakeClock();
  const exported: Span[] = [];
  let overflowed = 0;
  const tracer = new ChangeTracer({
    clock,
    // The database's clock is ahead.
    databaseNow: () => clock.now() + 5_000,
    share,
    random,
    export: (more) => exported.push(...more),
    overflowed: (count) => {
      overflowed += count;
    },
  });
  return { clock, tracer, exported, overflowed: () => overflowed };
}

it('[MET-43] a change is followed from its statement to the client: read, published, sent, acknowledged', () => {
  const { clock, tracer, exported } = tracerRig(1);
  const start = clock.now();
  const changes = [change(7, start + 5_000)];
  clock.advance(12);
  tracer.read();
  clock.advance(1);
  tracer.publishing(changes);
  const acknowledge: (() => void)[] = [];
  const socket = { whenAcknowledged: (callback: () => void) => acknowledge.push(callback) };
  clock.advance(2);
  tracer.sent(changes, V1, socket);
  tracer.sent(changes, BASE, socket);
  expect(acknowledge).toHaveLength(1);
  clock.advance(4);
  for (const callback of acknowledge) callback();
  clock.advance(2_000);
  const [root] = exported;
  const line = ({ name, start: from, end, attributes }: Span) => [
    name,
    from - start,
    end - start,
    attributes['orderdeck.protocol'],
  ];
  expect(exported.map(line)).toEqual([
    ['order insert', 0, 19, undefined],
    ['committed to read', 0, 12, undefined],
    ['read to published', 12, 13, undefined],
    ['published to sent', 13, 15, 'orderdeck.v1'],
    ['sent to acknowledged', 15, 19, 'orderdeck.v1'],
    ['published to sent', 13, 15, 'base'],
  ]);
  expect(new Set(exported.map(({ traceId }) => traceId)).size).toBe(1);
  expect(new Set(exported.map(({ spanId }) => spanId)).size).toBe(6);
  expect(exported.slice(1).every(({ parentId }) => parentId === root?.spanId)).toBe(true);
  // Nothing of what an order says.
  expect(JSON.stringify(exported)).not.toMatch(/Ada|Lamp/);
});

it('[MET-44] a share of the changes is followed, so many clients of each, and so many at once', () => {
  const draws = [0.1, 0.3, 0.24, 0.9];
  const { clock, tracer, exported } = tracerRig(0.25, () => draws.shift() ?? 1);
  const changes = [1, 2, 3, 4].map((id) => change(id, clock.now()));
  tracer.publishing(changes);
  for (let client = 0; client < 50; client++) tracer.sent(changes, { ...V1, id: `s${client}` }, {});
  clock.advance(2_000);
  const roots = exported.filter(({ parentId }) => parentId === null);
  expect(roots.map(({ attributes }) => attributes['orderdeck.change.id'])).toEqual([1, 3]);
  expect(roots.map(({ attributes }) => attributes['orderdeck.sessions'])).toEqual([50, 50]);
  expect(exported).toHaveLength(2 * (3 + 10));
  const many = tracerRig(1);
  many.tracer.publishing(Array.from({ length: 1_200 }, (_, index) => change(index + 1, many.clock.now())));
  expect(many.overflowed()).toBe(200);
});

it('[MET-45] a client that never acknowledges holds a trace up for ten seconds and no longer', () => {
  const { clock, tracer, exported } = tracerRig(1);
  const changes = [change(1, clock.now())];
  tracer.publishing(changes);
  tracer.sent(changes, V1, { whenAcknowledged: () => undefined });
  clock.advance(9_000);
  expect(exported).toEqual([]);
  clock.advance(3_000);
  expect(exported.map(({ name }) => name)).toEqual([
    'order insert',
    'committed to read',
    'read to published',
    'published to sent',
  ]);
});

it('[MET-46] the trace of a command goes on in its change, whichever of the two is known first', () => {
  for (const isEarly of [true, false]) {
    const { clock, tracer, exported } = tracerRig(isEarly ? 0 : 1);
    const changes = [change(9, clock.now())];
    const [{ order } = { order: null }] = changes;
    const wrote = () => requestTrace.run(PARENT, () => order && tracer.wrote({ kind: 'order', order }));
    if (isEarly) wrote();
    tracer.publishing(changes);
    if (!isEarly) wrote();
    clock.advance(2_000);
    expect([isEarly, exported[0]?.traceId, exported[0]?.parentId]).toEqual([isEarly, TRACE, PARENT.spanId]);
    expect(exported.every(({ traceId }) => traceId === TRACE)).toBe(true);
  }
  const { clock, tracer, exported } = tracerRig(1);
  const [one = change(1, 0)] = [change(1, clock.now())];
  requestTrace.run({ ...PARENT, isSampled: false }, () => tracer.wrote({ kind: 'order', order: one.order }));
  tracer.publishing([one]);
  clock.advance(2_000);
  expect(exported).toEqual([]);
});
