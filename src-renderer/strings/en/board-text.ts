import type { OrderStatus } from '../../../src-shared/order.ts';
import { formatNumber } from '../../ui/format.ts';

const NONE: Record<OrderStatus, string> = {
  pending: 'Nothing waits to be shipped',
  shipped: 'Nothing is on its way',
  delivered: 'Nothing has been delivered yet',
};
const NONE_HINT: Record<OrderStatus, string> = {
  pending: 'New orders appear here by themselves, the oldest on top.',
  shipped: 'Drag a pending order here, or press Space on it and then the right arrow.',
  delivered: 'Drag a shipped order here when it has arrived. The newest is on top.',
};
/** For those who may look and not move. */
const NONE_HINT_TO_SEE: Record<OrderStatus, string> = {
  pending: 'New orders appear here by themselves, the oldest on top.',
  shipped: 'An order appears here by itself when it has been shipped.',
  delivered: 'An order appears here by itself when it has arrived. The newest is on top.',
};
const DROP: Record<OrderStatus, string> = {
  pending: 'Drop here to set it back to pending',
  shipped: 'Drop here to ship it',
  delivered: 'Drop here to mark it as delivered',
};
const MOVE: Record<OrderStatus, string> = { pending: 'Set back to pending', shipped: 'Ship', delivered: 'Deliver' };
const NEW: Record<OrderStatus, string> = {
  pending: 'New pending order',
  shipped: 'New shipped order',
  delivered: 'New delivered order',
};

export const boardText = {
  title: 'Board',
  column: (status: string, count: number) => `${status}: ${formatNumber(count)}`,
  found: (found: number, all: string) => `${formatNumber(found)} of ${all}`,
  oldest: (span: string) => `oldest ${span}`,
  newest: (span: string) => `last ${span} ago`,
  create: NEW,
  none: NONE,
  noneHint: NONE_HINT,
  noneHintToSee: NONE_HINT_TO_SEE,
  noMatch: 'The search finds nothing here',
  noMatchHint: 'It looks at number, customer and product.',
  clearSearch: 'Clear the search',
  drop: DROP,
  move: MOVE,
  moveMenu: (id: number) => `Move order ${id}`,
  warn: (span: string) => `For ${span}: getting late`,
  late: (span: string) => `For ${span}: late`,
  noAge: 'no time recorded',
  movedBy: (who: string) => `by ${who}`,
  unconfirmed: 'Being saved',
  deleted: (id: number) => `Order ${id} was deleted by somebody else meanwhile.`,
  dragRole: 'card that can be moved',
  dragHelp:
    'Press Space to lift the card, the left and right arrows to choose a column, Space or Enter to drop it, Escape to put it back. While nothing is lifted, the arrows lead from card to card and Enter opens the order.',
  lifted: (id: number, status: string) => `Order ${id} lifted from ${status}.`,
  isOver: (id: number, status: string) => `Order ${id} is over ${status}.`,
  isOutside: (id: number) => `Order ${id} is over no column.`,
  dropped: (id: number, status: string) => `Order ${id} dropped in ${status}.`,
  returned: (id: number, status: string) => `Order ${id} stays in ${status}.`,
};
