import { type RefObject, useEffect } from 'react';

/**
 * Takes the keyboard over when what has it inside goes away or is switched off, as a button does that has done its
 * work: the next key is still for this part of the page. Who has gone elsewhere stays there.
 */
export function useKeptFocus(place: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    let last: Element | null = null;
    const note = ({ target }: FocusEvent): void => {
      last = target instanceof Element ? target : null;
    };
    const look = (): void => {
      const isLost = document.activeElement === null || document.activeElement === document.body;
      const isGone = last !== null && (!last.isConnected || last.matches(':disabled'));
      if (isGone && (isLost || document.activeElement === last)) element.focus({ preventScroll: true });
    };
    const observer = new MutationObserver(look);
    observer.observe(element, { subtree: true, childList: true, attributes: true, attributeFilter: ['disabled'] });
    element.addEventListener('focusin', note);
    return () => {
      observer.disconnect();
      element.removeEventListener('focusin', note);
    };
  }, [place]);
}
