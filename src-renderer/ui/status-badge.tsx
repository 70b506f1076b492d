import { IconCircleCheck, IconClock, IconTruck } from '@tabler/icons-react';
import type { OrderStatus } from '../../src-shared/order.ts';
import { text } from '../strings.ts';
import styles from './status-badge.module.css';

const ICONS = { pending: IconClock, shipped: IconTruck, delivered: IconCircleCheck };

export function StatusIcon({ status, size = 16 }: { readonly status: OrderStatus; readonly size?: number }) {
  const Icon = ICONS[status];
  return <Icon size={size} stroke={2} aria-hidden className={styles[status]} />;
}

/** A status is a colour and an icon and a word, so that no one of them has to be seen. */
export function StatusBadge({ status }: { readonly status: OrderStatus }) {
  return (
    <span className={`${styles.badge} ${styles[status]}`}>
      <StatusIcon status={status} />
      {text.status[status]}
    </span>
  );
}
