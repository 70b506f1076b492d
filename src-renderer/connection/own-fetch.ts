import { ERROR_CODES } from '../../src-shared/error-code.ts';
import { SESSION_HEADER, sessionMark } from '../../src-shared/session-mark.ts';
import { session } from '../store/session.ts';

/** Told to the window when the server does not know whom this page shows, or knows somebody else by its cookie. */
export const NOT_SIGNED_IN = 'orderdeck:not-signed-in';

/**
 * `fetch` in the name of whoever this page shows. Another tab may have signed in somebody else with the cookie that all
 * tabs share: the server then refuses what would be done under the wrong name.
 */
export async function ownFetch(url: string, init: RequestInit): Promise<Response> {
  const principal = session.getState().info?.principal ?? null;
  const headers = new Headers(init.headers);
  if (principal !== null) headers.set(SESSION_HEADER, sessionMark(principal.sessionId));
  const response = await fetch(url, { ...init, headers });
  if (response.status === ERROR_CODES.unauthenticated.status) window.dispatchEvent(new Event(NOT_SIGNED_IN));
  return response;
}
