import type { ChangeEvent } from '../../src-shared/change-event.ts';
import type { SnapshotReason } from '../../src-shared/server-message.ts';
import type { AnchoredPosition, ChangeLog, LogRead } from '../feed/change-log.ts';
import { covers, hasSeen, type Position, subtract, union } from '../feed/position.ts';
import type { Hub } from '../hub/hub.ts';
import type { Snapshot } from './snapshot.ts';
import type { Snapshots } from './windowed-snapshots.ts';

export interface CatchUpDeps {
  readonly hub: Hub;
  /** Reads for catching up; another connection than the poller's, which must never wait for it. */
  readonly log: ChangeLog;
  readonly snapshots: Snapshots;
}

/** What a session does with each piece. Each may wait until the client has taken what it was sent. */
export interface CatchUpSink {
  snapshot(snapshot: Snapshot, reason: SnapshotReason): Promise<void>;
  changes(changes: readonly ChangeEvent[], at: AnchoredPosition, remaining: number): Promise<void>;
}

export interface CatchUpStart {
  /** Where the client stands; `null`: nowhere, it needs a snapshot. */
  readonly from: AnchoredPosition | null;
  /** Why it would get a snapshot. */
  readonly reason: SnapshotReason;
  /** Pictures the client already has besides `from`; changes they contain are not sent again. */
  readonly skip: readonly AnchoredPosition[];
  /** The newest so many orders, and those that are open, are enough for the client; `null`: it wants all. */
  readonly newest: number | null;
}

/** Where the client goes on: with the batch after `cursor`, leaving out what one of `skip` has seen. */
export interface LiveStart {
  readonly cursor: number;
  readonly skip: readonly AnchoredPosition[];
  readonly at: AnchoredPosition;
}

const READ_LIMIT = 1_000;

/**
 * Brings one client to where the window begins: from memory when it covers the client's place, else from the log, else
 * with a snapshot. Never half: every change the client has not seen is either sent here or still in the window.
 *
 * @param isCurrent becomes false when the session was closed or started over meanwhile
 * @returns `null` when it was given up because of that
 */
export async function catchUp(
  deps: CatchUpDeps,
  start: CatchUpStart,
  sink: CatchUpSink,
  isCurrent: () => boolean,
): Promise<LiveStart | null> {
  let at = start.from;
  let reason = start.reason;
  let skip = start.skip;
  // Position with the gaps taken out that the poller knows to be dead. Only to decide, never to filter by.
  let reached: Position | null = at?.position ?? null;
  while (isCurrent()) {
    const place = deps.hub.place;
    if (place === null) return null;
    if (at === null || reached === null) {
      const snapshot = await deps.snapshots.acquire(start.newest);
      try {
        if (!isCurrent()) return null;
        await sink.snapshot(snapshot, reason);
      } finally {
        snapshot.release();
      }
      at = snapshot.at;
      reached = at.position;
      skip = [];
      continue;
    }
    if (covers(reached, place.window.start.position)) {
      return { cursor: place.window.firstSeq - 1, skip: [at, ...skip], at };
    }
    const known = place.window.end.position;
    const read = await deps.log.read(at, READ_LIMIT);
    if (!isCurrent()) return null;
    if (hasPassed(at, read, known)) {
      at = null;
      reason = 'log-passed';
      continue;
    }
    const changes = read.entries.flatMap((entry) =>
      entry.kind === 'change' && !skip.some((seen) => hasSeen(seen.position, entry.id)) ? [entry.event] : [],
    );
    at = read.next;
    reached = read.moreLate ? at.position : withoutDead(at.position, known);
    await sink.changes(changes, standing(at, skip), Math.max(0, known.head - at.position.head));
  }
  return null;
}

/**
 * Where a client stands that has been brought to `at` and has `pictures` besides. A server that is behind the one the
 * client came from would otherwise hand it a place before that, and the next server all of it once more.
 */
export function standing(at: AnchoredPosition, pictures: readonly AnchoredPosition[]): AnchoredPosition {
  return pictures.reduce(
    (stands, picture) => ({
      position: union(stands.position, picture.position),
      stamp: picture.position.head > stands.position.head ? picture.stamp : stands.stamp,
    }),
    at,
  );
}

/** Whether the log may have lost something between the client's place and now. */
export function hasPassed(at: AnchoredPosition, read: LogRead, known: Position): boolean {
  if (read.anchor !== 'same' || at.position.head === 0) return true;
  // Below the oldest row an absent change may as well have been delivered and deleted, unless nobody has seen it yet.
  const oldest = read.oldestId ?? Number.POSITIVE_INFINITY;
  const doubtful = at.position.gaps.filter((gap) => gap.from < oldest && gap.from <= known.head);
  return subtract(doubtful, known.gaps).some((range) => range.from < oldest);
}

/** Gaps that the poller, at `known` before the log was read, no longer counts as open have come or never will. */
function withoutDead(position: Position, known: Position): Position {
  const settled = position.gaps.filter((gap) => gap.to <= known.head);
  return { head: position.head, gaps: subtract(position.gaps, subtract(settled, known.gaps)) };
}
