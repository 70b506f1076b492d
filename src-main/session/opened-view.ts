import type { OrderWindow } from '../../src-shared/order-window.ts';
import type { ConsistentView, OrdersPart } from '../feed/change-log.ts';

/** A view, and what of it is sent. */
export interface Opened {
  readonly view: ConsistentView;
  readonly epoch: string;
  readonly part: OrdersPart | undefined;
  readonly count: number;
  readonly window: OrderWindow | null;
}
