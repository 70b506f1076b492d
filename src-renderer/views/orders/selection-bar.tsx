import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconTrash, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { ORDER_STATUSES, type Order, type OrderStatus } from '../../../src-shared/order.ts';
import { canSend } from '../../connection/connection-state.ts';
import { text } from '../../strings.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useConsole, useLiveConsole } from '../../ui/console-context.tsx';
import { StatusIcon } from '../../ui/status-badge.tsx';
import type { Selection } from './selection.ts';
import styles from './selection-bar.module.css';

interface SelectionBarProps {
  readonly selection: Selection;
  /** The selected rows as they are at this moment. */
  readonly takeOrders: () => readonly Order[];
  readonly onClear: () => void;
}

type Asked =
  | { readonly kind: 'set'; readonly status: OrderStatus; readonly orders: readonly Order[] }
  | { readonly kind: 'remove'; readonly orders: readonly Order[] };

/** What can be done with the selected orders; each needs a second press, since it reaches everybody at once. */
export function SelectionBar({ selection, takeOrders, onClear }: SelectionBarProps) {
  const { actions } = useLiveConsole();
  const connected = useConsole((state) => canSend(state.connection));
  const [asked, setAsked] = useState<Asked | null>(null);
  const [busy, setBusy] = useState(false);

  const run = async (): Promise<void> => {
    if (asked === null) return;
    setBusy(true);
    const report =
      asked.kind === 'set' ? await actions.setStatus(asked.orders, asked.status) : await actions.remove(asked.orders);
    setBusy(false);
    setAsked(null);
    // What could not be done stays selected, so that it can be looked at and tried again.
    if (report.conflicts.length + report.failed.length === 0) onClear();
  };
  const askSet = (status: OrderStatus): void =>
    setAsked({ kind: 'set', status, orders: takeOrders().filter((order) => order.status !== status) });

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
        {ORDER_STATUSES.filter((status) => selection.changeable[status] > 0).map((status) => (
          <Button
            key={status}
            variant="default"
            disabled={!connected}
            leftSection={<StatusIcon status={status} size={16} />}
            onClick={() => askSet(status)}
          >
            {text.bulk.set(status, selection.changeable[status])}
          </Button>
        ))}
        <Button
          variant="default"
          className={styles.remove ?? ''}
          disabled={!connected}
          leftSection={<IconTrash size={16} aria-hidden />}
          onClick={() => setAsked({ kind: 'remove', orders: takeOrders() })}
        >
          {text.bulk.remove(selection.count)}
        </Button>
      </span>
      <Ask asked={asked} busy={busy} onConfirm={() => void run()} onCancel={() => setAsked(null)} />
    </section>
  );
}

interface AskProps {
  readonly asked: Asked | null;
  readonly busy: boolean;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

function Ask({ asked, ...rest }: AskProps) {
  if (asked === null) return null;
  const count = asked.orders.length;
  if (asked.kind === 'remove') {
    return (
      <ConfirmDialog
        opened
        destructive
        title={text.bulk.removeTitle(count)}
        body={text.bulk.removeBody}
        confirm={text.bulk.remove(count)}
        cancel={text.bulk.cancel}
        {...rest}
      />
    );
  }
  return (
    <ConfirmDialog
      opened
      title={text.bulk.setTitle(asked.status, count)}
      body={text.bulk.setBody(asked.status)}
      confirm={text.bulk.set(asked.status, count)}
      cancel={text.bulk.cancel}
      {...rest}
    />
  );
}
