import { IconX } from '@tabler/icons-react';
import { unguardCell } from '../../../src-shared/csv.ts';
import { text } from '../../strings.ts';
import { formatNumber } from '../../ui/format.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';
import type { ImportField } from './csv-layout.ts';
import { faultsText } from './fault-text.ts';
import type { GoodLine, ImportPlan, RefusedLine } from './import-plan.ts';
import styles from './importing.module.css';

const ROWS = 20;

/** The first lines of the file, each with what would become of it. */
export function PreviewTable({ plan }: { readonly plan: ImportPlan }) {
  const words = text.importing.preview;
  const rows: readonly (GoodLine | RefusedLine)[] = [...plan.good.slice(0, ROWS), ...plan.refused.slice(0, ROWS)]
    .sort((a, b) => a.record.line - b.record.line)
    .slice(0, ROWS);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className={styles.rows} aria-label={words.table} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col" className={styles.number}>
              {words.line}
            </th>
            <th scope="col">{text.field.customer_name}</th>
            <th scope="col">{text.field.product_name}</th>
            <th scope="col">{text.field.status}</th>
            <th scope="col">{words.result}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.record.line} row={row} plan={plan} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ row, plan }: { readonly row: GoodLine | RefusedLine; readonly plan: ImportPlan }) {
  const words = text.importing.preview;
  const cell = (field: ImportField): string => {
    const column = plan.layout.columns[field];
    return unguardCell(column === null ? '' : (row.record.cells[column] ?? ''));
  };
  return (
    <tr data-refused={'faults' in row}>
      <td className={styles.number}>{formatNumber(row.record.line)}</td>
      <td className={styles.name}>{cell('customer_name') || text.empty}</td>
      <td className={styles.name}>{cell('product_name') || text.empty}</td>
      <td>{'order' in row ? <StatusBadge status={row.order.status ?? 'pending'} /> : cell('status') || text.empty}</td>
      <td>
        {'faults' in row ? (
          <span className={styles.bad}>
            <IconX size={14} aria-hidden /> {faultsText(row.faults)}
          </span>
        ) : (
          <span className={styles.quiet}>{words.isGood}</span>
        )}
      </td>
    </tr>
  );
}
