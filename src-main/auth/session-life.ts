import type { SessionEntry } from '../../src-shared/access.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * How long a session lasts after it was last used, in milliseconds: a shift for a person, a month for a program, more
 * than a year for a device, which nobody wants to pair again after the holidays.
 */
export const SESSION_LIFE_MS: Readonly<Record<SessionEntry['kind'], number>> = {
  browser: 12 * HOUR_MS,
  program: 30 * DAY_MS,
  device: 400 * DAY_MS,
};

/**
 * How long a session lasts however much it is used, since it was opened: whoever got hold of a browser's cookie has to
 * sign in after a month all the same. A program shows a new secret each time, and a device is taken out by an admin.
 */
export const SESSION_MOST_MS: Readonly<Record<SessionEntry['kind'], number>> = {
  browser: 30 * DAY_MS,
  program: 3_650 * DAY_MS,
  device: 3_650 * DAY_MS,
};
