import { ORDER_STATUSES, type Order, type OrderStatus } from '../../../src-shared/order.ts';
import type { BoardModel } from './board-model.ts';

/** Cards that Page Up and Page Down pass. */
const PAGE = 8;

/**
 * Pure: the card that a key leads to from another; `null` when the key leads nowhere.
 * Sideways it is the card at the same place of the next column that has any.
 */
export function cardByKey(model: BoardModel, from: Order, key: string): Order | null {
  const cards = model.cards(from.status);
  const index = model.indexOf(from);
  switch (key) {
    case 'ArrowDown':
      return cards[index + 1] ?? null;
    case 'ArrowUp':
      return cards[index - 1] ?? null;
    case 'PageDown':
      return cards[Math.min(index + PAGE, cards.length - 1)] ?? null;
    case 'PageUp':
      return cards[Math.max(index - PAGE, 0)] ?? null;
    case 'Home':
      return cards[0] ?? null;
    case 'End':
      return cards[cards.length - 1] ?? null;
    case 'ArrowLeft':
      return beside(model, from.status, index, -1);
    case 'ArrowRight':
      return beside(model, from.status, index, 1);
    default:
      return null;
  }
}

function beside(model: BoardModel, from: OrderStatus, index: number, step: number): Order | null {
  for (let at = ORDER_STATUSES.indexOf(from) + step; ; at += step) {
    const status = ORDER_STATUSES[at];
    if (status === undefined) return null;
    const cards = model.cards(status);
    if (cards.length > 0) return cards[Math.min(Math.max(index, 0), cards.length - 1)] ?? null;
  }
}
