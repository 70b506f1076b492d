import { type RefObject, useEffect } from 'react';

/** Puts the keyboard where a page begins: on its marked element, else on its title. */
export function useFocusFirst(page: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const first = page.current?.querySelector<HTMLElement>('[data-autofocus]') ?? page.current?.querySelector('h1');
    first?.focus();
  }, [page]);
}
