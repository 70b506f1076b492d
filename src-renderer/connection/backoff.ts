const FIRST_MS = 250;
const LONGEST_MS = 10_000;

/**
 * How long to wait before attempt number `attempt` (0 is the first one after a loss), in milliseconds.
 * Doubles up to 10 s; half of it is random, so that a thousand clients do not come back in the same instant.
 * @param random from 0 up to, not including, 1
 */
export function backoffMs(attempt: number, random: number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 30));
  return Math.round(full * (0.5 + random / 2));
}

/** The wait a server asked for, stretched by up to half (at least 250 ms), so that its clients return spread out. */
export function retryAfterMs(askedMs: number, random: number): number {
  return Math.round(askedMs + Math.max(FIRST_MS, askedMs / 2) * random);
}
