import { text } from '../../strings.ts';

/** Pure: a whole number as somebody typed it, or what is wrong with it. */
export function readNumber(
  typed: string,
  min: number,
  max: number,
): { readonly value: number; readonly error: null } | { readonly value: null; readonly error: string } {
  const value = /^\d{1,9}$/.test(typed.trim()) ? Number(typed) : Number.NaN;
  if (value >= min && value <= max) return { value, error: null };
  return { value: null, error: text.settings.wholeNumber(min, max) };
}
