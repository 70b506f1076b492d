import type { ChangeEvent } from '../../../src-shared/change-event.ts';
import type { SnapshotReason } from '../../../src-shared/server-message.ts';
import { newestFirst, type RecentChanges, type RecentEntry } from '../../store/recent-changes.ts';

/** One line of the list. */
export type ActivityLine =
  | { readonly kind: 'change'; readonly key: string; readonly change: ChangeEvent }
  | { readonly kind: 'read-anew'; readonly key: string; readonly reason: SnapshotReason };

export function lineOfChange(change: ChangeEvent): ActivityLine {
  return { kind: 'change', key: `c${change.changeId}`, change };
}

export function lineOf(entry: RecentEntry): ActivityLine {
  if (entry.kind === 'change') return lineOfChange(entry.change);
  return { kind: 'read-anew', key: `m${entry.seq}`, reason: entry.reason };
}

/** Whether changes from before this line may be missing in what came over the feed, and the server knows them. */
export function hasHoleBelow(entry: RecentEntry): boolean {
  return entry.kind === 'read-anew' && entry.reason !== 'drift';
}

/** What came over the feed without a hole, newest first: it ends with the mark of the last hole, if there was one. */
export function unbroken(recent: RecentChanges): RecentEntry[] {
  const entries = newestFirst(recent);
  const hole = entries.findIndex(hasHoleBelow);
  return hole < 0 ? entries : entries.slice(0, hole + 1);
}
