import type { ChangeEvent } from '../../src-shared/change-event.ts';

/**
 * Whether the oldest of these changes of one order, newest first, is its creation. An INSERT at a higher version is the
 * return of a deleted order, which had a life before.
 */
export function isWholeLife(changes: readonly ChangeEvent[]): boolean {
  const oldest = changes[changes.length - 1];
  return oldest?.type === 'INSERT' && oldest.order.version <= 1;
}
