/** The session in whose name a page acts; refused with `unauthenticated` when its cookie is another one's by now. */
export const SESSION_HEADER = 'orderdeck-session';

/** @param sessionId `null`: whoever needs no sign-in */
export function sessionMark(sessionId: string | null): string {
  return sessionId ?? 'none';
}
