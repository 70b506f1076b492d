import type { GridApi } from 'ag-grid-community';
import { useEffect, useRef, useState } from 'react';
import type { Order } from '../../../src-shared/order.ts';
import { text } from '../../strings.ts';

type Selected = 'none' | 'some' | 'all';

const MARK: Readonly<Record<Selected, string>> = { none: '', some: 'ag-indeterminate', all: 'ag-checked' };

/** The box above the boxes, drawn as they are: selects every order the filter shows, or clears the selection. */
export function SelectAll({ api }: { readonly api: GridApi<Order> }) {
  const [selected, setSelected] = useState<Selected>('none');
  const box = useRef<HTMLInputElement>(null);
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
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = selected === 'some';
  }, [selected]);
  return (
    <span className={`ag-checkbox-input-wrapper ag-input-wrapper ${MARK[selected]}`}>
      <input
        ref={box}
        type="checkbox"
        className="ag-input-field-input ag-checkbox-input"
        aria-label={selected === 'none' ? text.bulk.selectAll : text.bulk.clear}
        checked={selected === 'all'}
        onChange={() => (selected === 'none' ? api.selectAll('filtered') : api.deselectAll('all'))}
      />
    </span>
  );
}
