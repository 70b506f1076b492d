import { text } from '../strings.ts';
import { formatNumber } from './format.ts';

/** A count, and where there may be more than were counted, that it is the least. */
export function countedText(count: number, isWhole: boolean): string {
  const number = formatNumber(count);
  return isWhole ? number : text.window.atLeast(number);
}
