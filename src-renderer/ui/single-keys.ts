import { useEffect } from 'react';
import { preferences } from '../store/preferences.ts';
import { isDialogOpen, isTextField } from './undo-keys.ts';

/** After this time the first key of two is forgotten, in milliseconds. */
const SECOND_KEY_MS = 1_500;

/** What is done for a key, or for two in sequence: `n`, `g o`. */
export type KeyActions = Readonly<Record<string, () => void>>;

/**
 * Does what single keys ask for. They belong to what is typed in fields and dialogs, to a scanner where `reads` says
 * so, and can be switched off.
 *
 * @param reads whether the keys belong to somebody else now
 */
export function useSingleKeys(actions: KeyActions, reads: boolean): void {
  useEffect(() => {
    let first: { readonly key: string; readonly at: number } | null = null;
    const onKey = (event: KeyboardEvent): void => {
      const before = first;
      first = null;
      if (reads || !preferences.getState().singleKeys || isElsewhere(event)) return;
      if (event.key === 'Shift') {
        first = before;
        return;
      }
      const follows = before !== null && event.timeStamp - before.at < SECOND_KEY_MS;
      const action =
        (follows ? actions[`${before.key} ${event.key}`] : undefined) ?? (follows ? null : actions[event.key]);
      if (action === undefined && !follows && Object.keys(actions).some((keys) => keys.startsWith(`${event.key} `))) {
        first = { key: event.key, at: event.timeStamp };
      }
      // The second of two keys means nothing else, even where it leads nowhere.
      if (action !== undefined || first !== null) {
        event.preventDefault();
        event.stopPropagation();
      }
      action?.();
    };
    // Before the views: a key that is the second of two is not theirs.
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, [actions, reads]);
}

function isElsewhere(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return true;
  return isTextField(event.target) || isDialogOpen();
}
