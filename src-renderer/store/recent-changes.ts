import type { ChangeEvent } from '../../src-shared/change-event.ts';
import type { ServerMessage, SnapshotReason } from '../../src-shared/server-message.ts';

/** How many entries are kept at least; a chunk more at most. */
export const RECENT_CAPACITY = 5_000;
/** Only the newest chunk is copied when something is added, so the price of a change does not grow with the list. */
const CHUNK = 256;

/** What came over the feed, in the sequence in which it came. */
export type RecentEntry =
  | { readonly kind: 'change'; readonly seq: number; readonly change: ChangeEvent }
  /** The table was read anew here: what happened before it may not be in the list. `at` is monotonic. */
  | { readonly kind: 'read-anew'; readonly seq: number; readonly reason: SnapshotReason; readonly at: number };

interface Chunk {
  readonly entries: readonly RecentEntry[];
  readonly ids: ReadonlySet<number>;
}

/** The last changes as they came, each once. Never changed in place. */
export interface RecentChanges {
  readonly chunks: readonly Chunk[];
  /** Sequence number of the oldest entry that is kept. */
  readonly first: number;
  /** Sequence number that the next entry gets: how many there ever were. */
  readonly next: number;
}

export const noRecentChanges: RecentChanges = { chunks: [], first: 0, next: 0 };

/**
 * Pure: adds what came, in its sequence; a change that is already here is not added again.
 * @param capacity entries to keep at least
 */
export function addChanges(
  recent: RecentChanges,
  changes: readonly ChangeEvent[],
  capacity = RECENT_CAPACITY,
): RecentChanges {
  const added: ChangeEvent[] = [];
  const now = new Set<number>();
  for (const change of changes) {
    const { changeId } = change;
    if (now.has(changeId) || recent.chunks.some(({ ids }) => ids.has(changeId))) continue;
    now.add(changeId);
    added.push(change);
  }
  const first = recent.next;
  return append(
    recent,
    added.map((change, index) => ({ kind: 'change', seq: first + index, change })),
    capacity,
  );
}

/**
 * Pure: leaves a mark where the table replaces what was known of it. Nothing else was known before the first one
 * (`replaces` false), and two in a row say no more than one.
 */
export function noteSnapshot(
  recent: RecentChanges,
  message: ServerMessage,
  at: number,
  replaces: boolean,
): RecentChanges {
  if (message.type !== 'snapshot-begin' || !replaces) return recent;
  const newest = recent.chunks[recent.chunks.length - 1]?.entries;
  if (newest?.[newest.length - 1]?.kind === 'read-anew') return recent;
  return append(recent, [{ kind: 'read-anew', seq: recent.next, reason: message.reason, at }], RECENT_CAPACITY);
}

function append(recent: RecentChanges, added: readonly RecentEntry[], capacity: number): RecentChanges {
  if (added.length === 0) return recent;
  const chunks = [...recent.chunks];
  let from = 0;
  while (from < added.length) {
    const last = chunks[chunks.length - 1];
    const open = last !== undefined && last.entries.length < CHUNK ? last : null;
    const room = CHUNK - (open?.entries.length ?? 0);
    const part = added.slice(from, from + room);
    from += part.length;
    const ids = new Set(open?.ids);
    for (const entry of part) if (entry.kind === 'change') ids.add(entry.change.changeId);
    if (open !== null) chunks.pop();
    chunks.push({ entries: [...(open?.entries ?? []), ...part], ids });
  }
  const next = recent.next + added.length;
  let { first } = recent;
  while (chunks[0] !== undefined && next - first - chunks[0].entries.length >= capacity) {
    first += chunks[0].entries.length;
    chunks.shift();
  }
  return { chunks, first, next };
}

/**
 * The entries from sequence number `from` on, newest first; at most `limit`.
 * What is older than the list reaches is left out: compare `from` with `recent.first`.
 */
export function newestFirst(recent: RecentChanges, from = 0, limit = Number.POSITIVE_INFINITY): RecentEntry[] {
  const found: RecentEntry[] = [];
  for (let index = recent.chunks.length - 1; index >= 0; index -= 1) {
    const { entries } = recent.chunks[index] ?? { entries: [] };
    for (let place = entries.length - 1; place >= 0; place -= 1) {
      const entry = entries[place];
      if (entry === undefined || entry.seq < from || found.length >= limit) return found;
      found.push(entry);
    }
  }
  return found;
}
