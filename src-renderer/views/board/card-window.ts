import { type RefObject, useLayoutEffect, useState } from 'react';

/** Height of a card together with the gap under it, in pixels. */
export const CARD_STEP = 80;
/** Cards that are drawn beyond the edges, so that a quick scroll shows no gaps. */
const OVERSCAN = 5;

export interface CardWindow {
  /** Index of the first card that is drawn. */
  readonly first: number;
  /** Index after the last one. */
  readonly end: number;
}

/** Pure: the cards that can be seen, and some around them. */
export function windowOf(scrollTop: number, height: number, count: number): CardWindow {
  const first = Math.max(0, Math.floor(scrollTop / CARD_STEP) - OVERSCAN);
  const end = Math.min(count, Math.ceil((scrollTop + height) / CARD_STEP) + OVERSCAN);
  return { first: Math.min(first, end), end };
}

/**
 * The part of a column that is drawn. All cards are of one height, so its place is a division: nothing is kept for
 * each card, however many there are.
 */
export function useCardWindow(scroller: RefObject<HTMLElement | null>, count: number): CardWindow {
  const [seen, setSeen] = useState({ top: 0, height: 1_200 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const look = (): void => {
      // In whole cards, so that most of a scroll draws nothing anew.
      const top = Math.floor(element.scrollTop / CARD_STEP) * CARD_STEP;
      const height = element.clientHeight + CARD_STEP;
      setSeen((before) => (before.top === top && before.height === height ? before : { top, height }));
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [scroller]);
  return windowOf(seen.top, seen.height, count);
}
