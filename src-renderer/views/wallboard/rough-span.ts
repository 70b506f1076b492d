import { formatSpan } from '../../ui/format.ts';

/** The largest unit of a span and how many of it: `4` and `h`. For a figure that is read from afar. */
export interface RoughSpan {
  readonly value: string;
  readonly unit: string;
}

/** Pure. @param ms not below 0 is shown as 0 */
export function roughSpan(ms: number): RoughSpan {
  const [value = '', unit = ''] = formatSpan(Math.max(0, ms)).split(' ');
  return { value, unit };
}
