import { text } from '../../strings.ts';

/** What the grid says by itself, in the language of the console; the names are the grid's. */
export function gridWords(): Record<string, string> {
  const { select, selected, notSelected, partly, sort } = text.orders.spoken;
  return {
    ariaRowToggleSelection: select,
    ariaChecked: selected,
    ariaUnchecked: notSelected,
    ariaIndeterminate: partly,
    ariaSortableColumn: sort,
  };
}
