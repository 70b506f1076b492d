import { type RefObject, useCallback, useEffect, useRef } from 'react';
import { isTextField } from './replay-key.ts';
import type { ScanStation } from './scan-station.ts';

/** What a number typed beside every field begins with. */
const BEGINS_NUMBER = /^[\d#]$/;

/**
 * Keys of a person that mean something wherever the focus is: Enter and Space acknowledge, U undoes, and a number typed
 * at nothing goes to the field. A dialog in front keeps its keys.
 *
 * @returns what gives the focus back to where it was when such a number was begun; without effect after anything else
 */
export function useScanKeys(station: ScanStation, field: RefObject<HTMLInputElement | null>): () => void {
  const before = useRef<Element | null>(null);
  useEffect(() => {
    const down = (event: KeyboardEvent): void => {
      if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || isInDialog(event.target)) return;
      const isWriting = isTextField(event.target);
      if (station.store.getState().isBlocked) {
        const acknowledges = event.key === 'Enter' || (event.key === ' ' && !isWriting);
        if (!acknowledges) return;
        take(event);
        station.acknowledge();
        return;
      }
      const input = field.current;
      if (input === null) return;
      // No code begins with a U: at an empty field it means what it means everywhere.
      if (event.key.toLowerCase() === 'u' && (!isWriting || (event.target === input && input.value === ''))) {
        take(event);
        void station.undo();
      } else if (!isWriting && BEGINS_NUMBER.test(event.key)) {
        before.current = document.activeElement;
        input.focus();
        // The character itself follows the focus.
        event.stopImmediatePropagation();
      }
    };
    // Before the buttons: while something is wrong, Enter is not for them.
    window.addEventListener('keydown', down, { capture: true });
    return () => window.removeEventListener('keydown', down, { capture: true });
  }, [station, field]);
  return useCallback(() => {
    const place = before.current;
    before.current = null;
    if (place === null || document.activeElement !== field.current) return;
    if (place instanceof HTMLElement && place !== document.body && place.isConnected) place.focus();
    else field.current?.blur();
  }, [field]);
}

function isInDialog(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role="dialog"], [role="menu"], [role="listbox"]') !== null;
}

function take(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
