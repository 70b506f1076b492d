const DAY_MS = 86_400_000;
const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 3_600_000;

/**
 * Pure: how long to wait before the page may load itself again, in milliseconds. The first time of a day at once; then
 * ever longer, up to an hour, so that two servers of different builds behind one address do not send it round in circles.
 * @param reloads when it did so before, milliseconds since 1970
 */
export function reloadWait(reloads: readonly number[], now: number): number {
  const today = reloads.filter((at) => at <= now && now - at < DAY_MS);
  if (today.length === 0) return 0;
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(today.length - 1, 20));
  return Math.max(0, Math.max(...today) + wait - now);
}

const SCRIPT = /<script[^>]*\ssrc="([^"]+)"/;

/** Pure: the script that a page begins with, by which one build is told from another; `null` when there is none. */
export function scriptOf(html: string): string | null {
  return SCRIPT.exec(html)?.[1] ?? null;
}
