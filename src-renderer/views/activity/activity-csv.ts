import type { ChangeEvent } from '../../../src-shared/change-event.ts';
import { BYTE_ORDER_MARK, csvLine } from '../../../src-shared/csv.ts';
import { text } from '../../strings.ts';
import { ORDER_FIELDS } from '../order/merge.ts';

/** The names of the columns, with the mark by which spreadsheets know UTF-8. */
export function csvHead(): string {
  const { changeId, at, who, kind, order, version, before, after } = text.activity.exportColumns;
  const values = ORDER_FIELDS.flatMap((field) => [before(text.field[field]), after(text.field[field])]);
  return BYTE_ORDER_MARK + csvLine([changeId, at, who, kind, order, version, ...values]);
}

/** One change; a field that stayed has the same value twice, and where there was no row the cell is empty. */
export function csvOf(change: ChangeEvent): string {
  const { changeId, at, actor, type, order } = change;
  const values = ORDER_FIELDS.flatMap((field) => {
    const former = change.type === 'UPDATE' ? (change.previous[field] ?? order[field]) : order[field];
    return [type === 'INSERT' ? null : former, type === 'DELETE' ? null : order[field]];
  });
  return csvLine([changeId, at, actor, text.activity.kinds[type], order.id, order.version, ...values]);
}
