import type { ICellRendererComp, ICellRendererParams } from 'ag-grid-community';
import type { Order } from '../../../src-shared/order.ts';
import { text } from '../../strings.ts';
import { everyTick } from '../../ui/now.ts';
import { exactTime, relativeTime } from '../../ui/time.ts';

/** Relative times are drawn anew at this pace, in milliseconds. */
const TICK_MS = 5_000;

/** A moment in the grid, as `TimeLabel` shows it elsewhere; without a component per cell. */
export class TimeCell implements ICellRendererComp<Order> {
  readonly #cell = document.createElement('time');
  #iso: string | null = null;
  #stop: (() => void) | null = null;

  init(params: ICellRendererParams<Order, string | null>): void {
    this.refresh(params);
    this.#stop = everyTick(TICK_MS, () => this.#draw());
  }

  getGui(): HTMLElement {
    return this.#cell;
  }

  refresh({ value }: ICellRendererParams<Order, string | null>): boolean {
    this.#iso = value ?? null;
    this.#cell.title = this.#iso === null ? text.time.none : exactTime(this.#iso);
    if (this.#iso === null) this.#cell.removeAttribute('datetime');
    else this.#cell.dateTime = this.#iso;
    this.#draw();
    return true;
  }

  destroy(): void {
    this.#stop?.();
  }

  #draw(): void {
    const shown = this.#iso === null ? text.empty : relativeTime(this.#iso, Date.now());
    if (this.#cell.textContent !== shown) this.#cell.textContent = shown;
  }
}
