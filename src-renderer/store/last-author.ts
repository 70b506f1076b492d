import type { Order } from '../../src-shared/order.ts';
import type { RecentChanges } from './recent-changes.ts';

/** Who made this version of an order, as far as it came over the feed; `null` when not known. */
export function lastAuthorOf({ chunks }: RecentChanges, { id, version }: Order): string | null {
  for (let index = chunks.length - 1; index >= 0; index -= 1) {
    for (const entry of [...(chunks[index]?.entries ?? [])].reverse()) {
      if (entry.kind !== 'change') continue;
      const { order, actor } = entry.change;
      if (order.id === id && order.version === version) return actor;
    }
  }
  return null;
}
