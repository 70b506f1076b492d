import type { OrderStatus } from '../../src-shared/order.ts';
import type { OrderWindow } from '../../src-shared/order-window.ts';

/** Pure: whether a picture of this window holds every order of a status (`null`: of any). */
export function holdsAll(window: OrderWindow | null, status: OrderStatus | null): boolean {
  if (window === null) return true;
  return window.open && status !== null && status !== 'delivered';
}
