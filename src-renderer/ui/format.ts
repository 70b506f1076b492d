import { perLocale } from './locale.ts';

const integers = perLocale((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }));
const oneDecimal = perLocale((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }));
const tenths = perLocale(
  (locale) => new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
);

/** The other units are written alike in every language. */
const days = perLocale((locale) => (locale.startsWith('de') ? 'T' : 'd'));

/** Whole number with group separators. */
export function formatNumber(value: number): string {
  return integers().format(value);
}

/** A latency: `0.4 ms`, `14 ms`, `1.2 s`. */
export function formatMs(ms: number): string {
  if (ms < 10) return `${oneDecimal().format(ms)} ms`;
  if (ms < 1_000) return `${integers().format(ms)} ms`;
  return `${oneDecimal().format(ms / 1_000)} s`;
}

/** An age or a span: `8 s`, `3 min`, `2 h 5 min`, `4 d 3 h`. */
export function formatSpan(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const whole = `${formatNumber(Math.floor(hours / 24))} ${days()}`;
  return hours % 24 === 0 ? whole : `${whole} ${hours % 24} h`;
}

/** An age shown while it matters to the second: `0.4 s`, `12 s`, `3 min`. */
export function formatAge(ms: number): string {
  return ms < 10_000 ? `${tenths().format(ms / 1_000)} s` : formatSpan(ms);
}

/** `38.2 MB` (10^6 bytes, as the task managers of most systems count). */
export function formatBytes(bytes: number): string {
  if (bytes >= 1e9) return `${oneDecimal().format(bytes / 1e9)} GB`;
  return `${oneDecimal().format(bytes / 1e6)} MB`;
}
