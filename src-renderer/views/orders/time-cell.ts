import type { ICellRendererComp, ICellRendererParams } from 'ag-grid-community';
import type { Order } from '../../../src-shared/order.ts';
import { type AgeLevel, ageLevel, orderSince } from '../../../src-shared/order-limits.ts';
import { text } from '../../strings.ts';
import { formatSpan } from '../../ui/format.ts';
import { everyTick } from '../../ui/now.ts';
import { exactTime, relativeTime } from '../../ui/time.ts';
import type { GridContext } from './status-cell.ts';

/** Relative times are drawn anew at this pace, in milliseconds. */
const TICK_MS = 5_000;

type Params = ICellRendererParams<Order, string | null, GridContext>;

/**
 * A moment in the grid, as `TimeLabel` shows it elsewhere; without a component per cell. The one since when an order
 * waits says how urgent that is, by colour, by a sign and in words.
 */
export class TimeCell implements ICellRendererComp<Order> {
  readonly #cell = document.createElement('time');
  #params: Params | null = null;
  #stop: (() => void) | null = null;

  init(params: Params): void {
    this.refresh(params);
    const draw = (): void => this.#draw();
    const stop = everyTick(TICK_MS, draw);
    // Another status makes it urgent or not, which does not touch this field.
    params.node.addEventListener('dataChanged', draw);
    this.#stop = () => {
      stop();
      params.node.removeEventListener('dataChanged', draw);
    };
  }

  getGui(): HTMLElement {
    return this.#cell;
  }

  refresh(params: Params): boolean {
    this.#params = params;
    const iso = params.value ?? null;
    if (iso === null) this.#cell.removeAttribute('datetime');
    else this.#cell.dateTime = iso;
    this.#draw();
    return true;
  }

  destroy(): void {
    this.#stop?.();
  }

  #draw(): void {
    const iso = this.#params?.value ?? null;
    const now = Date.now();
    const shown = iso === null ? text.empty : relativeTime(iso, now);
    if (this.#cell.textContent !== shown) this.#cell.textContent = shown;
    const level = this.#level(now);
    if (this.#cell.dataset.level !== level) this.#cell.dataset.level = level;
    const exact = iso === null ? text.time.none : exactTime(iso);
    const title =
      iso === null || level === 'fine' ? exact : `${text.board[level](formatSpan(now - Date.parse(iso)))}\n${exact}`;
    if (this.#cell.title !== title) this.#cell.title = title;
  }

  #level(now: number): AgeLevel {
    const { node, column, value, context } = this.#params ?? {};
    const order = node?.data;
    if (order === undefined || context === undefined || value !== orderSince(order)) return 'fine';
    // A shipped order that was never changed has both times alike.
    if (column?.getColId() !== (order.status === 'pending' ? 'created_at' : 'updated_at')) return 'fine';
    return ageLevel(order, context.limits(), now);
  }
}
