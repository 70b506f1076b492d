import { IconArrowRight, IconLoader2 } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';
import type { Order } from '../../../src-shared/order.ts';
import { text } from '../../strings.ts';
import { useConsole } from '../../ui/console-context.tsx';
import styles from './board-card.module.css';
import { CardAge } from './card-age.tsx';
import { useBoardHands } from './use-board.ts';

/** What a card says, in its column and under the hand. */
export function CardFace({ order }: { readonly order: Order }) {
  return (
    <>
      <span className={styles.customer}>{order.customer_name}</span>
      <span className={styles.product}>{order.product_name}</span>
      <span className={styles.line}>
        <CardAge order={order} />
        <Note id={order.id} />
        <span className={`mono ${styles.number}`}>#{order.id}</span>
      </span>
    </>
  );
}

/** What is going on with the card: it is being saved, or somebody else has just moved it. */
function Note({ id }: { readonly id: number }) {
  const { names } = useBoardHands();
  const mover = useSyncExternalStore(names.subscribe, () => names.of(id));
  const isUnconfirmed = useConsole((state) => state.unconfirmed.has(id));
  if (isUnconfirmed) {
    return (
      <span className={styles.note}>
        <IconLoader2 size={14} aria-hidden /> <span className={styles.who}>{text.board.unconfirmed}</span>
      </span>
    );
  }
  if (mover === null) return null;
  return (
    <span className={`${styles.note} ${styles.mover}`} data-mover={mover}>
      <IconArrowRight size={14} aria-hidden /> <span className={styles.who}>{text.board.movedBy(mover)}</span>
    </span>
  );
}
