import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconTrash, IconX } from '@tabler/icons-react';
import { ORDER_STATUSES } from '../../../src-shared/order.ts';
import { canSend } from '../../connection/connection-state.ts';
import { text } from '../../strings.ts';
import { useConsole } from '../../ui/console-context.tsx';
import { StatusIcon } from '../../ui/status-badge.tsx';
import { useMay } from '../../ui/use-may.ts';
import type { BulkWish } from './grid-options.ts';
import type { Selection } from './selection.ts';
import styles from './selection-bar.module.css';

interface SelectionBarProps {
  readonly selection: Selection;
  readonly onAsk: (what: BulkWish) => void;
  readonly onClear: () => void;
}

/** What can be done with the selected orders; each is asked for once more, since it reaches everybody at once. */
export function SelectionBar({ selection, onAsk, onClear }: SelectionBarProps) {
  const connected = useConsole((state) => canSend(state.connection));
  const mayChange = useMay('orders:set-status');
  const mayChangeMany = useMay('orders:bulk');
  const mayDelete = useMay('orders:delete');

  return (
    <section className={styles.bar} aria-label={text.bulk.bar}>
      <Tooltip label={text.bulk.clear}>
        <ActionIcon size={28} aria-label={text.bulk.clear} onClick={onClear}>
          <IconX size={16} />
        </ActionIcon>
      </Tooltip>
      <strong className={styles.count}>{text.bulk.selected(selection.count)}</strong>
      {selection.hidden > 0 && <span className={styles.hidden}>{text.bulk.hidden(selection.hidden)}</span>}
      <span className={styles.actions}>
        {ORDER_STATUSES.filter((status) => mayChange && selection.changeable[status] > 0).map((status) => (
          <Button
            key={status}
            variant="default"
            disabled={!connected || (selection.changeable[status] > 1 && !mayChangeMany)}
            title={selection.changeable[status] > 1 && !mayChangeMany ? text.bulk.adminsOnly : undefined}
            leftSection={<StatusIcon status={status} size={16} />}
            onClick={() => onAsk(status)}
          >
            {text.bulk.set(status, selection.changeable[status])}
          </Button>
        ))}
        {mayDelete && (
          <Button
            variant="default"
            className={styles.remove ?? ''}
            disabled={!connected}
            leftSection={<IconTrash size={16} aria-hidden />}
            onClick={() => onAsk('remove')}
          >
            {text.bulk.remove(selection.count)}
          </Button>
        )}
      </span>
    </section>
  );
}
