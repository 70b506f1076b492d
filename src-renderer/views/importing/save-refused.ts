import { saveFile } from '../../ui/save-file.ts';
import type { CsvLayout } from './csv-layout.ts';
import { type ExplainedLine, refusedFile } from './refused-file.ts';

/** Hands out the lines of a file that were not imported, as `<file>-refused.csv`. */
export function saveRefused(name: string, lines: readonly ExplainedLine[], layout: CsvLayout): void {
  saveFile(`${name.replace(/\.[^.]*$/, '')}-refused.csv`, [refusedFile(lines, layout)]);
}
