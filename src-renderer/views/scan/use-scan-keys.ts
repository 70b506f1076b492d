import { type RefObject, useEffect } from 'react';
import { isTextField } from './replay-key.ts';
import type { ScanStation } from './scan-station.ts';

/** What a number typed beside every field begins with. */
const BEGINS_NUMBER = /^[\d#]$/;

/**
 * Keys of a person that mean something wherever the focus is: Enter and Space acknowledge, U undoes, and a number typed
 * at nothing goes to the field. A dialog in front keeps its keys.
 */
export function useScanKeys(station: ScanStation, field: RefObject<HTMLInputElement | null>): void {
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
      if (isWriting) return;
      if (event.key.toLowerCase() === 'u') {
        take(event);
        void station.undo();
      } else if (BEGINS_NUMBER.test(event.key) && field.current !== null) {
        take(event);
        field.current.focus();
        document.execCommand('insertText', false, event.key);
      }
    };
    // Before the buttons: while something is wrong, Enter is not for them.
    window.addEventListener('keydown', down, { capture: true });
    return () => window.removeEventListener('keydown', down, { capture: true });
  }, [station, field]);
}

function isInDialog(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role="dialog"], [role="menu"], [role="listbox"]') !== null;
}

function take(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
