import { Checkbox, NativeSelect } from '@mantine/core';
import { text } from '../../strings.ts';
import {
  type CsvLayout,
  columnsByName,
  columnsByPlace,
  DELIMITERS,
  IMPORT_FIELDS,
  type ImportField,
  layoutWith,
  withoutDelimiterLine,
} from './csv-layout.ts';
import styles from './importing.module.css';

interface LayoutControlsProps {
  readonly text: string;
  readonly layout: CsvLayout;
  readonly onLayout: (layout: CsvLayout) => void;
}

/** How the file is read, as it was guessed and as the person corrects it. */
export function LayoutControls({ text: content, layout, onLayout }: LayoutControlsProps) {
  const words = text.importing.preview;
  const { header, first, columns } = layout;
  const choices = [
    { value: '', label: words.none },
    ...first.map((name, index) => ({
      value: String(index),
      label: words.column(index + 1, header ? name.trim() : ''),
    })),
  ];
  const setColumn = (field: ImportField, value: string): void =>
    onLayout({ ...layout, columns: { ...columns, [field]: value === '' ? null : Number(value) } });
  const setHeader = (named: boolean): void => {
    const byName = columnsByName(first);
    const known = byName.customer_name !== null || byName.product_name !== null;
    onLayout({ ...layout, header: named, columns: named && known ? byName : columnsByPlace(first.length) });
  };
  return (
    <div className={styles.layout}>
      <NativeSelect
        size="xs"
        label={words.delimiter}
        value={layout.delimiter}
        data={DELIMITERS.map((value) => ({ value, label: words.delimiters[value] }))}
        onChange={(event) => {
          const chosen = DELIMITERS.find((delimiter) => delimiter === event.currentTarget.value);
          if (chosen !== undefined) onLayout(layoutWith(withoutDelimiterLine(content), chosen));
        }}
      />
      {IMPORT_FIELDS.map((field) => (
        <NativeSelect
          key={field}
          size="xs"
          label={text.field[field]}
          value={columns[field] === null ? '' : String(columns[field])}
          data={choices}
          onChange={(event) => setColumn(field, event.currentTarget.value)}
        />
      ))}
      <Checkbox
        size="xs"
        className={styles.header ?? ''}
        label={words.header}
        checked={header}
        onChange={(event) => setHeader(event.currentTarget.checked)}
      />
    </div>
  );
}
