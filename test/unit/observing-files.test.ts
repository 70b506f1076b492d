import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { metricFamilies } from '../../src-main/observability/metrics/metric-families.ts';
import { metricsAsked } from '../support/promql-names.ts';
import { quietStats } from '../support/quiet-stats.ts';
import { textOf } from '../support/repository-files.ts';

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string } };
  readonly targets?: readonly { readonly expr: string }[];
}

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly description: string };
}

const FAMILIES = metricFamilies(quietStats('2026-01-01T00:00:00.000Z'));
/** What Prometheus itself adds. */
const OF_PROMETHEUS = ['up'];
const LABELS = [
  ...['job', 'instance', 'le', 'state', 'protocol', 'transport', 'reason', 'content', 'method', 'route', 'status'],
  ...['role', 'event', 'code', 'kind', 'result', 'severity', 'level', 'version', 'node', 'database'],
];

/** The names under which a series can be asked for. */
function seriesNames(): Set<string> {
  return new Set([
    ...OF_PROMETHEUS,
    ...FAMILIES.flatMap(({ name, type }) =>
      type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
    ),
  ]);
}

function expectKnown(expression: string): void {
  const { metrics, labels } = metricsAsked(expression);
  const known = seriesNames();
  expect([expression, metrics.filter((name) => !known.has(name))]).toEqual([expression, []]);
  expect([expression, labels.filter((label) => !LABELS.includes(label))]).toEqual([expression, []]);
  // Of what only grows, the rate is what says something.
  const counters = metrics.filter((name) => /_(total|bucket|count|sum)$/.test(name));
  if (counters.length > 0) expect(expression).toMatch(/\b(rate|increase)\(/);
}

it('[MET-20] the dashboard is one that Grafana takes, and each panel asks for metrics there are, with a unit and a sentence', () => {
  const dashboard = JSON.parse(textOf('docs/grafana/orderdeck.json')) as {
    readonly schemaVersion: number;
    readonly uid: string;
    readonly templating: { readonly list: readonly { readonly name: string }[] };
    readonly panels: readonly Panel[];
  };
  expect([dashboard.uid, dashboard.schemaVersion >= 36]).toEqual(['orderdeck', true]);
  expect(dashboard.templating.list.map(({ name }) => name)).toEqual(['datasource', 'job', 'instance']);
  const ids = dashboard.panels.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const charts = dashboard.panels.filter(({ type }) => type !== 'row');
  expect(charts.length).toBeGreaterThan(25);
  for (const { title, description = '', gridPos, fieldConfig, targets = [] } of charts) {
    expect([title, description]).toEqual([title, expect.stringMatching(/^[A-Z].{15,}\.$/)]);
    expect([title, fieldConfig?.defaults.unit]).toEqual([title, expect.stringMatching(/^[a-z]+$/i)]);
    expect([title, gridPos.x + gridPos.w <= 24, targets.length > 0]).toEqual([title, true, true]);
    for (const { expr } of targets) expectKnown(expr);
  }
  const overlaps = dashboard.panels.flatMap((a) => dashboard.panels.filter((b) => a.id < b.id && overlap(a, b)));
  expect(overlaps.map(({ title }) => title)).toEqual([]);
});

function overlap({ gridPos: a }: Panel, { gridPos: b }: Panel): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

it('[MET-21] the rules are ones that Prometheus takes, ask for metrics there are, and say what to do', () => {
  const { groups } = parse(textOf('docs/prometheus/alerts.yml')) as {
    readonly groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[];
  };
  const rules = groups.flatMap((group) => group.rules);
  expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  expect(rules.length).toBeGreaterThan(10);
  for (const { alert, expr, for: wait = '0s', labels, annotations } of rules) {
    expect(alert).toMatch(/^Orderdeck[A-Z][A-Za-z]+$/);
    expectKnown(expr);
    expect([alert, /(==|>|<)\s*[\d.]/.test(expr) || /> \d+ \*/.test(expr)]).toEqual([alert, true]);
    expect([alert, wait]).toEqual([alert, expect.stringMatching(/^\d+(s|m|h)$/)]);
    expect(['critical', 'warning', 'info']).toContain(labels.severity);
    expect(annotations.summary).toMatch(/^\S.*\S$/);
    expect(annotations.description).toMatch(/\.$/);
    expect(Object.keys(annotations).sort()).toEqual(['description', 'summary']);
  }
});

it('[MET-22] an expression that asks for what is not there, or does not close, is found', () => {
  expect(() => expectKnown('rate(orderdeck_nothing_total[5m])')).toThrow();
  expect(() => expectKnown('sum by (nobody) (orderdeck_gaps)')).toThrow();
  expect(() => expectKnown('orderdeck_changes_total')).toThrow();
  expect(() => metricsAsked('sum(orderdeck_gaps')).toThrow('left open');
  expect(metricsAsked('sum by (le) (rate(a_bucket{job=~"x"}[5m])) / on (instance) b offset 5m')).toEqual({
    metrics: ['a_bucket', 'b'],
    labels: ['le', 'job', 'instance'],
  });
});
