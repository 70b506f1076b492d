/** One line of a metric. */
export interface ReadSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface ReadFamily {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly samples: readonly ReadSample[];
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(,|$)/y;
const VALUE = /^(?:[+-]?(?:\d+(?:\.\d+)?(?:e[+-]?\d+)?)|NaN|[+-]Inf)$/i;
const TYPES = ['counter', 'gauge', 'histogram', 'summary', 'untyped'];

/**
 * Reads the text format of Prometheus 0.0.4 and takes nothing that is not in its specification: families in one piece
 * with HELP and TYPE before them, no series twice, buckets that add up.
 *
 * @throws Error with the line
 */
export function readPrometheusText(text: string): Map<string, ReadFamily> {
  if (!text.endsWith('\n')) throw new Error('The last line does not end with a line feed');
  const families = new Map<string, { name: string; help: string; type: string; samples: ReadSample[] }>();
  const series = new Set<string>();
  let current: { name: string; help: string; type: string; samples: ReadSample[] } | null = null;
  for (const line of text.slice(0, -1).split('\n')) {
    const fail = (why: string): never => {
      throw new Error(`${why}: ${line}`);
    };
    if (line === '') continue;
    const [, keyword, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? [];
    if (keyword === 'HELP') {
      if (!NAME.test(name) || families.has(name)) fail('No name, or the family comes twice');
      current = { name, help: rest, type: '', samples: [] };
      families.set(name, current);
    } else if (keyword === 'TYPE') {
      if (current?.name !== name || current.type !== '' || !TYPES.includes(rest)) fail('No type of this family');
      if (current !== null) current.type = rest;
    } else if (line.startsWith('#')) fail('A comment nobody asked for');
    else {
      const sample = readSample(line) ?? fail('No sample');
      const known = current !== null && namesOf(current).includes(sample.name);
      if (!known) fail('A sample outside of its family');
      const key = `${sample.name} ${JSON.stringify(Object.entries(sample.labels).sort())}`;
      if (series.has(key)) fail('A series comes twice');
      series.add(key);
      current?.samples.push(sample);
    }
  }
  for (const family of families.values()) checkFamily(family);
  return families;
}

function readSample(line: string): ReadSample | null {
  const [, name, inner, value = ''] = SAMPLE.exec(line) ?? [];
  if (name === undefined || !VALUE.test(value)) return null;
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  while (inner !== undefined && LABEL.lastIndex < inner.length) {
    const [, label = '', text = ''] = LABEL.exec(inner) ?? [];
    if (label === '' || label in labels) return null;
    labels[label] = text.replace(/\\(.)/g, (_, escaped) => (escaped === 'n' ? '\n' : escaped));
  }
  return { name, labels, value: Number(value.replace(/Inf$/i, 'Infinity')) };
}

function namesOf({ name, type }: ReadFamily): string[] {
  return type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name];
}

function checkFamily(family: ReadFamily): void {
  const { name, type, samples } = family;
  if (type === '') throw new Error(`${name} has no type`);
  if (type === 'counter' && samples.some(({ value }) => !(value >= 0))) throw new Error(`${name} is below zero`);
  if (type === 'histogram') checkHistogram(family);
}

function checkHistogram({ name, samples }: ReadFamily): void {
  const groups = new Map<string, ReadSample[]>();
  for (const sample of samples) {
    const { le: _, ...labels } = sample.labels;
    const key = JSON.stringify(Object.entries(labels).sort());
    groups.set(key, [...(groups.get(key) ?? []), sample]);
  }
  for (const [key, group] of groups) {
    const buckets = group.filter((sample) => sample.name === `${name}_bucket`);
    const bounds = buckets.map(({ labels }) => Number((labels.le ?? '').replace('+Inf', 'Infinity')));
    const counts = buckets.map(({ value }) => value);
    const count = group.find((sample) => sample.name === `${name}_count`)?.value;
    const sum = group.find((sample) => sample.name === `${name}_sum`)?.value;
    const ascending = (values: readonly number[], strictly: boolean) =>
      values.every((value, index) => {
        const before = values[index - 1] ?? Number.NEGATIVE_INFINITY;
        return strictly ? value > before : value >= before;
      });
    const isGood =
      ascending(bounds, true) &&
      ascending(counts, false) &&
      bounds[bounds.length - 1] === Number.POSITIVE_INFINITY &&
      counts[counts.length - 1] === count &&
      sum !== undefined;
    if (!isGood) throw new Error(`${name}${key} is no histogram`);
  }
}
