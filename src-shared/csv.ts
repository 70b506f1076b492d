/** Columns of the CSV file of orders, in its sequence. */
export const CSV_COLUMNS = [
  'id',
  'customer_name',
  'product_name',
  'status',
  'version',
  'updated_at',
  'created_at',
] as const;

/** Programs that open a CSV file as UTF-8 only when it begins with this. */
export const BYTE_ORDER_MARK = '\uFEFF';

// What a spreadsheet takes for a formula, in both widths; some skip blanks first. Apostrophes before it count too, so
// that guarding can be undone exactly.
const FORMULA = /^[\s\ufeff']*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/** Text that a spreadsheet shows instead of calculating it: with an apostrophe in front where it could be a formula. */
export function guardCell(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** The inverse of `guardCell`. */
export function unguardCell(text: string): string {
  return text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text;
}

/** One record of guarded cells, with its line break. Numbers stay numbers; `null` is an empty cell. */
export function csvLine(values: readonly (string | number | null)[]): string {
  return csvRecord(values.map((value) => (typeof value === 'string' ? guardCell(value) : String(value ?? ''))));
}

/** One record by RFC 4180, with its line break. Cells stand as they are; guard them first. */
export function csvRecord(cells: readonly string[], delimiter = ','): string {
  return `${cells.map((cell) => quoted(cell, delimiter)).join(delimiter)}\r\n`;
}

function quoted(cell: string, delimiter: string): string {
  // Blanks at the ends too: many programs drop them from a cell without quotes.
  const plain = !cell.includes(delimiter) && !/["\r\n]|^\s|\s$/.test(cell);
  return plain ? cell : `"${cell.replace(/"/g, '""')}"`;
}
