import type { ServingState } from '../../../src-shared/desktop-bridge.ts';

/**
 * Whether an address is a page of this program's own server, the only kind the system's browser is asked to open. A
 * name with `user@` in front is none of ours, whatever it looks like.
 */
export function isOwnAddress(address: string, serving: ServingState): boolean {
  if (serving.kind !== 'serving') return false;
  try {
    const { origin, username, password } = new URL(address);
    return username === '' && password === '' && serving.urls.some((own) => new URL(own).origin === origin);
  } catch {
    // Not an address at all.
    return false;
  }
}
