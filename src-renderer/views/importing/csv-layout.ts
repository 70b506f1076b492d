import type { NewOrder } from '../../../src-shared/order.ts';
import { firstRecords } from './csv-records.ts';

export type ImportField = keyof NewOrder;
export const IMPORT_FIELDS = ['customer_name', 'product_name', 'status'] as const satisfies readonly ImportField[];

export const DELIMITERS = [',', ';', '\t'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** How a file is to be read. Columns are counted from 0; `null`: there is none. */
export interface CsvLayout {
  readonly delimiter: Delimiter;
  /** Whether the first record names the columns. */
  readonly header: boolean;
  readonly columns: Readonly<Record<ImportField, number | null>>;
  /** What the first record says; names of the columns where it is a header. */
  readonly first: readonly string[];
}

const NAMES: Readonly<Record<ImportField, readonly string[]>> = {
  customer_name: [
    'customername',
    'customer',
    'client',
    'name',
    'recipient',
    'kundenname',
    'kunde',
    'kundin',
    'empfänger',
  ],
  product_name: [
    'productname',
    'product',
    'item',
    'article',
    'produktname',
    'produkt',
    'artikelname',
    'artikel',
    'ware',
  ],
  status: ['status', 'state', 'orderstatus', 'auftragsstatus', 'zustand'],
};

const SAMPLE = 50;
/** Some spreadsheets name the delimiter in a first line of its own. */
const DELIMITER_LINE = /^sep=([,;\t])\n/i;

/** The text without a first line that only names the delimiter. */
export function withoutDelimiterLine(text: string): string {
  return text.replace(DELIMITER_LINE, '');
}

/** Guesses the layout of a text with plain line breaks. */
export function detectLayout(text: string): CsvLayout {
  const named = DELIMITERS.find((delimiter) => DELIMITER_LINE.exec(text)?.[1] === delimiter);
  return layoutWith(withoutDelimiterLine(text), named ?? likeliest(withoutDelimiterLine(text)));
}

/** The layout when the delimiter is known. */
export function layoutWith(text: string, delimiter: Delimiter): CsvLayout {
  const [first = []] = firstRecords(text, delimiter, 1);
  const columns = columnsByName(first);
  const header = columns.customer_name !== null || columns.product_name !== null;
  return { delimiter, header, columns: header ? columns : columnsByPlace(first.length), first };
}

/** Columns by their names, in any sequence; the first of two with one meaning. */
export function columnsByName(header: readonly string[]): CsvLayout['columns'] {
  const names = header.map((name) => name.toLowerCase().replace(/[\s_.\-"']/g, ''));
  const find = (field: ImportField): number | null => {
    for (const known of NAMES[field]) {
      const index = names.indexOf(known);
      if (index >= 0) return index;
    }
    return null;
  };
  return { customer_name: find('customer_name'), product_name: find('product_name'), status: find('status') };
}

/** Without names: customer, product, status. */
export function columnsByPlace(width: number): CsvLayout['columns'] {
  const at = (index: number): number | null => (index < width ? index : null);
  return { customer_name: at(0), product_name: at(1), status: at(2) };
}

/** The delimiter that gives the most lines the same number of cells, and more than one. */
function likeliest(text: string): Delimiter {
  let best: Delimiter = DELIMITERS[0];
  let bestScore = 0;
  for (const delimiter of DELIMITERS) {
    const score = scoreOf(firstRecords(text, delimiter, SAMPLE));
    if (score > bestScore) [best, bestScore] = [delimiter, score];
  }
  return best;
}

function scoreOf(records: readonly (readonly string[])[]): number {
  const [first = []] = records;
  if (first.length < 2) return 0;
  const known = Object.values(columnsByName(first)).filter((index) => index !== null).length;
  const same = records.filter((cells) => cells.length === first.length).length;
  return known * 10 + same / records.length;
}
