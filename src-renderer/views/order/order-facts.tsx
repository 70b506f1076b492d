import type { Order } from '../../../src-shared/order.ts';
import { text } from '../../strings.ts';
import { formatNumber } from '../../ui/format.ts';
import { TimeLabel } from '../../ui/time-label.tsx';
import styles from './order-facts.module.css';

/** What is known about the order and cannot be edited. */
export function OrderFacts({ order }: { readonly order: Order }) {
  return (
    <dl className={styles.facts}>
      <div>
        <dt>{text.order.created}</dt>
        <dd>
          <TimeLabel iso={order.created_at} />
        </dd>
      </div>
      <div>
        <dt>{text.order.changed}</dt>
        <dd>
          <TimeLabel iso={order.updated_at} />
        </dd>
      </div>
      <div>
        <dt>{text.field.version}</dt>
        <dd>{formatNumber(order.version)}</dd>
      </div>
    </dl>
  );
}
