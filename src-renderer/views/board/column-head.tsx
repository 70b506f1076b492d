import { ActionIcon } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { OrderStatus } from '../../../src-shared/order.ts';
import { holdsAll } from '../../store/window-counts.ts';
import { workspace } from '../../store/workspace.ts';
import { text } from '../../strings.ts';
import { useConsole } from '../../ui/console-context.tsx';
import { countedText } from '../../ui/counted-text.ts';
import { StatusIcon } from '../../ui/status-badge.tsx';
import { useMay } from '../../ui/use-may.ts';
import styles from './board-column.module.css';
import { CardAge } from './card-age.tsx';
import { useBoardHands } from './use-board.ts';

/** Status, how many there are, and how long the first of them has been waiting. */
export function ColumnHead({ status }: { readonly status: OrderStatus }) {
  const { model } = useBoardHands();
  useSyncExternalStore(model.subscribe, () => model.versionOf(status));
  const all = useConsole((state) => state.counts[status]);
  const isWhole = useConsole(({ picture }) => holdsAll(picture.window, status));
  const isSearching = useStore(workspace, (state) => state.search.trim() !== '');
  const mayCreate = useMay('orders:create');
  const cards = model.cards(status);
  const [top] = cards;
  const say = status === 'delivered' ? text.board.newest : text.board.oldest;
  return (
    <header className={styles.head} data-column-head={status}>
      <StatusIcon status={status} size={18} />
      <h2 className={styles.title}>{text.status[status]}</h2>
      <span
        className={styles.count}
        data-testid={`board-count-${status}`}
        title={isWhole ? undefined : text.window.atLeastHint}
      >
        {isSearching ? text.board.found(cards.length, countedText(all, isWhole)) : countedText(all, isWhole)}
      </span>
      <span className={styles.age}>{top !== undefined && <CardAge order={top} say={say} />}</span>
      {mayCreate && (
        <ActionIcon
          className={styles.create ?? ''}
          aria-label={text.board.create[status]}
          title={text.board.create[status]}
          onClick={() => workspace.setState({ newOrderOpen: true, newOrderStatus: status })}
        >
          <IconPlus size={16} aria-hidden />
        </ActionIcon>
      )}
    </header>
  );
}
