import { Button } from '@mantine/core';
import { IconCircleCheck, IconInbox, IconSearchOff, IconTruck } from '@tabler/icons-react';
import { useStore } from 'zustand';
import type { OrderStatus } from '../../../src-shared/order.ts';
import { workspace } from '../../store/workspace.ts';
import { text } from '../../strings.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useMay } from '../../ui/use-may.ts';

const ICONS = { pending: IconInbox, shipped: IconTruck, delivered: IconCircleCheck };

/** Why a column is empty, and what fills it. */
export function ColumnEmpty({ status }: { readonly status: OrderStatus }) {
  const isSearching = useStore(workspace, (state) => state.search.trim() !== '');
  const mayMove = useMay('orders:set-status');
  const hint = mayMove ? text.board.noneHint[status] : text.board.noneHintToSee[status];
  const Icon = isSearching ? IconSearchOff : ICONS[status];
  return (
    <EmptyState
      icon={<Icon size={22} />}
      title={isSearching ? text.board.noMatch : text.board.none[status]}
      hint={isSearching ? text.board.noMatchHint : hint}
    >
      {isSearching && (
        <Button variant="default" onClick={() => workspace.setState({ search: '' })}>
          {text.board.clearSearch}
        </Button>
      )}
    </EmptyState>
  );
}
