import { useDraggable } from '@dnd-kit/core';
import { type KeyboardEvent, memo } from 'react';
import type { Order } from '../../../src-shared/order.ts';
import { text } from '../../strings.ts';
import { useMay } from '../../ui/use-may.ts';
import styles from './board-card.module.css';
import { cardByKey } from './board-keys.ts';
import { CardFace } from './card-face.tsx';
import { CardMenu } from './card-menu.tsx';
import { useBoardHands } from './use-board.ts';

interface BoardCardProps {
  readonly order: Order;
  /** Whether Tab leads to it: one card of the board has that, the arrows lead to the others. */
  readonly isEntry: boolean;
  readonly isOpen: boolean;
}

/** An order on the board: a press opens it, a drag moves it, and so do the keys and the menu. */
export const BoardCard = memo(function BoardCard({ order, isEntry, isOpen }: BoardCardProps) {
  const { model, open, focus } = useBoardHands();
  const mayMove = useMay('orders:set-status');
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, isDragging } = useDraggable({
    id: order.id,
    disabled: !mayMove,
    data: { order },
    attributes: { roleDescription: text.board.dragRole },
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    listeners?.onKeyDown?.(event);
    if (isDragging || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    const next = cardByKey(model, order, event.key);
    if (next === null) return;
    event.preventDefault();
    focus(next);
  };
  return (
    <div ref={setNodeRef} className={styles.card} data-card={order.id} data-open={isOpen} data-dragging={isDragging}>
      <button
        {...listeners}
        ref={setActivatorNodeRef}
        type="button"
        className={styles.main}
        tabIndex={isEntry ? 0 : -1}
        aria-roledescription={attributes['aria-roledescription']}
        aria-describedby={attributes['aria-describedby']}
        onClick={() => open(order.id)}
        onKeyDown={onKeyDown}
        // Space lifts; in some browsers its release would press the button all the same.
        onKeyUp={(event) => {
          if (event.key === ' ') event.preventDefault();
        }}
      >
        <CardFace order={order} />
      </button>
      {mayMove && <CardMenu order={order} isEntry={isEntry} />}
    </div>
  );
});
