import { useEffect } from 'react';
import { useLiveConsole } from './console-context.tsx';

/** In a field for text these keys belong to the text. */
const TEXT_INPUTS = /^(?:text|search|url|tel|email|password|number|date|time|datetime-local|month|week)$/;

/** Whether keys pressed here are meant for what is written here. */
export function isTextField(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  if (target instanceof HTMLInputElement) return TEXT_INPUTS.test(target.type);
  return target instanceof HTMLElement && target.isContentEditable;
}

/** Whether something is asked that has to be answered first: keys mean nothing behind it. */
export function isDialogOpen(): boolean {
  return document.querySelector('[role="dialog"][aria-modal="true"]') !== null;
}

/**
 * Ctrl+Z walks back through what this person did, Ctrl+Shift+Z and Ctrl+Y forward again.
 *
 * @param isShown `false` while the console waits behind the door
 */
export function useUndoKeys(isShown: boolean): void {
  const { actions } = useLiveConsole();
  useEffect(() => {
    if (!isShown) return;
    const onKey = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.defaultPrevented) return;
      if (isTextField(event.target) || isDialogOpen()) return;
      const key = event.key.toLowerCase();
      if (key !== 'z' && key !== 'y') return;
      event.preventDefault();
      if (key === 'y' || event.shiftKey) void actions.redoLast();
      else void actions.undoLast();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [actions, isShown]);
}
