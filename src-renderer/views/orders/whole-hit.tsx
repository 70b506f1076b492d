import { UnstyledButton } from '@mantine/core';
import { memo } from 'react';
import type { Order } from '../../../src-shared/order.ts';
import { text } from '../../strings.ts';
import { useConsole } from '../../ui/console-context.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { TimeLabel } from '../../ui/time-label.tsx';
import styles from './whole-search.module.css';

interface WholeHitProps {
  readonly found: Order;
  readonly isOpen: boolean;
  readonly onOpen: (id: number) => void;
}

/** An order that the search of the whole table found, as it is now. */
export const WholeHit = memo(function WholeHit({ found, isOpen, onOpen }: WholeHitProps) {
  const { id } = found;
  const now = useConsole(({ shown, followed }) => shown.get(id) ?? followed.get(id));
  const order = now ?? found;
  return (
    <li>
      <UnstyledButton
        className={styles.hit ?? ''}
        data-hit={id}
        aria-current={isOpen ? 'true' : undefined}
        onClick={() => onOpen(id)}
      >
        <span className={styles.number}>{id}</span>
        <span className={styles.name}>{order.customer_name}</span>
        <span className={styles.name}>{order.product_name}</span>
        <span className={styles.status}>
          {now === null ? (
            <span className={styles.gone}>{text.window.gone}</span>
          ) : (
            <StatusBadge status={order.status} />
          )}
        </span>
        <span className={styles.time}>
          <TimeLabel iso={order.updated_at} />
        </span>
      </UnstyledButton>
    </li>
  );
});
