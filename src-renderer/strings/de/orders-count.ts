import { formatNumber } from '../../ui/format.ts';

/** `1 Auftrag`, `1.204 Aufträge`. */
export function orders(count: number): string {
  return `${formatNumber(count)} ${count === 1 ? 'Auftrag' : 'Aufträge'}`;
}
