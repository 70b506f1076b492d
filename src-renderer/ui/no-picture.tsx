import { Progress } from '@mantine/core';
import { IconDatabaseOff, IconPlugConnectedX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { text } from '../strings.ts';
import { useConsole } from './console-context.tsx';
import { EmptyState } from './empty-state.tsx';
import styles from './no-picture.module.css';
import { useFreshness } from './use-freshness.ts';

/** Why there are no orders to show yet; `loading` is what a view shows while they are on their way. */
export function NoPicture({ loading }: { readonly loading: ReactNode }) {
  const lost = useConsole(({ connection }) => connection.kind === 'reconnecting' || connection.kind === 'refused');
  const { freshness } = useFreshness();
  if (lost) {
    return (
      <EmptyState
        icon={<IconPlugConnectedX size={22} />}
        title={text.orders.unreachable}
        hint={text.orders.unreachableHint}
      />
    );
  }
  if (freshness.kind === 'database-lost') {
    const hint = [freshness.problem, text.orders.unreachableHint].filter((part) => part !== null).join(' ');
    return <EmptyState icon={<IconDatabaseOff size={22} />} title={text.orders.noDatabase} hint={hint} />;
  }
  return loading;
}

/** How much of the table has come. Nothing while that is not known. */
export function PictureProgress() {
  const connection = useConsole((state) => state.connection);
  const { received, expected } = connection.kind === 'catching-up' ? connection : { received: 0, expected: null };
  if (expected === null || expected === 0) return null;
  return (
    <div className={styles.progress}>
      <Progress value={Math.min(100, (received / expected) * 100)} size={4} aria-label={text.orders.loading} />
      <span>{text.orders.loaded(received, expected)}</span>
    </div>
  );
}
