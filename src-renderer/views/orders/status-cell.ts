import type { ICellRendererComp, ICellRendererParams } from 'ag-grid-community';
import type { Order, OrderStatus } from '../../../src-shared/order.ts';
import type { OrderLimits } from '../../../src-shared/order-limits.ts';

/** What the grid hands to its cells. */
export interface GridContext {
  /** The badge of a status as it is drawn everywhere, to be copied. */
  readonly badgeOf: (status: OrderStatus) => Element | null;
  /** Whether something was asked of the order that the server has not confirmed. */
  readonly isUnconfirmed: (id: number) => boolean;
  /** From when on an order is old. */
  readonly limits: () => OrderLimits;
}

/** A status in the grid. A copy of a drawn badge costs a fraction of a component per cell. */
export class StatusCell implements ICellRendererComp<Order> {
  readonly #cell = document.createElement('span');

  init(params: ICellRendererParams<Order, OrderStatus, GridContext>): void {
    this.refresh(params);
  }

  getGui(): HTMLElement {
    return this.#cell;
  }

  refresh({ data, context }: ICellRendererParams<Order, OrderStatus, GridContext>): boolean {
    const badge = data === undefined ? null : context.badgeOf(data.status);
    this.#cell.replaceChildren(...(badge === null ? [] : [badge.cloneNode(true)]));
    return true;
  }
}
