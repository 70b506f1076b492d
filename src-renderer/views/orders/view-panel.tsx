import { Checkbox, SegmentedControl, Stack } from '@mantine/core';
import { useStore } from 'zustand';
import { DENSITIES, preferences } from '../../store/preferences.ts';
import { text } from '../../strings.ts';
import { ALWAYS_SHOWN, ORDER_COLUMNS } from './order-columns.tsx';
import styles from './view-options.module.css';

/** Which columns, and how high the rows are. Kept on this machine. */
export function ViewPanel() {
  const hidden = useStore(preferences, (state) => state.hiddenColumns);
  const density = useStore(preferences, (state) => state.density);
  const show = (column: string, shown: boolean): void => {
    const others = hidden.filter((name) => name !== column);
    preferences.setState({ hiddenColumns: shown ? others : [...others, column] });
  };
  return (
    <>
      <h2 className={styles.heading}>{text.orders.density}</h2>
      <SegmentedControl
        fullWidth
        withItemsBorders={false}
        size="xs"
        aria-label={text.orders.density}
        data={DENSITIES.map((value) => ({ value, label: text.orders.densities[value] }))}
        value={density}
        onChange={(value) => preferences.setState({ density: value })}
      />
      <h2 className={styles.heading}>{text.orders.columns}</h2>
      <Stack gap={8}>
        {ORDER_COLUMNS.filter((column) => column !== ALWAYS_SHOWN).map((column) => (
          <Checkbox
            key={column}
            size="xs"
            label={text.field[column]}
            checked={!hidden.includes(column)}
            onChange={(event) => show(column, event.currentTarget.checked)}
          />
        ))}
      </Stack>
    </>
  );
}
