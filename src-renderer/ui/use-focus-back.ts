import { useEffect, useState } from 'react';

/**
 * Puts the keyboard back where it was when what opened above is gone. The library does so only for dialogs that are
 * there before they open; ours are fetched, and there only while they are open.
 */
export function useFocusBack(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      const now = document.activeElement;
      const isLost = now === null || now === document.body || !now.isConnected;
      if (isLost && before instanceof HTMLElement) before.focus({ preventScroll: true });
    },
    [before],
  );
}
