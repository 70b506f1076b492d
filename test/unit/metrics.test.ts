import { expect, it } from 'vitest';
import { Histogram } from '../../src-main/observability/histogram.ts';
import { metricFamilies } from '../../src-main/observability/metrics/metric-families.ts';
import { metricsText } from '../../src-main/observability/metrics/metrics-text.ts';
import type { Stats } from '../../src-shared/rest-api.ts';
import { readPrometheusText } from '../support/prometheus-text.ts';
import { quietStats } from '../support/quiet-stats.ts';

const SINCE = '2026-01-01T00:00:00.000Z';
const BASE_UNITS = /_(seconds|bytes|ratio|info|total|timestamp_seconds)$/;
/** Names that Prometheus and Node.js programs in general have given. */
const COMMON = /^(process|nodejs)_[a-z0-9_]+$/;

/** A server that has seen everything there is to see once. */
function busyStats(): Stats {
  const times = new Histogram([5, 100]);
  for (const ms of [1, 5, 50, 500]) times.record(ms);
  const quiet = quietStats(SINCE);
  return {
    ...quiet,
    requests: [{ method: 'GET', route: '/api/orders/:id', statuses: { '2xx': 3, '4xx': 1 }, times: times.read() }],
    problems: { 'not-found': 1, 'rate-limited': 2 },
    feed: { ...quiet.feed, incidentCounts: { drift: 1 }, lags: times.read(), oldestGapMs: 1_500 },
    log: { ...quiet.log, lastCleanup: { at: SINCE, marked: 1, deleted: 2 } },
    audit: { ...quiet.audit, lastAt: SINCE, durationMs: 12, orders: 3 },
    bus: {
      role: 'follower',
      problem: null,
      leader: 'b',
      fence: 7,
      silenceMs: 40,
      clients: 3,
      servers: [{ id: 'b', label: 'b', clients: 1 }],
      counters: { published: 5 },
    },
    traces: { queued: 1, exported: 2, dropped: 3, failures: 4 },
  };
}

it('[MET-1] every metric is a sentence and a name as the field has them: prefix, base unit, _total for what only grows', () => {
  const families = metricFamilies(busyStats());
  expect(new Set(families.map(({ name }) => name)).size).toBe(families.length);
  for (const { name, type, help } of families) {
    expect(name).toMatch(/^(orderdeck|process|nodejs)_[a-z][a-z0-9_]*[a-z0-9]$/);
    expect([name, /_total$/.test(name)]).toEqual([name, type === 'counter']);
    expect([name, /(_ms|_milliseconds|_minutes|_kb|_mb|_percent)(_|$)/.test(name)]).toEqual([name, false]);
    if (type === 'histogram') expect(name).toMatch(/_(seconds|bytes)$/);
    if (!COMMON.test(name) && /seconds|bytes|timestamp/.test(name)) expect(name).toMatch(BASE_UNITS);
    expect(help).toMatch(/^[A-Z0-9].{15,}\.$/);
    expect([name, /[\n\\]/.test(help)]).toEqual([name, false]);
  }
});

it('[MET-2] the text is what the format asks for, line by line, whatever stands in a label', async () => {
  const stats = busyStats();
  const odd = { ...stats, status: { ...stats.status, database: 'My"SQL\\\n9' } };
  const { type, text } = await metricsText(metricFamilies(odd));
  expect(type).toBe('text/plain; version=0.0.4; charset=utf-8');
  const read = readPrometheusText(text);
  expect([...read.keys()].sort()).toEqual(
    metricFamilies(odd)
      .map(({ name }) => name)
      .sort(),
  );
  expect(read.get('orderdeck_build_info')?.samples[0]?.labels).toMatchObject({ database: 'My"SQL\\\n9', version: '1' });
});

it('[MET-3] times are in seconds, buckets count all that is below their bound, and what is not known has no line', async () => {
  const read = readPrometheusText((await metricsText(metricFamilies(busyStats()))).text);
  const lines = read.get('orderdeck_change_lag_seconds')?.samples.map(({ labels, value }) => [labels.le, value]);
  expect(lines).toEqual([
    ['0.005', 2],
    ['0.1', 3],
    ['+Inf', 4],
    [undefined, 0.556],
    [undefined, 4],
  ]);
  expect(read.get('orderdeck_oldest_gap_age_seconds')?.samples).toMatchObject([{ value: 1.5 }]);
  expect(read.get('orderdeck_last_cleanup_timestamp_seconds')?.samples).toMatchObject([
    { value: Date.parse(SINCE) / 1_000 },
  ]);
  const away = { ...busyStats(), log: { ...busyStats().log, rows: null } };
  const [rows] = metricFamilies(away).filter(({ name }) => name === 'orderdeck_log_rows');
  expect(rows?.samples).toEqual([]);
});

it('[MET-4] every figure of /api/stats is a metric, but for those that are lists for people', () => {
  const read = new Set<string>();
  const stats = busyStats();
  metricFamilies(watched(stats, '', read));
  const missing = figuresOf(stats, '').filter(
    (path) => !read.has(path) && !NOT_METRICS.some((rule) => rule.test(path)),
  );
  expect(missing).toEqual([]);
});

/** Said by another metric, better said by Prometheus itself, or by a histogram. */
const NOT_METRICS = [
  /^server\.uptimeSeconds$/,
  /^status\.(lagMs|changesPerMinute|gaps|oldestGapMs|clients|limits)/,
  /^clients\.(total|closedTooSlow)$/,
  // Which server has how many is for people; their sum is a metric.
  /^bus\.servers/,
  /^log\.lastCleanup\.(marked|deleted)$/,
];

/** The blocks this page is about; others bring metrics of their own. */
const BLOCKS = [
  ...['server', 'process', 'status', 'feed', 'log', 'audit', 'clients', 'deliveries'],
  ...['guard', 'binlog', 'bus', 'pool', 'statements', 'requests', 'problems', 'logged', 'traces', 'replica', 'alerts'],
];

function figuresOf(value: unknown, path: string): string[] {
  if (typeof value === 'number') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value)
    .filter(([key]) => path !== '' || BLOCKS.includes(key))
    .flatMap(([key, inner]) => figuresOf(inner, path === '' ? key : `${path}.${key}`));
}

/** The same, which writes down what is looked at. */
function watched<T extends object>(value: T, path: string, read: Set<string>): T {
  return new Proxy(value, {
    get(target, key) {
      const inner = Reflect.get(target, key) as unknown;
      if (typeof key !== 'string') return inner;
      const at = path === '' ? key : `${path}.${key}`;
      read.add(at);
      return typeof inner === 'object' && inner !== null ? watched(inner, at, read) : inner;
    },
  });
}

it('[MET-5] a histogram counts in a fixed amount of memory, and a clock that was set back as no time', () => {
  const times = new Histogram([10, 20]);
  for (const ms of [-5, 0, 10, 10.1, 20, 1e9]) times.record(ms);
  expect(times.read()).toEqual({ bounds: [10, 20], counts: [3, 2, 1], sum: 1_000_000_040.1 });
});
