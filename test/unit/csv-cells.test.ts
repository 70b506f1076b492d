import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { csvRecord, guardCell, unguardCell } from '../../src-shared/csv.ts';

const cell = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc.stringMatching(/^[-'=+@\t\r\n";, a\ufeff\uff1d]*$/),
);

describe('cells of a CSV file', () => {
  it('[CSV-3] a guarded cell is never a formula, and guarding is undone exactly', () => {
    fc.assert(
      fc.property(cell, (text) => {
        expect(guardCell(text)).not.toMatch(/^[\s\ufeff]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/);
        expect(unguardCell(guardCell(text))).toBe(text);
      }),
      { numRuns: 2_000 },
    );
  });

  it('[CSV-3] a record is read back as it was written, whatever separates its cells', () => {
    const records = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(records, fc.constantFrom(',', ';', '\t'), (rows, delimiter) => {
        const text = rows.map((row) => csvRecord(row.map(guardCell), delimiter)).join('');
        const { data } = Papa.parse<string[]>(text, { delimiter, newline: '\r\n' });
        expect(data.slice(0, -1).map((row) => row.map(unguardCell))).toEqual(rows);
      }),
      { numRuns: 500 },
    );
  });
});
