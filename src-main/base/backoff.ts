/** Waits between attempts: doubling from `firstMs` to `mostMs`. */
export interface BackoffSettings {
  readonly firstMs: number;
  readonly mostMs: number;
}

/**
 * Milliseconds before the next attempt with jitter: between a fifth of the doubled bound and all of it, so that many
 * clients of a server that comes back do not all knock at once.
 *
 * @param failures attempts failed so far, 1 or more
 * @param random a number in [0, 1)
 */
export function backoff(failures: number, settings: BackoffSettings, random: number): number {
  const bound = Math.min(settings.mostMs, settings.firstMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(bound * (0.2 + 0.8 * random));
}
