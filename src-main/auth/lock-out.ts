/** So many wrong tries cost nothing but the time of the check: people mistype. */
const FREE_TRIES = 4;
const FIRST_MS = 1_000;
const MOST_MS = 15 * 60_000;

/**
 * A PIN is short, so no patience may be enough to find it: after so many wrong tries it is good for nothing until the
 * person has signed in with password or badge, or an admin has given them a new one.
 */
export const PIN_TRIES = 10;

/**
 * How long nobody may try again, in milliseconds: doubling from one second at the fifth wrong try to a quarter of an
 * hour, which leaves a guesser about twenty tries in the first hour and a hundred a day.
 *
 * @param failures wrong tries in a row, 1 or more
 */
export function lockMs(failures: number): number {
  if (failures <= FREE_TRIES) return 0;
  return Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(failures - FREE_TRIES - 1, 30));
}
