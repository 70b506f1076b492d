import { Button, Skeleton } from '@mantine/core';
import { IconInbox, IconSearchOff } from '@tabler/icons-react';
import { reachesBeyond } from '../../store/whole-search.ts';
import { workspace } from '../../store/workspace.ts';
import { text } from '../../strings.ts';
import { useConsole } from '../../ui/console-context.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { NoPicture, PictureProgress } from '../../ui/no-picture.tsx';
import { useMay } from '../../ui/use-may.ts';
import type { OrderFilter } from './order-filter.ts';
import styles from './orders-blank.module.css';
import { SearchAll } from './row-count.tsx';

/** What lies over the grid while it has no rows to show: why, and what to do. */
export function OrdersBlank({ filter, shown }: { readonly filter: OrderFilter; readonly shown: number | null }) {
  const complete = useConsole((state) => state.picture.complete);
  const all = useConsole((state) => state.shown.size);
  if (!complete || shown === null) {
    return (
      <div className={styles.cover}>
        <NoPicture loading={<Loading />} />
      </div>
    );
  }
  if (shown > 0) return null;
  return <div className={styles.cover}>{all === 0 ? <NoOrders /> : <NoMatch filter={filter} />}</div>;
}

function Loading() {
  return (
    <div className={styles.loading} role="status" aria-label={text.orders.loading}>
      <PictureProgress />
      {Array.from({ length: 12 }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of nothing have no other name
        <div key={row} className={styles.row}>
          <Skeleton height={10} width={48} />
          <Skeleton height={10} width={`${24 + ((row * 7) % 12)}%`} />
          <Skeleton height={10} width={`${18 + ((row * 5) % 14)}%`} />
          <Skeleton height={10} width={84} />
        </div>
      ))}
    </div>
  );
}

function NoOrders() {
  const mayCreate = useMay('orders:create');
  return (
    <EmptyState icon={<IconInbox size={22} />} title={text.orders.none} hint={text.orders.noneHint}>
      {mayCreate && <Button onClick={() => workspace.setState({ newOrderOpen: true })}>{text.newOrder.open}</Button>}
    </EmptyState>
  );
}

function NoMatch({ filter }: { readonly filter: OrderFilter }) {
  const window = useConsole((state) => state.picture.window);
  const showAll = (
    <>
      {window !== null && reachesBeyond(filter, window) && <SearchAll total={window.total} primary />}
      <Button variant="default" onClick={() => workspace.setState({ search: '', status: null })}>
        {text.orders.showAll}
      </Button>
    </>
  );
  if (filter.search.trim() === '' && filter.status !== null) {
    return (
      <EmptyState
        icon={<IconInbox size={22} />}
        title={text.orders.noneOf(filter.status)}
        hint={text.orders.noneOfHint}
      >
        {showAll}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<IconSearchOff size={22} />}
      title={text.orders.noMatch(filter.search.trim())}
      hint={text.orders.noMatchHint}
    >
      {showAll}
    </EmptyState>
  );
}
