// A spreadsheet takes what begins with one of these for a formula, and runs it; some skip leading blanks first.
const FORMULA = /^[\s\u00a0\ufeff]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/u;
const NEEDS_QUOTES = /[",\r\n;\t]|^\s|\s$/u;

/** Pure: a text that no spreadsheet takes for a formula. Numbers stay numbers. */
export function neutralised(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** Pure: one cell of a CSV file (RFC 4180), neutralised; `null` is an empty cell. */
export function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = neutralised(value);
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Pure: one line of a CSV file with its end. */
export function csvLine(values: readonly (string | number | null)[]): string {
  return `${values.map(csvCell).join(',')}\r\n`;
}
