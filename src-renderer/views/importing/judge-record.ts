import { unguardCell } from '../../../src-shared/csv.ts';
import { type NewOrder, newOrderSchema, type OrderStatus, orderTextSchema } from '../../../src-shared/order.ts';
import type { CsvLayout, ImportField } from './csv-layout.ts';
import type { CsvRecord } from './csv-records.ts';

export type Fault =
  | { readonly kind: 'quotes' | 'cells' }
  | { readonly kind: 'blank' | 'long' | 'control' | 'unicode' | 'status' | 'other'; readonly field: ImportField };

export type Judgement =
  | { readonly kind: 'good'; readonly order: NewOrder }
  | { readonly kind: 'refused'; readonly faults: readonly Fault[] };

/** The names of a status in every language of the console, and what other programs call it. */
const STATUS_WORDS: Readonly<Record<string, OrderStatus>> = {
  pending: 'pending',
  open: 'pending',
  offen: 'pending',
  shipped: 'shipped',
  versandt: 'shipped',
  versendet: 'shipped',
  delivered: 'delivered',
  zugestellt: 'delivered',
  geliefert: 'delivered',
};

/** What the record would create, by the rules of the server; or every reason why it would not. */
export function judgeRecord(record: CsvRecord, { columns, first, header }: CsvLayout): Judgement {
  const { cells, broken } = record;
  if (broken) return { kind: 'refused', faults: [{ kind: 'quotes' }] };
  if (header && hasCellsWithoutName(cells, first, columns)) return { kind: 'refused', faults: [{ kind: 'cells' }] };
  const cell = (field: ImportField): string => {
    const column = columns[field];
    return unguardCell(column === null ? '' : (cells[column] ?? ''));
  };
  const word = cell('status').trim().toLowerCase();
  const status = STATUS_WORDS[word];
  const order = { customer_name: cell('customer_name'), product_name: cell('product_name') };
  const faults = faultsOf(order);
  if (word !== '' && status === undefined) faults.push({ kind: 'status', field: 'status' });
  if (faults.length > 0) return { kind: 'refused', faults };
  return { kind: 'good', order: status === undefined ? order : { ...order, status } };
}

/** A delimiter inside a name that has no quotes: everything after it stands in the wrong column. */
function hasCellsWithoutName(
  cells: readonly string[],
  names: readonly string[],
  columns: CsvLayout['columns'],
): boolean {
  // Columns without a name that come first are the row numbers of other programs.
  const lastUsed = Math.max(...Object.values(columns).map((column) => column ?? -1));
  return cells.some((cell, index) => index > lastUsed && cell.trim() !== '' && (names[index] ?? '').trim() === '');
}

function faultsOf(order: NewOrder): Fault[] {
  const parsed = newOrderSchema.safeParse(order);
  if (parsed.success) return [];
  const faults = new Map<ImportField, Fault>();
  for (const { path } of parsed.error.issues) {
    const field = path[0] === 'product_name' ? 'product_name' : 'customer_name';
    if (!faults.has(field)) faults.set(field, { kind: textFault(order[field]), field });
  }
  return [...faults.values()];
}

/** Which of the rules of a name is broken; the schema says only in English what it is. */
function textFault(text: string): 'blank' | 'long' | 'control' | 'unicode' | 'other' {
  if (text.trim() === '') return 'blank';
  if (/\p{Cc}/u.test(text)) return 'control';
  if (/\p{Cs}/u.test(text)) return 'unicode';
  return orderTextSchema.safeParse([...text].slice(0, 100).join('')).success ? 'long' : 'other';
}
