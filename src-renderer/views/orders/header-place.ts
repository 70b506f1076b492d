import type { IHeaderComp, IHeaderParams } from 'ag-grid-community';
import type { Order } from '../../../src-shared/order.ts';

/** A header cell that others draw into: tells where it is when the grid has made it. */
export function headerPlace(tell: (place: HTMLElement | null) => void): new () => IHeaderComp {
  return class implements IHeaderComp {
    readonly #place = document.createElement('span');

    init(_params: IHeaderParams<Order>): void {
      this.#place.className = 'select-all';
      tell(this.#place);
    }

    getGui(): HTMLElement {
      return this.#place;
    }

    refresh(): boolean {
      return true;
    }

    destroy(): void {
      tell(null);
    }
  };
}
