import { MINUTE_MS, SAMPLE_MS } from '../../../src-shared/stats-history.ts';

/** One line of a chart: a value for each time, `null` where there is none. */
export type Line = readonly (number | null)[];

/** Times in seconds and lines, as the chart takes them. */
export type ChartData = [number[], ...(number | null)[][]];

/** Measurements further apart than this have a hole between them, over which no line is drawn. */
const HOLE_MS = SAMPLE_MS * 3;

/** Pure: what is drawn. Times only go forward; what a clock that was set back left behind is dropped. */
export function chartData(at: readonly number[], lines: readonly Line[]): ChartData {
  const times: number[] = [];
  const columns: (number | null)[][] = lines.map(() => []);
  let first = 0;
  for (let i = 1; i < at.length; i++) if ((at[i] ?? 0) <= (at[i - 1] ?? 0)) first = i;
  for (let i = first; i < at.length; i++) {
    const time = at[i] ?? 0;
    const before = at[i - 1];
    if (i > first && before !== undefined && time - before > HOLE_MS) {
      times.push((before + SAMPLE_MS) / 1_000);
      for (const column of columns) column.push(null);
    }
    times.push(time / 1_000);
    for (const [index, line] of lines.entries()) columns[index]?.push(line[i] ?? null);
  }
  return [times, ...columns];
}

/** The highest value of each line in each minute, newest first, for those who read instead of looking. */
export interface MinuteRow {
  /** Beginning of the minute, milliseconds since 1970. */
  readonly start: number;
  readonly values: readonly (number | null)[];
}

/** Pure. @param most minutes */
export function minuteRows(at: readonly number[], lines: readonly Line[], most: number): readonly MinuteRow[] {
  const rows = new Map<number, (number | null)[]>();
  for (let i = at.length - 1; i >= 0; i--) {
    const start = Math.floor((at[i] ?? 0) / MINUTE_MS) * MINUTE_MS;
    let row = rows.get(start);
    if (row === undefined) {
      if (rows.size === most) break;
      row = lines.map(() => null);
      rows.set(start, row);
    }
    for (const [index, line] of lines.entries()) {
      const value = line[i] ?? null;
      const known = row[index] ?? null;
      if (value !== null && (known === null || value > known)) row[index] = value;
    }
  }
  return [...rows].map(([start, values]) => ({ start, values }));
}

/** Pure: places of the values that have none beside them. */
export function alonePoints(values: ArrayLike<number | null | undefined>): number[] {
  const found: number[] = [];
  for (let i = 0; i < values.length; i++) {
    if (values[i] != null && values[i - 1] == null && values[i + 1] == null) found.push(i);
  }
  return found;
}
