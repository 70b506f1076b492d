import { useDroppable } from '@dnd-kit/core';
import { memo, useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import type { Order, OrderStatus } from '../../../src-shared/order.ts';
import { text } from '../../strings.ts';
import { BoardCard } from './board-card.tsx';
import styles from './board-column.module.css';
import { CARD_STEP, useCardWindow } from './card-window.ts';
import { ColumnEmpty } from './column-empty.tsx';
import { ColumnHead } from './column-head.tsx';
import { useBoardHands } from './use-board.ts';

interface BoardColumnProps {
  readonly status: OrderStatus;
  /** Where the keyboard is, or was last. */
  readonly focusedId: number | null;
  /** Whether Tab enters the board here, as long as the keyboard has been nowhere. */
  readonly isEntry: boolean;
  readonly openId: number | null;
  readonly heldId: number | null;
  /** Whether a card of another column would be dropped here. */
  readonly isTarget: boolean;
}

/** One status and its cards. Only those in view are drawn. */
export const BoardColumn = memo(function BoardColumn(props: BoardColumnProps) {
  const { status, focusedId, isEntry, openId, heldId, isTarget } = props;
  const { model } = useBoardHands();
  const version = useSyncExternalStore(model.subscribe, () => model.versionOf(status));
  const cards = model.cards(status);
  const { setNodeRef } = useDroppable({ id: status });
  const scroller = useRef<HTMLDivElement>(null);
  const { first, end } = useCardWindow(scroller, cards.length);
  useStillView(scroller, status, version);
  const drawn = drawnCards(cards, first, end, [focusedId, heldId]);
  return (
    <section ref={setNodeRef} className={styles.column} aria-label={text.status[status]} data-target={isTarget}>
      <ColumnHead status={status} />
      {isTarget && <div className={styles.slot}>{text.board.drop[status]}</div>}
      <div ref={scroller} className={styles.scroller} data-scroller={status}>
        {cards.length === 0 ? (
          <ColumnEmpty status={status} />
        ) : (
          <ul
            className={styles.cards}
            aria-label={text.board.column(text.status[status], cards.length)}
            style={{ height: cards.length * CARD_STEP }}
          >
            {drawn.map(([order, index]) => (
              <li
                key={order.id}
                className={styles.place}
                aria-posinset={index + 1}
                aria-setsize={cards.length}
                style={{ transform: `translateY(${index * CARD_STEP}px)` }}
              >
                <BoardCard
                  order={order}
                  isEntry={order.id === focusedId || (isEntry && index === 0)}
                  isOpen={order.id === openId}
                />
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
});

/** The cards in view; and, wherever they stand, those that the keyboard or a hand is on. */
function drawnCards(
  cards: readonly Order[],
  first: number,
  end: number,
  kept: readonly (number | null)[],
): (readonly [Order, number])[] {
  const drawn = cards.slice(first, end).map((order, place) => [order, first + place] as const);
  for (const id of kept) {
    if (id === null || drawn.some(([order]) => order.id === id)) continue;
    const index = cards.findIndex((order) => order.id === id);
    const order = cards[index];
    if (order !== undefined) drawn.push([order, index]);
  }
  return drawn;
}

/** Cards that come and go above the view do not move it: the one on its upper edge stays where it is. */
function useStillView(scroller: { readonly current: HTMLElement | null }, status: OrderStatus, version: number): void {
  const { model } = useBoardHands();
  const anchor = useRef<Order | null>(null);
  /** How far the anchor stands under the upper edge, in pixels. */
  const place = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at when the column has changed
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const note = (): void => {
      const index = Math.ceil(element.scrollTop / CARD_STEP);
      anchor.current = element.scrollTop < CARD_STEP / 2 ? null : (model.cards(status)[index] ?? null);
      place.current = index * CARD_STEP - element.scrollTop;
    };
    const now = anchor.current === null ? undefined : model.get(anchor.current.id);
    const index = now === undefined || now.status !== status ? -1 : model.indexOf(now);
    if (index >= 0) {
      const top = index * CARD_STEP - place.current;
      if (top !== element.scrollTop) element.scrollTop = top;
    }
    note();
    element.addEventListener('scroll', note, { passive: true });
    return () => element.removeEventListener('scroll', note);
  }, [scroller, model, status, version]);
}
