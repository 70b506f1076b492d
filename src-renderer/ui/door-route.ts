import { useSyncExternalStore } from 'react';

/** Addresses that lead to the door, whoever is signed in. What stands in them is never sent with a request for a page. */
export type DoorRoute =
  /** A television or tablet shows a code and waits for an admin. */
  | { readonly kind: 'join' }
  /** A device brings the code that an admin made for it. */
  | {
      readonly kind: 'pair';
      readonly code: string;
      /** Of the server's certificate, in 64 hexadecimal digits; `null` where the server has none. */
      readonly fingerprint: string | null;
    }
  /** The link that the server printed once. */
  | { readonly kind: 'first-admin'; readonly code: string };

/** Pure. `null`: an address of the console itself. */
export function parseDoorRoute(hash: string): DoorRoute | null {
  if (hash === '#/join') return { kind: 'join' };
  const [, code, fingerprint] = /^#\/pair\/([\w.~-]{1,128})(?:\/([0-9a-f]{64}))?$/i.exec(hash) ?? [];
  if (code !== undefined) return { kind: 'pair', code, fingerprint: fingerprint ?? null };
  const [, link] = /^#\/first-admin\/([\w.~-]{1,128})$/.exec(hash) ?? [];
  return link === undefined ? null : { kind: 'first-admin', code: link };
}

/** Into the console. A code that was used does not stay in the list of pages that were visited. */
export function leaveDoor(hash: string): void {
  window.location.replace(hash);
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

export function useDoorRoute(): DoorRoute | null {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return parseDoorRoute(hash);
}
