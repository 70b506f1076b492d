import { Checkbox } from '@mantine/core';
import type { GridApi } from 'ag-grid-community';
import { useEffect, useState } from 'react';
import type { Order } from '../../../src-shared/order.ts';
import { text } from '../../strings.ts';

type Selected = 'none' | 'some' | 'all';

/** The box above the boxes: selects every order the filter shows, or clears the selection. */
export function SelectAll({ api }: { readonly api: GridApi<Order> }) {
  const [selected, setSelected] = useState<Selected>('none');
  useEffect(() => {
    const look = (): void => {
      const count = api.getSelectedNodes().length;
      setSelected(count === 0 ? 'none' : count >= api.getDisplayedRowCount() ? 'all' : 'some');
    };
    look();
    api.addEventListener('selectionChanged', look);
    return () => {
      if (!api.isDestroyed()) api.removeEventListener('selectionChanged', look);
    };
  }, [api]);
  return (
    <Checkbox
      size="xs"
      aria-label={selected === 'none' ? text.bulk.selectAll : text.bulk.clear}
      checked={selected === 'all'}
      indeterminate={selected === 'some'}
      onChange={() => (selected === 'none' ? api.selectAll('filtered') : api.deselectAll('all'))}
    />
  );
}
