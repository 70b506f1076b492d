import { setTimeout as pause } from 'node:timers/promises';

/** How often a condition is looked at again, in milliseconds. */
const LOOK_MS = 10;

/**
 * Looks until `check` returns something true, and returns that; a check that throws counts as not yet. Waits for a
 * condition, never for a time: it returns at the first look that succeeds.
 *
 * @param what the condition in words, for the message
 * @throws Error with the last value or error when `withinMs` have passed
 */
export async function eventually<T>(
  what: string,
  check: () => T | Promise<T>,
  withinMs = 30_000,
): Promise<Exclude<T, false | null | undefined>> {
  const deadline = performance.now() + withinMs;
  let last: unknown;
  for (;;) {
    try {
      const value = await check();
      if (value !== false && value !== null && value !== undefined) {
        return value as Exclude<T, false | null | undefined>;
      }
      last = value;
    } catch (error) {
      last = error;
    }
    if (performance.now() > deadline) {
      const said = last instanceof Error ? last.message : JSON.stringify(last);
      throw new Error(`Not within ${withinMs} ms: ${what}. Last: ${said}`, { cause: last });
    }
    await pause(LOOK_MS);
  }
}
