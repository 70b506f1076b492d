import type { ReactNode } from 'react';
import { text } from '../../strings.ts';
import styles from './data-table.module.css';
import { Explained } from './explained.tsx';

export interface Column {
  readonly name: string;
  /** What stands in it, with its unit. */
  readonly about: string;
}

interface DataTableProps {
  readonly label: string;
  readonly columns: readonly Column[];
  readonly rows: readonly { readonly key: string; readonly cells: readonly ReactNode[] }[];
}

/** A small table; where it is wider than its place it scrolls by itself. */
export function DataTable({ label, columns, rows }: DataTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={text.monitor.chart.tableOf(label)}>
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map(({ name, about }) => (
              <th key={name} scope="col">
                <Explained name={name} explanation={about} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key}>
              {cells.map((cell, index) => (
                <td key={columns[index]?.name}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** What stands in the place of a table that has no rows. */
export function Nothing({ children }: { readonly children: ReactNode }) {
  return <p className={styles.nothing}>{children}</p>;
}
