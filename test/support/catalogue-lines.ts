/** One text of a catalogue; a function has been asked with values it can take. */
export interface CatalogueLine {
  readonly said: string;
}

type Value = string | number | boolean | null | readonly unknown[] | Readonly<Record<string, unknown>>;

/** What functions of the catalogue are given: numbers, words, statuses, lists. The first that gives a whole text counts. */
const VALUES: readonly Value[] = [
  3,
  'shipped',
  'INSERT',
  ['A', 'B'],
  [3, 4],
  [{ port: 3_000, program: 'node' }],
  { customer_name: 'Ada', product_name: 'Phone', status: 'shipped', id: 7 },
  null,
  true,
];
const BROKEN = /undefined|NaN|\[object|null/;

/** Every text of a catalogue by its path, for example `orders.noMatch`. */
export function catalogueLines(catalogue: object): Map<string, CatalogueLine> {
  const lines = new Map<string, CatalogueLine>();
  walk(catalogue, [], lines);
  return lines;
}

function walk(part: object, path: readonly string[], lines: Map<string, CatalogueLine>): void {
  for (const [key, value] of Object.entries(part)) {
    const here = [...path, key];
    if (typeof value === 'string') lines.set(here.join('.'), { said: value });
    else if (typeof value === 'function') lines.set(here.join('.'), { said: say(value) });
    else if (typeof value === 'object' && value !== null) walk(value, here, lines);
  }
}

function say(text: (...args: readonly unknown[]) => unknown): string {
  let last = 'undefined';
  for (const values of tuples(text.length)) {
    try {
      const said = String(text(...values));
      if (!BROKEN.test(said)) return said;
      last = said;
    } catch {
      // Not values of the kind it takes.
      last = `undefined: it takes other values than ${JSON.stringify(VALUES)}`;
    }
  }
  return last;
}

function tuples(length: number): Value[][] {
  if (length === 0) return [[]];
  return tuples(length - 1).flatMap((rest) => VALUES.map((value) => [value, ...rest]));
}
