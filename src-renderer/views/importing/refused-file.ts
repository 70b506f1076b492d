import { BYTE_ORDER_MARK, csvRecord, guardCell, unguardCell } from '../../../src-shared/csv.ts';
import type { CsvLayout } from './csv-layout.ts';
import type { CsvRecord } from './csv-records.ts';

/** A line that was not imported, and why. */
export interface ExplainedLine {
  readonly record: CsvRecord;
  readonly reason: string;
}

const REASON = 'reason';

/**
 * The lines as they were, in the delimiter of their file, with the reason as the last column: to be repaired and
 * imported again. A cell that a spreadsheet would calculate is guarded, which the import takes back.
 */
export function refusedFile(lines: readonly ExplainedLine[], { delimiter, header, first }: CsvLayout): string {
  const width = Math.max(first.length, ...lines.map(({ record }) => record.cells.length));
  const padded = (cells: readonly string[]): string[] => [...cells, ...Array(width - cells.length).fill('')];
  const records = lines.map(({ record, reason }) => [...padded(record.cells).map(safe), reason]);
  // A file that was repaired keeps its reasons of the last time in the column before.
  if (header) records.unshift([...padded(first).map(safe), REASON]);
  return BYTE_ORDER_MARK + records.map((cells) => csvRecord(cells, delimiter)).join('');
}

function safe(cell: string): string {
  return guardCell(unguardCell(cell));
}
