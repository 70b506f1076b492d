import { Skeleton } from '@mantine/core';
import { ORDER_STATUSES } from '../../../src-shared/order.ts';
import { text } from '../../strings.ts';
import { useConsole } from '../../ui/console-context.tsx';
import { NoPicture, PictureProgress } from '../../ui/no-picture.tsx';
import styles from './board-blank.module.css';

/** Lies over the columns until there is a table to show: why there is none yet. */
export function BoardBlank() {
  const complete = useConsole((state) => state.picture.complete);
  if (complete) return null;
  return (
    <div className={styles.cover}>
      <NoPicture loading={<Loading />} />
    </div>
  );
}

function Loading() {
  return (
    <div className={styles.loading} role="status" aria-label={text.orders.loading}>
      {ORDER_STATUSES.map((status, column) => (
        <div key={status} className={styles.column}>
          {Array.from({ length: 6 - column }, (_, card) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: cards of nothing have no other name
            <Skeleton key={card} height={72} radius={6} />
          ))}
        </div>
      ))}
      <PictureProgress />
    </div>
  );
}
