import {
  type Announcements,
  type CollisionDetection,
  closestCenter,
  type KeyboardCoordinateGetter,
  pointerWithin,
} from '@dnd-kit/core';
import { ORDER_STATUSES, type Order, type OrderStatus, orderSchema } from '../../../src-shared/order.ts';
import { text } from '../../strings.ts';

/** What lifts, drops and puts back; Enter opens a card that is not lifted. */
export const KEYBOARD_CODES = { start: ['Space'], cancel: ['Escape'], end: ['Space', 'Enter'] };
/** A press this long lifts a card under a finger; a shorter one scrolls, in milliseconds and pixels. */
export const TOUCH_PRESS = { delay: 220, tolerance: 8 };
/** A mouse that moves less than this is a click, in pixels. */
export const MOUSE_SLACK = { distance: 5 };

export function statusOf(id: unknown): OrderStatus | null {
  return ORDER_STATUSES.find((status) => status === id) ?? null;
}

/** The column under the hand; with the keyboard the one that the card was moved over. */
export const columnUnder: CollisionDetection = (input) =>
  input.pointerCoordinates === null ? closestCenter(input) : pointerWithin(input);

/** Arrows lead from column to column. */
export const nextColumn: KeyboardCoordinateGetter = (event, { currentCoordinates, context }) => {
  const step = event.code === 'ArrowRight' ? 1 : event.code === 'ArrowLeft' ? -1 : 0;
  if (step === 0) return undefined;
  event.preventDefault();
  const { droppableRects, over, collisionRect } = context;
  const columns = ORDER_STATUSES.filter((status) => droppableRects.has(status));
  const here = statusOf(over?.id) ?? undefined;
  const at = here === undefined ? -1 : columns.indexOf(here);
  const next = columns[at + step];
  const rect = next === undefined ? undefined : droppableRects.get(next);
  if (rect === undefined || collisionRect === null) return undefined;
  return { x: rect.left + (rect.width - collisionRect.width) / 2, y: currentCoordinates.y };
};

/** The column that a card was lifted from, in words. */
function homeOf(data: unknown): string {
  const order = orderIn(data);
  return order === null ? text.empty : text.status[order.status];
}

function orderIn(data: unknown): Order | null {
  return orderSchema.safeParse(data).data ?? null;
}

function columnOf(id: unknown): string | null {
  const status = statusOf(id);
  return status === null ? null : text.status[status];
}

/** What a screen reader says of one drag after the other. */
export function createAnnouncements(): Announcements {
  let hasLeft = false;
  return {
    onDragStart({ active }) {
      hasLeft = false;
      return text.board.lifted(Number(active.id), homeOf(active.data.current?.order));
    },
    onDragOver({ active, over }) {
      const column = columnOf(over?.id);
      // Over the column it was lifted from, which goes without saying and would cut off what was just said.
      if (!hasLeft && column === homeOf(active.data.current?.order)) return undefined;
      hasLeft = true;
      return column === null ? text.board.isOutside(Number(active.id)) : text.board.isOver(Number(active.id), column);
    },
    onDragEnd({ active, over }) {
      const home = homeOf(active.data.current?.order);
      const column = columnOf(over?.id);
      const isMoved = column !== null && column !== home;
      return isMoved ? text.board.dropped(Number(active.id), column) : text.board.returned(Number(active.id), home);
    },
    onDragCancel: ({ active }) => text.board.returned(Number(active.id), homeOf(active.data.current?.order)),
  };
}
