import { formatNumber } from '../../ui/format.ts';

/** `1 order`, `1,204 orders`. */
export function orders(count: number): string {
  return `${formatNumber(count)} ${count === 1 ? 'order' : 'orders'}`;
}
