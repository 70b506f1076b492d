import { Progress, Skeleton } from '@mantine/core';
import { IconDatabaseOff, IconPlugConnectedX } from '@tabler/icons-react';
import { ORDER_STATUSES } from '../../../src-shared/order.ts';
import { text } from '../../strings.ts';
import { useConsole } from '../../ui/console-context.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useFreshness } from '../../ui/use-freshness.ts';
import styles from './board-blank.module.css';

/** Lies over the columns until there is a table to show: why there is none yet. */
export function BoardBlank() {
  const complete = useConsole((state) => state.picture.complete);
  const connection = useConsole((state) => state.connection);
  const { freshness } = useFreshness();
  if (complete) return null;
  if (connection.kind === 'reconnecting' || connection.kind === 'refused') {
    return (
      <div className={styles.cover}>
        <EmptyState
          icon={<IconPlugConnectedX size={22} />}
          title={text.orders.unreachable}
          hint={text.orders.unreachableHint}
        />
      </div>
    );
  }
  if (freshness.kind === 'database-lost') {
    const hint = [freshness.problem, text.orders.unreachableHint].filter((part) => part !== null).join(' ');
    return (
      <div className={styles.cover}>
        <EmptyState icon={<IconDatabaseOff size={22} />} title={text.orders.noDatabase} hint={hint} />
      </div>
    );
  }
  return <Loading />;
}

function Loading() {
  const connection = useConsole((state) => state.connection);
  const { received, expected } = connection.kind === 'catching-up' ? connection : { received: 0, expected: null };
  return (
    <div className={`${styles.cover} ${styles.loading}`} role="status" aria-label={text.orders.loading}>
      {ORDER_STATUSES.map((status, column) => (
        <div key={status} className={styles.column}>
          {Array.from({ length: 6 - column }, (_, card) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: cards of nothing have no other name
            <Skeleton key={card} height={72} radius={6} />
          ))}
        </div>
      ))}
      {expected !== null && expected > 0 && (
        <div className={styles.progress}>
          <Progress value={Math.min(100, (received / expected) * 100)} size={4} aria-label={text.orders.loading} />
          <span>{text.orders.loaded(received, expected)}</span>
        </div>
      )}
    </div>
  );
}
