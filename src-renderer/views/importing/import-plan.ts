import type { NewOrder } from '../../../src-shared/order.ts';
import { type CsvLayout, withoutDelimiterLine } from './csv-layout.ts';
import { type CsvRecord, csvRecords } from './csv-records.ts';
import { type Fault, judgeRecord } from './judge-record.ts';
import { createSlices } from './slices.ts';

/** A record that would create an order. */
export interface GoodLine {
  readonly record: CsvRecord;
  readonly order: NewOrder;
}

export interface RefusedLine {
  readonly record: CsvRecord;
  readonly faults: readonly Fault[];
}

/** What importing a file would do. */
export interface ImportPlan {
  readonly layout: CsvLayout;
  readonly good: readonly GoodLine[];
  readonly refused: readonly RefusedLine[];
}

/**
 * Reads a text with plain line breaks in slices, so that the page stays awake.
 *
 * @param onRead told the share that is done, from 0 to 1
 * @throws DOMException `AbortError` when `signal` says so
 */
export async function planImport(
  text: string,
  layout: CsvLayout,
  onRead: (share: number) => void,
  signal: AbortSignal,
): Promise<ImportPlan> {
  const good: GoodLine[] = [];
  const refused: RefusedLine[] = [];
  const content = withoutDelimiterLine(text);
  const lines = Math.max(1, content.length / 40);
  const pause = createSlices();
  let isHeader = layout.header;
  for (const records of csvRecords(content, layout.delimiter)) {
    for (const record of records) {
      if (isHeader) {
        isHeader = false;
        continue;
      }
      const judgement = judgeRecord(record, layout);
      if (judgement.kind === 'good') good.push({ record, order: judgement.order });
      else refused.push({ record, faults: judgement.faults });
      await pause();
    }
    signal.throwIfAborted();
    onRead(Math.min(1, (good.length + refused.length) / lines));
  }
  return { layout, good, refused };
}
