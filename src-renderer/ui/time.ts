import { text } from '../strings.ts';
import { perLocale } from './locale.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const clockTime = format({ hour: '2-digit', minute: '2-digit' });
const clockSeconds = format({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
const dayMonth = format({ day: 'numeric', month: 'short' });
const fullDay = format({ day: 'numeric', month: 'short', year: 'numeric' });
const exact = format({
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
});

function format(options: Intl.DateTimeFormatOptions): () => Intl.DateTimeFormat {
  return perLocale((locale) => new Intl.DateTimeFormat(locale, options));
}

/** Relative under an hour, clock time today, the date before that. `now` in milliseconds since 1970. */
export function relativeTime(iso: string, now: number): string {
  const then = Date.parse(iso);
  if (Number.isNaN(then)) return text.empty;
  const age = now - then;
  // Clocks of two machines differ a little: a moment ago and a moment ahead are both now.
  if (Math.abs(age) < 10_000) return text.time.now;
  if (age > 0 && age < MINUTE) return `${Math.floor(age / 1_000)} s`;
  if (age > 0 && age < HOUR) return `${Math.floor(age / MINUTE)} min`;
  const date = new Date(then);
  const today = new Date(now);
  if (date.toDateString() === today.toDateString()) return clockTime().format(date);
  return date.getFullYear() === today.getFullYear() ? dayMonth().format(date) : fullDay().format(date);
}

/** The moment to the second, in the viewer's zone and in UTC. */
export function exactTime(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const utc = date
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, '');
  return `${exact().format(date)}\n${utc} ${text.time.utc}`;
}

/** `14:03:22`, of a wall-clock time in milliseconds. */
export function clockOf(ms: number): string {
  return clockSeconds().format(ms);
}

/** `14:03` today, with the date in front before that. */
export function sinceTime(iso: string, now: number): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const time = clockTime().format(date);
  return date.toDateString() === new Date(now).toDateString() ? time : `${dayMonth().format(date)}, ${time}`;
}

/** `14:03`, of a wall-clock time in milliseconds. */
export function minuteOf(ms: number): string {
  return clockTime().format(ms);
}
