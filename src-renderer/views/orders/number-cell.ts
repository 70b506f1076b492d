import type { ICellRendererComp, ICellRendererParams } from 'ag-grid-community';
import type { Order } from '../../../src-shared/order.ts';
import { text } from '../../strings.ts';
import markStyles from '../../ui/unconfirmed-mark.module.css';
import type { GridContext } from './status-cell.ts';

/** The number of an order in the grid, marked while the server has not confirmed what was asked of it. */
export class NumberCell implements ICellRendererComp<Order> {
  readonly #cell = document.createElement('span');

  init(params: ICellRendererParams<Order, number, GridContext>): void {
    this.refresh(params);
  }

  getGui(): HTMLElement {
    return this.#cell;
  }

  refresh({ data, context }: ICellRendererParams<Order, number, GridContext>): boolean {
    this.#cell.textContent = data === undefined ? '' : String(data.id);
    if (data !== undefined && context.isUnconfirmed(data.id)) this.#cell.append(mark());
    return true;
  }
}

/** As `UnconfirmedMark` draws it elsewhere. */
function mark(): HTMLElement {
  const dot = document.createElement('span');
  dot.className = markStyles.mark ?? '';
  dot.setAttribute('role', 'img');
  dot.setAttribute('aria-label', text.undo.unconfirmed);
  dot.title = text.undo.unconfirmed;
  return dot;
}
