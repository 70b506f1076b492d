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
