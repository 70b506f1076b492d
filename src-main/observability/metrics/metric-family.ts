import type { HistogramFigures } from '../../../src-shared/stats-figures.ts';

type Labels = Readonly<Record<string, string>>;

export interface MetricSample {
  readonly labels: Labels;
  readonly value: number;
  /** Of the lines of a histogram; elsewhere they are called what the family is called. */
  readonly suffix?: '_bucket' | '_sum' | '_count';
}

/** One metric with all its lines, in the base units of Prometheus: seconds, bytes, and ratios from 0 to 1. */
export interface MetricFamily {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** One sentence: what it is, and what to make of it. */
  readonly help: string;
  readonly samples: readonly MetricSample[];
}

/** @param value `null`: not known now, so there is no line */
export function gauge(name: string, help: string, value: number | null): MetricFamily {
  return { name, type: 'gauge', help, samples: value === null ? [] : [{ labels: {}, value }] };
}

/** What only ever grows while the process lives. */
export function counter(name: string, help: string, value: number): MetricFamily {
  return { name, type: 'counter', help, samples: [{ labels: {}, value }] };
}

/** One line for each key, which becomes the value of `label`. */
export function byLabel(
  type: 'counter' | 'gauge',
  name: string,
  help: string,
  label: string,
  values: Readonly<Record<string, number>>,
): MetricFamily {
  const samples = Object.entries(values).map(([key, value]) => ({ labels: { [label]: key }, value }));
  return { name, type, help, samples };
}

/** A constant 1 whose labels carry the facts. */
export function info(name: string, help: string, labels: Labels): MetricFamily {
  return { name, type: 'gauge', help, samples: [{ labels, value: 1 }] };
}

/** @param series one histogram for each set of labels */
export function histogram(
  name: string,
  help: string,
  series: readonly { readonly labels?: Labels; readonly times: HistogramFigures }[],
): MetricFamily {
  return {
    name,
    type: 'histogram',
    help,
    samples: series.flatMap(({ labels = {}, times }) => linesOf(labels, times)),
  };
}

function linesOf(labels: Labels, { bounds, counts, sum }: HistogramFigures): MetricSample[] {
  let total = 0;
  const buckets = counts.map((count, index) => {
    total += count;
    const bound = bounds[index];
    const le = bound === undefined ? '+Inf' : String(seconds(bound));
    return { suffix: '_bucket' as const, labels: { ...labels, le }, value: total };
  });
  return [...buckets, { suffix: '_sum', labels, value: seconds(sum) }, { suffix: '_count', labels, value: total }];
}

/** Milliseconds in seconds. */
export function seconds(ms: number): number;
export function seconds(ms: number | null): number | null;
export function seconds(ms: number | null): number | null {
  return ms === null ? null : Number((ms / 1_000).toFixed(6));
}

/** An ISO 8601 time in seconds since 1970. */
export function timestamp(at: string | null | undefined): number | null {
  return at === null || at === undefined ? null : seconds(Date.parse(at));
}

/** How a state is told in figures: 1 for each value that holds, 0 for the others. */
export function flags<Value extends string>(
  values: readonly Value[],
  holds: (value: Value) => boolean,
): Record<string, number> {
  return Object.fromEntries(values.map((value) => [value, holds(value) ? 1 : 0]));
}
