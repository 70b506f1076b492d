import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { Order } from '../../../src-shared/order.ts';
import { text } from '../../strings.ts';
import { useConsole } from '../../ui/console-context.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { useKeptFocus } from '../../ui/use-kept-focus.ts';
import { DeletedOrder } from './deleted-order.tsx';
import styles from './order-drawer.module.css';
import { OrderEditor } from './order-editor.tsx';
import { OrderHistory } from './order-history.tsx';
import { PrintPickSlip } from './pick-slip.tsx';
import { SeekingOrder, UnreadOrder } from './unread-order.tsx';
import { useHistory } from './use-history.ts';
import { useOrder } from './use-order.ts';

interface OrderDrawerProps {
  readonly id: number;
  readonly onClose: () => void;
}

/** One order beside the list: its fields, what became of it meanwhile, and its history. */
export function OrderDrawer({ id, onClose }: OrderDrawerProps) {
  const now = useOrder(id);
  const current = now.kind === 'there' ? now.order : undefined;
  const complete = useConsole((state) => state.picture.complete);
  const last = useRef(current);
  if (current !== undefined) last.current = current;
  const order = current ?? last.current;
  const place = useRef<HTMLElement>(null);
  useEffect(() => place.current?.focus({ preventScroll: true }), []);
  useKeptFocus(place);
  const title = text.order.drawer(id);
  return (
    <aside
      ref={place}
      tabIndex={-1}
      className={styles.drawer}
      aria-label={title}
      aria-busy={now.kind === 'seeking'}
      onKeyDown={(event) => {
        // A question asked from here closes alone: its keys come up to here, though it stands elsewhere.
        const isHere = event.target instanceof Node && event.currentTarget.contains(event.target);
        if (event.key !== 'Escape' || event.defaultPrevented || !isHere) return;
        event.preventDefault();
        onClose();
      }}
    >
      <header className={styles.head}>
        <h2 className={styles.title}>{title}</h2>
        {order !== undefined && <StatusBadge status={order.status} />}
        <span className={styles.space} />
        {current !== undefined && <PrintPickSlip order={current} />}
        <ActionIcon aria-label={text.order.close} onClick={onClose}>
          <IconX size={18} />
        </ActionIcon>
      </header>
      <div className={styles.body}>
        {order !== undefined && <Opened order={order} isDeleted={now.kind === 'absent'} onClose={onClose} />}
        {order === undefined && now.kind === 'absent' && <DeletedOrder id={id} onClose={onClose} />}
        {order === undefined && now.kind === 'seeking' && complete && <SeekingOrder id={id} />}
        {order === undefined && now.kind === 'unread' && <UnreadOrder id={id} onRetry={now.retry} />}
      </div>
    </aside>
  );
}

interface OpenedProps {
  readonly order: Order;
  readonly isDeleted: boolean;
  readonly onClose: () => void;
}

function Opened({ order, isDeleted, onClose }: OpenedProps) {
  const history = useHistory(order.id, isDeleted ? null : order.version);
  const newest = history.state.kind === 'loaded' ? (history.state.history.changes[0] ?? null) : null;
  // Until the history has caught up with the row, nobody is named rather than the wrong person.
  const isOfThis = newest !== null && (isDeleted ? newest.type === 'DELETE' : newest.order.version >= order.version);
  return (
    <>
      <OrderEditor current={order} isDeleted={isDeleted} newest={isOfThis ? newest : null} onClose={onClose} />
      <OrderHistory history={history} current={isDeleted ? null : order} />
    </>
  );
}
