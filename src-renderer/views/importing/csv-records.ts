import Papa from 'papaparse';

/** One record of a CSV file. */
export interface CsvRecord {
  /** Where it begins, counted from 1 as editors do. */
  readonly line: number;
  readonly cells: readonly string[];
  /** Its quotes do not belong together, so that nobody knows where its cells end. */
  readonly broken: boolean;
}

const SLICE_CHARACTERS = 32_768;
/** What is longer than this without an end is no cell but a quote that was forgotten. */
const LONGEST_CELL = 262_144;

interface Parsed {
  readonly data: readonly (readonly string[])[];
  readonly errors: readonly { readonly type: string; readonly row?: number }[];
  readonly meta: { readonly cursor: number };
}

/** Line breaks of every system as one, which is what the parser is told to look for. */
export function withPlainBreaks(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

/** The first records of a text with plain line breaks, at most `count`. */
export function firstRecords(text: string, delimiter: string, count: number): readonly (readonly string[])[] {
  const part = text.slice(0, SLICE_CHARACTERS);
  return parse(part, delimiter, part.length < text.length).data.slice(0, count);
}

/**
 * The records of a text with plain line breaks, in slices, so that the caller can pause in between. Records without any
 * text are left out. A quote that is never closed costs its own line, not all that follow.
 */
export function* csvRecords(text: string, delimiter: string): Generator<readonly CsvRecord[]> {
  let start = 0;
  let line = 1;
  let size = SLICE_CHARACTERS;
  while (start < text.length) {
    const part = text.slice(start, start + size);
    const last = start + size >= text.length;
    const { data, errors, meta } = parse(part, delimiter, !last);
    const stuck = !last && meta.cursor === 0;
    if (stuck && size < LONGEST_CELL) {
      size *= 2;
      continue;
    }
    const whole = errors.find(({ type }) => type === 'Quotes')?.row ?? (stuck ? 0 : null);
    const records: CsvRecord[] = [];
    for (const cells of whole === null ? data : data.slice(0, whole)) {
      if (cells.some((cell) => cell.trim() !== '')) records.push({ line, cells, broken: false });
      line += 1 + cells.reduce((sum, cell) => sum + breaksIn(cell), 0);
    }
    if (whole === null) start = last ? text.length : start + meta.cursor;
    else {
      const from = start + (whole === 0 ? 0 : parse(part, delimiter, true, whole).meta.cursor);
      const end = text.indexOf('\n', from);
      const broken = text.slice(from, end < 0 ? text.length : end);
      records.push({ line, cells: broken.split(delimiter), broken: true });
      line += 1;
      start = end < 0 ? text.length : end + 1;
    }
    yield records;
    size = SLICE_CHARACTERS;
  }
}

/** @param preview how many records at most; 0: all */
function parse(text: string, delimiter: string, ignoreLast: boolean, preview = 0): Parsed {
  return new Papa.Parser({ delimiter, newline: '\n', quoteChar: '"', preview }).parse(text, 0, ignoreLast) as Parsed;
}

function breaksIn(cell: string): number {
  return cell.includes('\n') ? cell.split('\n').length - 1 : 0;
}
