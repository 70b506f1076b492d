import { UnstyledButton } from '@mantine/core';
import { useStore } from 'zustand';
import { ORDER_STATUSES, type OrderStatus } from '../../../src-shared/order.ts';
import { holdsAll } from '../../store/window-counts.ts';
import { workspace } from '../../store/workspace.ts';
import { text } from '../../strings.ts';
import { useConsole } from '../../ui/console-context.tsx';
import { countedText } from '../../ui/counted-text.ts';
import { StatusIcon } from '../../ui/status-badge.tsx';
import styles from './status-filter.module.css';

/** One press shows one status; the counts are those of all orders, kept as they change, or say that they are not. */
export function StatusFilter() {
  const chosen = useStore(workspace, (state) => state.status);
  const counts = useConsole((state) => state.counts);
  const all = useConsole((state) => state.shown.size);
  // Before anything has come, nobody knows that there is none.
  const known = useConsole(({ picture }) => picture.complete || picture.orders.size > 0);
  const isWhole = useConsole(({ picture }) => holdsAll(picture.window, null));
  const isOpenWhole = useConsole(({ picture }) => holdsAll(picture.window, 'pending'));
  return (
    <fieldset className={styles.filter} aria-label={text.orders.filter}>
      <FilterChip
        status={null}
        label={text.orders.all}
        count={known ? all : null}
        isWhole={isWhole}
        chosen={chosen === null}
      />
      {ORDER_STATUSES.map((status) => (
        <FilterChip
          key={status}
          status={status}
          label={text.status[status]}
          count={known ? counts[status] : null}
          isWhole={status === 'delivered' ? isWhole : isOpenWhole}
          chosen={chosen === status}
        />
      ))}
    </fieldset>
  );
}

interface FilterChipProps {
  readonly status: OrderStatus | null;
  readonly label: string;
  /** `null`: not known. */
  readonly count: number | null;
  /** `false`: there may be more of them than are counted. */
  readonly isWhole: boolean;
  readonly chosen: boolean;
}

function FilterChip({ status, label, count, isWhole, chosen }: FilterChipProps) {
  return (
    <UnstyledButton className={styles.chip ?? ''} aria-pressed={chosen} onClick={() => workspace.setState({ status })}>
      {status !== null && <StatusIcon status={status} size={15} />}
      <span className={styles.label}>{label}</span>{' '}
      <span className={styles.count} title={isWhole ? undefined : text.window.atLeastHint}>
        {count === null ? text.empty : countedText(count, isWhole)}
      </span>
    </UnstyledButton>
  );
}
