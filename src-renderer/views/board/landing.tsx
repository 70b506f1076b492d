import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import type { OrderStatus } from '../../../src-shared/order.ts';
import { useNow } from '../../ui/now.ts';
import styles from './board-lanes.module.css';
import { useBoardHands } from './use-board.ts';

/**
 * Stands after the columns, so its effects run when they have their new cards: lets the cards that changed columns
 * arrive, and gives the keyboard a place when the card it was on has gone.
 */
export function Landing() {
  const { model, flights, focus } = useBoardHands();
  const version = useSyncExternalStore(model.subscribe, () => model.version);
  const layer = useRef<HTMLDivElement>(null);
  const last = useRef<{ readonly id: number; readonly status: OrderStatus; readonly index: number } | null>(null);
  useLayoutEffect(() => {
    flights.layer = layer.current;
    return () => {
      flights.layer = null;
    };
  }, [flights]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs with every change of the columns
  useLayoutEffect(() => {
    flights.arrive();
    const lost = last.current;
    if (lost !== null && document.activeElement === document.body) {
      const cards = model.cards(lost.status);
      const next = cards[Math.min(lost.index, cards.length - 1)];
      if (next !== undefined) focus(next);
    }
    last.current = focusedCard();
  }, [version]);
  useEffect(() => {
    const note = (): void => {
      last.current = focusedCard();
    };
    document.addEventListener('focusin', note);
    return () => document.removeEventListener('focusin', note);
  });
  function focusedCard(): typeof last.current {
    const card = document.activeElement?.closest<HTMLElement>('[data-card]');
    const order = card === null || card === undefined ? undefined : model.get(Number(card.dataset.card));
    return order === undefined ? null : { id: order.id, status: order.status, index: model.indexOf(order) };
  }
  return (
    <>
      <ForgetNames />
      <div ref={layer} className={styles.layer} aria-hidden="true" />
    </>
  );
}

function ForgetNames() {
  const { names } = useBoardHands();
  const now = useNow(1_000);
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at once a second
  useEffect(() => names.expire(), [names, now]);
  return null;
}
